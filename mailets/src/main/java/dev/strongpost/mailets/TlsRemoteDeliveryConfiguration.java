// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.mailet.MailetConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.Dnssec;
import dev.strongpost.files.BoundedFile;
import dev.strongpost.james.MailetParameters;
import dev.strongpost.james.PolicyTables;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Gateway;
import dev.strongpost.text.InvalidValueException;

/** The parameters of {@link TlsRemoteDelivery}, read once. */
final class TlsRemoteDeliveryConfiguration {
    private static final Logger LOGGER = LoggerFactory.getLogger(TlsRemoteDeliveryConfiguration.class);
    private static final MailQueueName DEFAULT_QUEUE = MailQueueName.of("outgoing-tls");
    private static final String DEFAULT_STATE = "file://var/strongpost/";
    private static final String DEFAULT_KEYSTORE_TYPE = "PKCS12";
    private static final int DEFAULT_PORT = 25;
    private static final int MAX_PORT = 65535;
    private static final CharMatcher VISIBLE_ASCII = CharMatcher.inRange('!', '~');

    private static final Duration MAX_DELAY_NOTIFICATION = Duration.ofDays(30);
    private static final Duration MAX_DNS = Duration.ofMinutes(1);
    private static final Splitter LIST = Splitter.on(',').trimResults().omitEmptyStrings();
    private static final Duration MAX_IDLE = Duration.ofDays(1);
    private static final int DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

    private final RemoteDeliveryConfiguration james;
    private final MailQueueName queue;
    private final String policy;
    private final int port;
    private final ImmutableList<Gateway> gateways;
    private final ConnectionSettings connections;
    private final Duration delayNotification;
    private final int mailsInFlight;
    private final Duration dnsTimeout;
    private final ImmutableList<AddressFamily> addressFamilies;
    private final ImmutableSet<InetAddress> ownAddresses;
    private final boolean published;
    private final String dnssec;
    private final Optional<String> dnssecAnchors;
    private final String stateDirectory;
    private final Optional<String> keystore;
    private final String keystoreType;
    private final char[] secret;

    private TlsRemoteDeliveryConfiguration(MailetParameters parameters, DomainList domainList)
            throws MessagingException {
        RetrySchedule.check(parameters);
        checkFlags(parameters);
        checkHeloName(parameters);
        this.queue = parameters
                .text(RemoteDeliveryConfiguration.OUTGOING)
                .map(MailQueueName::of)
                .orElse(DEFAULT_QUEUE);
        this.policy = parameters.text("policy").orElse(PolicyTables.DEFAULT_LOCATION);
        this.port = parameters.number("port", DEFAULT_PORT, 1, MAX_PORT);
        this.gateways = Gateways.read(parameters, port);
        this.connections = connections(parameters);
        this.mailsInFlight = parameters.number("maxMailsInFlight", 1000, 1, 1_000_000);
        this.delayNotification =
                parameters.duration("delayNotification", Duration.ofHours(4), Duration.ZERO, MAX_DELAY_NOTIFICATION);
        this.dnsTimeout = parameters.duration("dnsTimeout", Duration.ofSeconds(5), Duration.ofSeconds(1), MAX_DNS);
        this.addressFamilies = addressFamilies(parameters);
        this.ownAddresses = ownAddresses(parameters);
        this.published = published(parameters);
        this.dnssecAnchors = parameters.text("dnssecAnchors");
        this.dnssec = dnssec(parameters, published || dnssecAnchors.isPresent());
        if (dnssecAnchors.isPresent() && !dnssec.equals("validate")) {
            throw parameters.wrong("dnssecAnchors", dnssecAnchors.get(), "it only with dnssec validate");
        }
        this.stateDirectory = parameters.text("stateDirectory").orElse(DEFAULT_STATE);
        this.keystore = parameters.text("keystore");
        this.keystoreType = parameters.text("keystoreType").orElse(DEFAULT_KEYSTORE_TYPE);
        this.secret = parameters.text("secret").orElse("").toCharArray();
        this.james = new RemoteDeliveryConfiguration(parameters, domainList);
    }

    /**
     * Reads the parameters.
     *
     * @throws MessagingException naming the first parameter that is wrong, its value and the values allowed
     */
    static TlsRemoteDeliveryConfiguration from(MailetConfig config, DomainList domainList) throws MessagingException {
        ParameterNames.check(config);
        return new TlsRemoteDeliveryConfiguration(new MailetParameters("TlsRemoteDelivery", config), domainList);
    }

