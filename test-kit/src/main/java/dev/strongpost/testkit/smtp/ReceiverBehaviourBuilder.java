// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLContext;

import com.google.common.collect.ImmutableList;

import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.Credentials;

/**
 * A {@link ReceiverBehaviour} in the making. It starts as a good host without STARTTLS that knows every capability but
 * CHUNKING and AUTH.
 */
public final class ReceiverBehaviourBuilder {
    /** Answers that a client which buffers past the 220 would take for those to its EHLO inside TLS. */
    private static final String FORGED_EHLO_REPLY = "250-forged.example\r\n250 FORGED\r\n";

    private static final int DEFAULT_MAXIMUM_SIZE = 50 * 1024 * 1024;

    String hostName = "receiver.test";
    boolean helloOnly;
    boolean startTlsOffered;
    Optional<SSLContext> tls = Optional.empty();
    Optional<ImmutableList<String>> protocols = Optional.empty();
    Optional<ImmutableList<String>> suites = Optional.empty();
    ClientCertificate clientCertificate = ClientCertificate.NONE;
    HandshakeFault handshakeFault = HandshakeFault.NONE;
    String injected = FORGED_EHLO_REPLY;
    final Set<Capability> capabilities;
    int maximumSize = DEFAULT_MAXIMUM_SIZE;
    Optional<Credentials> credentials = Optional.empty();
    final Map<Stage, Fault> faults = new EnumMap<>(Stage.class);
    final Map<String, Fault> recipientFaults = new HashMap<>();
    int transactionsBeforeDrop = Integer.MAX_VALUE;
    Duration replyDelay = Duration.ZERO;

    ReceiverBehaviourBuilder() {
        this.capabilities = EnumSet.complementOf(EnumSet.of(Capability.CHUNKING));
    }

    ReceiverBehaviourBuilder(ReceiverBehaviour base) {
        this.hostName = base.hostName();
        this.helloOnly = base.isHelloOnly();
        this.startTlsOffered = base.isStartTlsOffered();
        this.tls = base.tls();
        this.protocols = base.protocols();
        this.suites = base.suites();
        this.clientCertificate = base.clientCertificate();
        this.handshakeFault = base.handshakeFault();
        this.injected = base.injected();
        this.capabilities = EnumSet.noneOf(Capability.class);
        this.capabilities.addAll(base.capabilities());
        this.maximumSize = base.maximumSize();
        this.credentials = base.credentials();
        this.faults.putAll(base.faults());
        this.recipientFaults.putAll(base.recipientFaults());
        this.transactionsBeforeDrop = base.transactionsBeforeDrop();
        this.replyDelay = base.replyDelay();
    }

    /** Sets the name in the greeting and in the answer to EHLO. */
    public ReceiverBehaviourBuilder hostName(String name) {
        this.hostName = name;
        return this;
    }

    /** Answers EHLO with 502, so that the client falls back to HELO (RFC 5321 section 3.2). */
    public ReceiverBehaviourBuilder helloOnly() {
        this.helloOnly = true;
        return this;
    }

    /** Offers STARTTLS with this context. */
    public ReceiverBehaviourBuilder tls(SSLContext context) {
        this.tls = Optional.of(context);
        this.startTlsOffered = true;
        return this;
    }

    /** Does not list STARTTLS and answers it with 502. */
    public ReceiverBehaviourBuilder startTlsNotOffered() {
        this.startTlsOffered = false;
        return this;
    }

    /** Lists STARTTLS and answers it with the reply given, such as {@code 454 4.7.0 TLS not available}. */
    public ReceiverBehaviourBuilder startTlsAnswered(String reply) {
        this.startTlsOffered = true;
        return at(Stage.STARTTLS, Fault.reply(reply));
    }

    /** Lists STARTTLS, answers it with 220, and then does what the fault says. */
    public ReceiverBehaviourBuilder handshake(HandshakeFault fault) {
        this.startTlsOffered = true;
        this.handshakeFault = fault;
        return this;
    }

    /** Sets the cleartext of the two injecting faults. Without it: a forged answer to EHLO. */
    public ReceiverBehaviourBuilder injected(String clearText) {
        this.injected = clearText;
        return this;
    }

    /** Enables these protocols only, by JSSE's names. */
    public ReceiverBehaviourBuilder protocols(String... names) {
        this.protocols = Optional.of(ImmutableList.copyOf(names));
        return this;
    }

    /**
     * Enables these cipher suites only, by JSSE's names. Suites that {@code jdk.tls.disabledAlgorithms} names are taken
     * as well, and still never negotiated unless that security property was opened when the JVM started.
     */
    public ReceiverBehaviourBuilder suites(String... names) {
        this.suites = Optional.of(ImmutableList.copyOf(names));
        return this;
    }

    /** Asks for a client certificate. The context has to trust its issuer. */
    public ReceiverBehaviourBuilder clientCertificate(ClientCertificate demand) {
        this.clientCertificate = demand;
        return this;
    }

    /** Lists the capability. */
    public ReceiverBehaviourBuilder with(Capability capability) {
        this.capabilities.add(capability);
        return this;
    }

    /** Does not list the capability. */
    public ReceiverBehaviourBuilder without(Capability capability) {
        this.capabilities.remove(capability);
        return this;
    }

    /** Sets the limit of SIZE in octets; a longer message is answered 552. */
    public ReceiverBehaviourBuilder maximumSize(int octets) {
        this.maximumSize = octets;
        return this;
    }

    /** Offers AUTH PLAIN LOGIN (RFC 4954), and answers MAIL with 530 until these have been given. */
    public ReceiverBehaviourBuilder credentials(String user, String password) {
        this.credentials = Optional.of(new Credentials(user, password));
        return this;
    }

    /** Replaces the greeting, such as {@code 554 no SMTP service here}; a client not greeted with 220 gets 503. */
    public ReceiverBehaviourBuilder greeting(String reply) {
        return at(Stage.GREETING, Fault.reply(reply));
    }

    /** Does what the fault says whenever a conversation comes to the stage. */
    public ReceiverBehaviourBuilder at(Stage stage, Fault fault) {
        this.faults.put(stage, fault);
        return this;
    }

    /** Does what the fault says whenever RCPT names this address, in whatever case. */
    public ReceiverBehaviourBuilder atRecipient(String address, Fault fault) {
        this.recipientFaults.put(address.toLowerCase(Locale.ROOT), fault);
        return this;
    }

    /**
     * Closes each connection right after the 250 for its n-th mail, so that a client that keeps it holds a stale one.
     */
    public ReceiverBehaviourBuilder dropAfterTransactions(int n) {
        this.transactionsBeforeDrop = n;
        return this;
    }

    /** Waits this long before each reply. */
    public ReceiverBehaviourBuilder replyDelay(Duration delay) {
        this.replyDelay = delay;
        return this;
    }

    /** Builds the behaviour. */
    public ReceiverBehaviour build() {
        return new ReceiverBehaviour(this);
    }
}
