// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.MailetConfig;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/**
 * Which parameters {@link TlsRemoteDelivery} takes. None is ignored: one that it does not know, and one that
 * RemoteDelivery has and that means nothing here, stops the start and says what to use instead.
 */
final class ParameterNames {
    private static final ImmutableSet<String> OWN = ImmutableSet.of(
            "policy",
            "port",
            "maxConnections",
            "maxConnectionsPerHost",
            "maxMailsPerConnection",
            "connectionIdleTime",
            "finalReplyTimeout",
            "delayNotification",
            "dnsTimeout",
            "addressFamilies",
            "ownAddresses",
            "published",
            "dnssec",
            "dnssecAnchors",
            "stateDirectory",
            "maxMailsInFlight",
            "keystore",
            "keystoreType",
            "secret");

    private static final ImmutableSet<String> JAMES = ImmutableSet.of(
            RemoteDeliveryConfiguration.OUTGOING,
            RemoteDeliveryConfiguration.DELAY_TIME,
            RemoteDeliveryConfiguration.MAX_RETRIES,
            RemoteDeliveryConfiguration.MAX_DNS_PROBLEM_RETRIES,
            RemoteDeliveryConfiguration.TIMEOUT,
            RemoteDeliveryConfiguration.CONNECTIONTIMEOUT,
            RemoteDeliveryConfiguration.BOUNCE_PROCESSOR,
            RemoteDeliveryConfiguration.ON_SUCCESS,
            RemoteDeliveryConfiguration.GATEWAY,
            RemoteDeliveryConfiguration.GATEWAY_PORT,
            RemoteDeliveryConfiguration.GATEWAY_USERNAME,
            RemoteDeliveryConfiguration.GATEWAY_USERNAME_COMPATIBILITY,
            RemoteDeliveryConfiguration.GATEWAY_PASSWORD,
            RemoteDeliveryConfiguration.LOAD_BALANCING,
            RemoteDeliveryConfiguration.HELO_NAME,
            RemoteDeliveryConfiguration.BIND,
            RemoteDeliveryConfiguration.USE_PRIORITY,
            RemoteDeliveryConfiguration.SENDPARTIAL,
            RemoteDeliveryConfiguration.DEBUG);

    /** Not the mailet's: what the processor around it reads from the same element. */
    private static final ImmutableSet<String> PROCESSOR = ImmutableSet.of("onMailetException", "onMatchException");

    /** What RemoteDelivery takes, or its samples show, and this mailet does not take; with what to use instead. */
    private static final ImmutableMap<String, String> REPLACED = ImmutableMap.of(
            RemoteDeliveryConfiguration.START_TLS,
            "the level of a rule in the policy table",
            RemoteDeliveryConfiguration.SSL_ENABLE,
            "a rule in the policy table: STARTTLS on the port of SMTP",
            RemoteDeliveryConfiguration.VERIFY_SERVER_IDENTITY,
            "the levels verify and secure of the policy table",
            "outgoingQueue",
            "outgoing (RemoteDelivery 3.8.1 ignores outgoingQueue)",
            "deliveryThreads",
            "maxConnections and maxConnectionsPerHost (RemoteDelivery 3.8.1 ignores deliveryThreads)");

    private static final String POLICY_TABLE = "the policy table, which says what TLS there is";

    /** Properties of JavaMail and families of them, the narrower before the wider. */
    private static final ImmutableMap<String, String> JAVA_MAIL = ImmutableMap.<String, String>builder()
            .put("mail.debug", "the log: the loggers under dev.strongpost")
            .put("mail.smtp.localhost", "heloName")
            .put("mail.smtp.localaddress", "bind")
            .put("mail.smtp.connectiontimeout", "connectiontimeout")
            .put("mail.smtp.timeout", "timeout")
            .put("mail.smtp.writetimeout", "timeout")
            .put("mail.smtp.port", "port")
            .put("mail.smtp.host", "gateway")
            .put("mail.smtp.user", "gatewayUsername")
            .put("mail.smtp.auth", "gatewayUsername and gatewayPassword")
            .put("mail.smtp.sendpartial", "nothing: who is accepted always gets the mail")
            .put("mail.smtp.allow8bitmime", "nothing: 8BITMIME is used wherever it is offered")
            .put("mail.smtp.dsn", "nothing: what the sender of a mail asked for is passed on")
            .put("mail.smtp.starttls", POLICY_TABLE)
            .put("mail.smtp.ssl", POLICY_TABLE)
            .put("mail.smtps", POLICY_TABLE)
            .put("mail", "the policy table for TLS, the parameters of this mailet for the rest")
            .build();

    private ParameterNames() {}

    /**
     * Checks every name in {@code config}.
     *
     * @throws MessagingException for the first one that is not taken, with what to use instead
     */
    static void check(MailetConfig config) throws MessagingException {
        Iterator<String> names = config.getInitParameterNames();
        while (names.hasNext()) {
            check(names.next());
        }
    }

    private static void check(String name) throws MessagingException {
        if (OWN.contains(name) || JAMES.contains(name) || PROCESSOR.contains(name)) {
            return;
        }
        String replacement = REPLACED.get(name);
        if (replacement != null) {
            throw new MessagingException(
                    "TlsRemoteDelivery: " + name + ": not a parameter of TlsRemoteDelivery: use " + replacement);
        }
        throw javaMail(name).orElseGet(() -> unknown(name));
    }

    private static Optional<MessagingException> javaMail(String name) {
        return JAVA_MAIL.entrySet().stream()
                .filter(property -> name.equals(property.getKey()) || name.startsWith(property.getKey() + "."))
                .findFirst()
                .map(property -> new MessagingException("TlsRemoteDelivery: " + name
                        + ": a property of JavaMail, which TlsRemoteDelivery does not send through: use "
                        + property.getValue()));
    }

    private static MessagingException unknown(String name) {
        Optional<String> meant = Stream.of(JAMES, OWN, REPLACED.keySet())
                .flatMap(ImmutableSet::stream)
                .filter(name::equalsIgnoreCase)
                .findFirst();
        return new MessagingException("TlsRemoteDelivery: " + name + ": unknown parameter of TlsRemoteDelivery: "
                + meant.map(known -> "use " + known + ", spelled so").orElse("allowed " + OWN + " and " + JAMES));
    }
}