    private static void checkFlags(MailetParameters parameters) throws MessagingException {
        parameters.flag(RemoteDeliveryConfiguration.USE_PRIORITY, false);
        parameters.flag(RemoteDeliveryConfiguration.LOAD_BALANCING, true);
        if (!parameters.flag(RemoteDeliveryConfiguration.SENDPARTIAL, true)) {
            throw parameters.wrong(
                    RemoteDeliveryConfiguration.SENDPARTIAL,
                    "false",
                    "true, or nothing: who is accepted gets the mail, whatever becomes of the others");
        }
        if (parameters.flag(RemoteDeliveryConfiguration.DEBUG, false)) {
            LOGGER.info("debug: each attempt is logged anyway; for more, set the level of the loggers dev.strongpost");
        }
    }

    private static void checkHeloName(MailetParameters parameters) throws MessagingException {
        Optional<String> name = parameters.text(RemoteDeliveryConfiguration.HELO_NAME);
        if (name.isPresent() && !VISIBLE_ASCII.matchesAllOf(name.get())) {
            throw parameters.wrong(
                    RemoteDeliveryConfiguration.HELO_NAME, name.get(), "a host name or an address literal");
        }
    }

    private static ConnectionSettings connections(MailetParameters parameters) throws MessagingException {
        return ConnectionSettings.builder()
                .connectTimeout(milliseconds(
                        parameters,
                        RemoteDeliveryConfiguration.CONNECTIONTIMEOUT,
                        RemoteDeliveryConfiguration.DEFAULT_CONNECTION_TIMEOUT))
                .replyTimeout(milliseconds(
                        parameters,
                        RemoteDeliveryConfiguration.TIMEOUT,
                        RemoteDeliveryConfiguration.DEFAULT_SMTP_TIMEOUT))
                .finalReplyTimeout(parameters.duration(
                        "finalReplyTimeout", Duration.ofMinutes(10), Duration.ofSeconds(1), MAX_IDLE))
                .idleTimeout(parameters.duration("connectionIdleTime", Duration.ofSeconds(10), Duration.ZERO, MAX_IDLE))
                .maximum(parameters.number("maxConnections", 1000, 1, 100_000))
                .maximumPerHost(parameters.number("maxConnectionsPerHost", 20, 1, 100_000))
                .maximumMails(parameters.number("maxMailsPerConnection", 1000, 1, 1_000_000))
                .bindAddresses(bindAddresses(parameters))
                .build();
    }

    private static Duration milliseconds(MailetParameters parameters, String name, int byDefault)
            throws MessagingException {
        return Duration.ofMillis(parameters.number(name, byDefault, 1, DAY_IN_MILLISECONDS));
    }

    private static ImmutableMap<AddressFamily, InetSocketAddress> bindAddresses(MailetParameters parameters)
            throws MessagingException {
        Map<AddressFamily, InetSocketAddress> addresses = new EnumMap<>(AddressFamily.class);
        String given = parameters.text(RemoteDeliveryConfiguration.BIND).orElse("");
        for (String literal : LIST.split(given)) {
            boolean fits = InetAddresses.isInetAddress(literal)
                    && addresses.put(
                                    AddressFamily.of(InetAddresses.forString(literal)),
                                    new InetSocketAddress(InetAddresses.forString(literal), 0))
                            == null;
            if (!fits) {
                throw parameters.wrong(
                        RemoteDeliveryConfiguration.BIND,
                        given,
                        "an IP address of this machine, or one of each family separated by a comma");
            }
        }
        return ImmutableMap.copyOf(addresses);
    }

