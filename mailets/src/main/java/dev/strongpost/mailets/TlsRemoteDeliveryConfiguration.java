package dev.strongpost.mailets;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.domainlist.api.DomainList;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.james.util.DurationParser;
import org.apache.mailet.MailetConfig;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;

import dev.strongpost.mailets.delivery.ConnectionSettings;
import dev.strongpost.mailets.delivery.DeliveryLimits;

/** The parameters of {@link TlsRemoteDelivery}, read once. */
final class TlsRemoteDeliveryConfiguration {
    private static final String DEFAULT_POLICY = "file://conf/tls-policy.conf";
    private static final MailQueueName DEFAULT_QUEUE = MailQueueName.of("outgoing-tls");
    private static final int MAX_PORT = 65535;

    private static final ImmutableSet<String> OWN = ImmutableSet.of(
            "policy",
            "port",
            "maxConnections",
            "maxConnectionsPerHost",
            "maxMailsPerConnection",
            "connectionIdleTime",
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

    /** What RemoteDelivery takes and this mailet does not, with what to use instead. */
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

    /**
     * Reads the parameters.
     *
     * @throws MessagingException naming the first parameter that is wrong, its value and the values allowed
     */
    static TlsRemoteDeliveryConfiguration from(MailetConfig config, DomainList domainList) throws MessagingException {
        checkNames(config);
        return new TlsRemoteDeliveryConfiguration(config, new RemoteDeliveryConfiguration(config, domainList));
    }

    private static void checkNames(MailetConfig config) throws MessagingException {
        Iterator<String> names = config.getInitParameterNames();
        while (names.hasNext()) {
            String name = names.next();
            if (REPLACED.containsKey(name)) {
                throw new MessagingException(
                        name + ": not a parameter of TlsRemoteDelivery: use " + REPLACED.get(name));
            }
            if (name.startsWith(RemoteDeliveryConfiguration.JAVAX_PREFIX)) {
                throw new MessagingException(name + ": JavaMail properties mean nothing to TlsRemoteDelivery: use "
                        + "the policy table for TLS, the parameters of this mailet for the rest");
            }
            if (!OWN.contains(name) && !JAMES.contains(name) && !PROCESSOR.contains(name)) {
                throw new MessagingException(
                        name + ": unknown parameter of TlsRemoteDelivery: allowed " + OWN + " and " + JAMES);
            }
        }
    }

    private final RemoteDeliveryConfiguration james;
    private final MailQueueName queue;
    private final String policy;
    private final int port;
    private final DeliveryLimits limits;
    private final ClientKeystore keystore;

    private TlsRemoteDeliveryConfiguration(MailetConfig config, RemoteDeliveryConfiguration james)
            throws MessagingException {
        this.james = james;
        this.queue = text(config, RemoteDeliveryConfiguration.OUTGOING)
                .map(MailQueueName::of)
                .orElse(DEFAULT_QUEUE);
        this.policy = text(config, "policy").orElse(DEFAULT_POLICY);
        this.port = number(config, "port", 25, MAX_PORT);
        this.limits = DeliveryLimits.of(connections(config), number(config, "maxMailsInFlight", 1000, 1_000_000));
        this.keystore =
                ClientKeystore.of(text(config, "keystore"), text(config, "keystoreType"), text(config, "secret"));
        checkGateway();
    }

    private ConnectionSettings connections(MailetConfig config) throws MessagingException {
        return ConnectionSettings.builder()
                .connectTimeout(Duration.ofMillis(james.getConnectionTimeout()))
                .replyTimeout(Duration.ofMillis(james.getSmtpTimeout()))
                .idleTimeout(duration(config, "connectionIdleTime", Duration.ofSeconds(10)))
                .maximum(number(config, "maxConnections", 1000, 100_000))
                .maximumPerHost(number(config, "maxConnectionsPerHost", 20, 100_000))
                .maximumMails(number(config, "maxMailsPerConnection", 100, 1_000_000))
                .bindAddress(bindAddress(config))
                .build();
    }

    private static Optional<InetSocketAddress> bindAddress(MailetConfig config) throws MessagingException {
        Optional<String> address = text(config, RemoteDeliveryConfiguration.BIND);
        if (address.isPresent() && !InetAddresses.isInetAddress(address.get())) {
            throw wrong(RemoteDeliveryConfiguration.BIND, address.get(), "an IP address of this machine");
        }
        return address.map(literal -> new InetSocketAddress(InetAddresses.forString(literal), 0));
    }

    private void checkGateway() throws MessagingException {
        if (james.getAuthUser() != null && james.getAuthPass() == null) {
            throw wrong(RemoteDeliveryConfiguration.GATEWAY_PASSWORD, "nothing", "the password of gatewayUsername");
        }
    }

    private static Optional<String> text(MailetConfig config, String name) {
        return Optional.ofNullable(config.getInitParameter(name))
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }

    private static int number(MailetConfig config, String name, int byDefault, int maximum) throws MessagingException {
        Optional<String> given = text(config, name);
        if (given.isEmpty()) {
            return byDefault;
        }
        Integer number = Ints.tryParse(given.get());
        if (number == null || number < 1 || number > maximum) {
            throw wrong(name, given.get(), "a whole number from 1 to " + maximum);
        }
        return number;
    }

    private static Duration duration(MailetConfig config, String name, Duration byDefault) throws MessagingException {
        Optional<String> given = text(config, name);
        try {
            return given.map(value -> DurationParser.parse(value, ChronoUnit.SECONDS))
                    .orElse(byDefault);
        } catch (RuntimeException e) {
            throw wrong(name, given.orElse(""), "a number and a unit, as in: 10 seconds");
        }
    }

    private static MessagingException wrong(String name, String given, String allowed) {
        return new MessagingException("TlsRemoteDelivery: " + name + ": given " + given + ": allowed " + allowed);
    }

    /** Returns the parameters that James's RemoteDelivery has too. Its queue name is not the one in force here. */
    RemoteDeliveryConfiguration james() {
        return james;
    }

    /** Returns the name of the queue. */
    MailQueueName queue() {
        return queue;
    }

    /** Returns where the policy table is, as a URL of James's file system. */
    String policy() {
        return policy;
    }

    /** Returns the port that hosts listen on, 1 to 65535. */
    int port() {
        return port;
    }

    /** Returns the limits of connections and mails. */
    DeliveryLimits limits() {
        return limits;
    }

    /** Returns where client certificates are. */
    ClientKeystore keystore() {
        return keystore;
    }
}
