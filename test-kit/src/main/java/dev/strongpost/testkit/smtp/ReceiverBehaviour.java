// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SSLContext;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/**
 * How an {@link SmtpReceiver} answers: a well-behaved host with or without STARTTLS, and every fault that a test asks
 * for. Immutable; {@link #toBuilder()} makes one that differs.
 */
public final class ReceiverBehaviour {
    private final String hostName;
    private final boolean helloOnly;
    private final boolean startTlsOffered;
    private final Optional<SSLContext> tls;
    private final Optional<ImmutableList<String>> protocols;
    private final Optional<ImmutableList<String>> suites;
    private final ClientCertificate clientCertificate;
    private final HandshakeFault handshakeFault;
    private final String injected;
    private final ImmutableSet<Capability> capabilities;
    private final int maximumSize;
    private final Optional<Credentials> credentials;
    private final ImmutableMap<Stage, Fault> faults;
    private final ImmutableMap<String, Fault> recipientFaults;
    private final int transactionsBeforeDrop;
    private final Duration replyDelay;

    ReceiverBehaviour(ReceiverBehaviourBuilder builder) {
        this.hostName = builder.hostName;
        this.helloOnly = builder.helloOnly;
        this.startTlsOffered = builder.startTlsOffered;
        this.tls = builder.tls;
        this.protocols = builder.protocols;
        this.suites = builder.suites;
        this.clientCertificate = builder.clientCertificate;
        this.handshakeFault = builder.handshakeFault;
        this.injected = builder.injected;
        this.capabilities = ImmutableSet.copyOf(builder.capabilities);
        this.maximumSize = builder.maximumSize;
        this.credentials = builder.credentials;
        this.faults = ImmutableMap.copyOf(builder.faults);
        this.recipientFaults = ImmutableMap.copyOf(builder.recipientFaults);
        this.transactionsBeforeDrop = builder.transactionsBeforeDrop;
        this.replyDelay = builder.replyDelay;
    }

    /** Returns a good host that does not know STARTTLS. */
    public static ReceiverBehaviour withoutTls() {
        return builder().build();
    }

    /** Returns a good host that offers STARTTLS with what the JVM enables by itself. */
    public static ReceiverBehaviour withTls(SSLContext context) {
        return builder().tls(context).build();
    }

    /** Starts from a good host that does not know STARTTLS. */
    public static ReceiverBehaviourBuilder builder() {
        return new ReceiverBehaviourBuilder();
    }

    /** Starts from this one. */
    public ReceiverBehaviourBuilder toBuilder() {
        return new ReceiverBehaviourBuilder(this);
    }

    /** Whether a client is asked for its certificate in the handshake. */
    public enum ClientCertificate {
        /** It is not asked. */
        NONE,
        /** It is asked and may decline. */
        REQUESTED,
        /** The handshake fails without one. */
        REQUIRED
    }

    record Credentials(String user, String password) {}

    String hostName() {
        return hostName;
    }

    boolean isHelloOnly() {
        return helloOnly;
    }

    boolean isStartTlsOffered() {
        return startTlsOffered;
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    Optional<ImmutableList<String>> protocols() {
        return protocols;
    }

    Optional<ImmutableList<String>> suites() {
        return suites;
    }

    ClientCertificate clientCertificate() {
        return clientCertificate;
    }

    HandshakeFault handshakeFault() {
        return handshakeFault;
    }

    String injected() {
        return injected;
    }

    ImmutableSet<Capability> capabilities() {
        return capabilities;
    }

    int maximumSize() {
        return maximumSize;
    }

    Optional<Credentials> credentials() {
        return credentials;
    }

    ImmutableMap<Stage, Fault> faults() {
        return faults;
    }

    ImmutableMap<String, Fault> recipientFaults() {
        return recipientFaults;
    }

    Optional<Fault> faultAt(Stage stage) {
        return Optional.ofNullable(faults.get(stage));
    }

    Optional<Fault> faultFor(String recipient) {
        return Optional.ofNullable(recipientFaults.get(recipient.toLowerCase(Locale.ROOT)));
    }

    int transactionsBeforeDrop() {
        return transactionsBeforeDrop;
    }

    Duration replyDelay() {
        return replyDelay;
    }
}