    private static ImmutableList<AddressFamily> addressFamilies(MailetParameters parameters) throws MessagingException {
        String given = parameters.text("addressFamilies").orElse("ipv6,ipv4");
        Set<AddressFamily> families = new LinkedHashSet<>();
        for (String word : LIST.split(given)) {
            Optional<AddressFamily> family = Arrays.stream(AddressFamily.values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
            if (family.isEmpty() || !families.add(family.get())) {
                throw wrongFamilies(parameters, given);
            }
        }
        if (families.isEmpty()) {
            throw wrongFamilies(parameters, given);
        }
        return ImmutableList.copyOf(families);
    }

    private static MessagingException wrongFamilies(MailetParameters parameters, String given) {
        return parameters.wrong("addressFamilies", given, "ipv6,ipv4 or ipv4,ipv6 or ipv4 or ipv6");
    }

    private static boolean published(MailetParameters parameters) throws MessagingException {
        String given = parameters.text("published").orElse("off");
        if (!given.equals("on") && !given.equals("off")) {
            throw parameters.wrong("published", given, "on or off");
        }
        return given.equals("on");
    }

    /** Nothing is validated that nothing relies on. */
    private static String dnssec(MailetParameters parameters, boolean needed) throws MessagingException {
        String given = parameters.text("dnssec").orElse(needed ? "validate" : "off");
        if (Dnssec.parse(given).isEmpty()) {
            throw parameters.wrong("dnssec", given, "off, validate or resolver");
        }
        return given;
    }

    private static ImmutableSet<InetAddress> ownAddresses(MailetParameters parameters) throws MessagingException {
        ImmutableSet.Builder<InetAddress> addresses = ImmutableSet.builder();
        for (String literal : LIST.split(parameters.text("ownAddresses").orElse(""))) {
            if (!InetAddresses.isInetAddress(literal)) {
                throw parameters.wrong("ownAddresses", literal, "IP addresses, separated by commas");
            }
            addresses.add(InetAddresses.forString(literal));
        }
        return addresses.build();
    }

    /** Returns the parameters that James's RemoteDelivery has too. Its queue name is not the active one here. */
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

    /** Returns the gateways in order, each with its port; none when mail goes to the mail exchangers. */
    ImmutableList<Gateway> gateways() {
        return gateways;
    }

    /** Returns the limits of connections. */
    ConnectionSettings connections() {
        return connections;
    }

    /** Returns the time for one answer of a name server. */
    Duration dnsTimeout() {
        return dnsTimeout;
    }

    /** Returns how long a failure of DNS may be remembered: never past the next attempt at a mail. */
    Duration keepDnsFailures() {
        return Stream.concat(Stream.of(DnsResolver.LONGEST_FAILURE), james.getDelayTimes().stream())
                .min(Comparator.naturalOrder())
                .orElse(DnsResolver.LONGEST_FAILURE);
    }

    /** Returns which addresses of a host are tried, the family of the first one first. */
    ImmutableList<AddressFamily> addressFamilies() {
        return addressFamilies;
    }

    /** Returns by which addresses others reach this server, besides those of its network interfaces. */
    ImmutableSet<InetAddress> ownAddresses() {
        return ownAddresses;
    }

    /** Tells whether what domains publish about TLS is looked up. */
    boolean usesPublished() {
        return published;
    }

    /**
     * Returns how it is found out what DNSSEC proves.
     *
     * @throws MessagingException when the file of trust anchors cannot be read
     */
    Dnssec dnssec(FileSystem files) throws MessagingException {
        if (dnssecAnchors.isEmpty()) {
            return Dnssec.parse(dnssec).orElseThrow();
        }
        try {
            Path file = files.getFile(dnssecAnchors.get()).toPath();
            return Dnssec.validate(BoundedFile.read(file, Dnssec.LARGEST_ANCHORS, Dnssec.ANCHORS));
        } catch (InvalidValueException e) {
            throw new MessagingException("TlsRemoteDelivery: dnssecAnchors: " + e.getMessage(), e);
        } catch (FileNotFoundException e) {
            throw new MessagingException(
                    "TlsRemoteDelivery: dnssecAnchors: given " + dnssecAnchors.get() + ", which is not there: allowed "
                            + Dnssec.ANCHORS,
                    e);
        }
    }

    /** Returns where files of this pack are kept, as a URL of James's file system. */
    String stateDirectory() {
        return stateDirectory;
    }

    /** Returns how long a mail waits before its sender is told; zero for never. */
    Duration delayNotification() {
        return delayNotification;
    }

    /** Returns how many mails are taken from the queue before one has to be finished, at least 1. */
    int mailsInFlight() {
        return mailsInFlight;
    }

    /**
     * Returns the client certificates in the keystore, and those in PEM files beside the policy table.
     *
     * @throws MessagingException when the keystore is named and cannot be opened; the message does not hold its
     *     password
     */
    ClientIdentities identities(FileSystem files) throws MessagingException {
        try {
            Path folder = files.getFile(policy).toPath().toAbsolutePath().resolveSibling("");
            ClientIdentities identities = ClientIdentities.in(folder);
            return keystore.isPresent()
                    ? identities.withKeystore(files.getFile(keystore.get()).toPath(), keystoreType, secret)
                    : identities;
        } catch (IOException | KeyMaterialException e) {
            throw new MessagingException(
                    "TlsRemoteDelivery: keystore: given " + keystore.orElse("nothing")
                            + ", which cannot be opened (" + e.getMessage() + "): allowed a keystore of keystoreType "
                            + keystoreType + ", opened by secret",
                    e);
        }
    }
}
