// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;

import dev.strongpost.james.MailetParameters;
import dev.strongpost.smtpclient.Gateway;

/**
 * The parameters of RemoteDelivery that speak of gateways: {@code gateway}, and those that mean nothing without it. A
 * gateway is {@code host}, {@code host:port}, {@code [IPv6]} or {@code [IPv6]:port}, with {@code smtps://} in front where
 * TLS comes before the greeting; James's own reader cuts at the first colon and cannot tell an IPv6 address.
 */
final class Gateways {
    private static final String FORMS =
            "host, host:port, [IPv6 address] or [IPv6 address]:port, each with smtps:// in front for TLS before the"
                    + " greeting, separated by commas";
    private static final String IMPLICIT_TLS = "smtps://";
    /** RFC 8314 section 7.3. */
    private static final int SMTPS_PORT = 465;

    private static final int MAX_PORT = 65535;

    private Gateways() {}

    /**
     * Returns the gateways in order, each with its port; none when mail goes to the mail exchangers.
     *
     * @param port the port of a gateway for which neither {@code gateway} nor {@code gatewayPort} says one
     * @throws MessagingException when a parameter is wrong, or has no gateway to belong to
     */
    static ImmutableList<Gateway> read(MailetParameters parameters, int port) throws MessagingException {
        Optional<String> gateway = parameters.text(RemoteDeliveryConfiguration.GATEWAY);
        if (gateway.isEmpty()) {
            refuse(parameters, RemoteDeliveryConfiguration.GATEWAY_PORT);
            refuse(parameters, RemoteDeliveryConfiguration.GATEWAY_USERNAME);
            refuse(parameters, RemoteDeliveryConfiguration.GATEWAY_USERNAME_COMPATIBILITY);
            refuse(parameters, RemoteDeliveryConfiguration.GATEWAY_PASSWORD);
            refuse(parameters, RemoteDeliveryConfiguration.LOAD_BALANCING);
            return ImmutableList.of();
        }
        checkCredentials(parameters);
        int defaultPort = parameters.number(RemoteDeliveryConfiguration.GATEWAY_PORT, port, 1, MAX_PORT);
        ImmutableList.Builder<Gateway> hosts = ImmutableList.builder();
        for (String host : Splitter.on(',').trimResults().split(gateway.get())) {
            hosts.add(parse(parameters, host, gateway.get(), defaultPort));
        }
        return hosts.build();
    }

    private static void refuse(MailetParameters parameters, String name) throws MessagingException {
        if (parameters.text(name).isPresent()) {
            throw new MessagingException(
                    "TlsRemoteDelivery: " + name + ": means nothing without gateway: give gateway, or leave this out");
        }
    }

    private static void checkCredentials(MailetParameters parameters) throws MessagingException {
        boolean user =
                parameters.text(RemoteDeliveryConfiguration.GATEWAY_USERNAME).isPresent();
        boolean oldSpelling = parameters
                .text(RemoteDeliveryConfiguration.GATEWAY_USERNAME_COMPATIBILITY)
                .isPresent();
        boolean password =
                parameters.text(RemoteDeliveryConfiguration.GATEWAY_PASSWORD).isPresent();
        if (user && oldSpelling) {
            throw parameters.wrong(
                    RemoteDeliveryConfiguration.GATEWAY_USERNAME_COMPATIBILITY,
                    "beside gatewayUsername",
                    "one of the two");
        }
        if (password != (user || oldSpelling)) {
            throw parameters.wrong(
                    password
                            ? RemoteDeliveryConfiguration.GATEWAY_USERNAME
                            : RemoteDeliveryConfiguration.GATEWAY_PASSWORD,
                    "nothing",
                    "gatewayUsername and gatewayPassword together");
        }
    }

    private static Gateway parse(MailetParameters parameters, String host, String gateway, int defaultPort)
            throws MessagingException {
        try {
            boolean implicitTls = Ascii.toLowerCase(host).startsWith(IMPLICIT_TLS);
            HostAndPort parsed = HostAndPort.fromString(implicitTls ? host.substring(IMPLICIT_TLS.length()) : host)
                    .requireBracketsForIPv6()
                    .withDefaultPort(implicitTls ? SMTPS_PORT : defaultPort);
            if (parsed.getPort() > 0 && isHost(parsed.getHost())) {
                return Gateway.of(parsed.getHost(), parsed.getPort(), implicitTls);
            }
        } catch (IllegalArgumentException e) {
            // Told below, together with what passes here and is no host.
        }
        throw parameters.wrong(RemoteDeliveryConfiguration.GATEWAY, gateway, FORMS);
    }

    private static boolean isHost(String host) {
        return InetAddresses.isInetAddress(host) || InternetDomainName.isValid(host);
    }
}
