// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.io.Closeable;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.netty.CommandInjectionDetectedException;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.mailet.Mail;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.store.CertificateCheck;
import dev.strongpost.inbound.connection.ChannelHandlers;
import dev.strongpost.inbound.connection.ClientNameHandler;
import dev.strongpost.inbound.connection.ClientNames;
import dev.strongpost.inbound.connection.ConnectionErrorHandler;
import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.inbound.connection.JamesChannel;
import dev.strongpost.inbound.rules.InboundDecision;
import dev.strongpost.inbound.rules.InboundTransaction;
import dev.strongpost.inbound.rules.TransactionRules;
import dev.strongpost.inbound.tls.ImplicitTls;
import dev.strongpost.inbound.tls.LiveListenerTls;
import dev.strongpost.inbound.tls.TlsMode;
import dev.strongpost.policy.InboundRules;
import io.netty.channel.Channel;

/** One listener at work: what happens on its connections, from the first byte to the mail that was taken. */
final class InboundListener implements Closeable {
    private final ListenerConfiguration configuration;
    private final JamesChannel channels;
    private final Optional<LiveListenerTls> tls;
    private final Optional<Handshakes> handshakes;
    private final TransactionRules rules;
    private final CommandFilter gate;
    private final InboundLog log;
    private final InboundEvents events;

    private InboundListener(
            ListenerConfiguration configuration,
            JamesChannel channels,
            Optional<LiveListenerTls> tls,
            TransactionRules rules,
            InboundLog log,
            InboundEvents events) {
        this.configuration = configuration;
        this.channels = channels;
        this.tls = tls;
        this.rules = rules;
        this.gate = new CommandFilter(configuration.settings(), log, events);
        this.handshakes =
                tls.map(live -> new Handshakes(live, configuration.settings().handshakeTimeout(), log, events));
        this.log = log;
        this.events = events;
    }

    /**
     * Returns a listener that works by {@code configuration}.
     *
     * @param table gives the active rules
     * @throws ConfigurationException when its certificates are of no use, or this James is none that we know
     */
    static InboundListener open(
            ListenerConfiguration configuration,
            Supplier<InboundRules> table,
            ClientNames clientNames,
            InboundEvents events)
            throws ConfigurationException {
        JamesChannel channels = JamesChannel.ofThisJames();
        TransactionRules rules = new TransactionRules(
                table,
                configuration.requirement(),
                configuration.exemptions(),
                clientNames::lookup,
                configuration.settings().matchesClientName(),
                events);
        Optional<LiveListenerTls> tls = configuration.settings().mode() == TlsMode.NONE
                ? Optional.empty()
                : Optional.of(LiveListenerTls.open(configuration.settings()));
        return new InboundListener(configuration, channels, tls, rules, new InboundLog(System::nanoTime), events);
    }

    /** Returns what it does about TLS and what it presents, for people. */
    String describe() {
        return "tls " + configuration.settings().mode().word() + ", clientCertificate "
                + configuration.settings().clientCertificate().word()
                + tls.map(live -> ", certificate " + live.current().describe()).orElse("");
    }

    /** Returns the whole days that the first of its certificates to expire has left; empty where it has none. */
    Optional<Long> daysLeft(Instant now) {
        return tls.map(live -> live.current().daysLeft(now));
    }

    /** Returns what {@code check} finds about the lifetimes of its certificates; nothing where it has none. */
    ImmutableList<String> lifetimes(CertificateCheck check) {
        return tls.map(live -> live.current().lifetimes(check)).orElse(ImmutableList.of());
    }

    /** A client has connected; nothing was read or written yet. */
    void connected(SMTPSession session) {
        Channel channel = channels.of(session);
        InboundConnection connection = InboundConnection.begin(session, channel);
        ChannelHandlers.add(
                channel.pipeline(),
                new ConnectionErrorHandler(why -> failed(connection, why)),
                new ClientNameHandler(() -> rules.pendingName(session), connection.guard()));
        if (configuration.settings().mode() == TlsMode.IMPLICIT) {
            handshakes.ifPresent(all -> all.watchFromStart(connection));
        }
        rules.connected(connection);
    }

    private void failed(InboundConnection connection, Throwable why) {
        if (Throwables.getRootCause(why) instanceof CommandInjectionDetectedException) {
            log.refused(connection, StartTlsCommand.INJECTION);
            events.injected();
        } else {
            log.failed(connection, why);
        }
    }

    /** Returns what makes the TLS of connections that begin with it; empty where they do not. */
    Optional<ImplicitTls> implicitTls() {
        return configuration.settings().mode() == TlsMode.IMPLICIT
                ? handshakes.map(all -> new ImplicitTls(all::atOnce))
                : Optional.empty();
    }

    /** Returns the reply by which a command is refused before anybody looks at it; empty when it is heard. */
    Optional<Response> refusal(SMTPSession session, Request request) {
        return gate.refusal(session, request.getCommand());
    }

    /** Tells whether EHLO lists STARTTLS to that client now. */
    boolean offersStartTls(SMTPSession session) {
        return configuration.settings().mode().offersStartTls() && !session.isTLSStarted();
    }

    /** Returns the answer to STARTTLS; empty when this listener does not know the command. */
    Optional<Response> startTls(SMTPSession session, Request request) {
        return configuration.settings().mode().offersStartTls()
                ? handshakes.map(all -> new StartTlsCommand(all, log, events).answer(session, request))
                : Optional.empty();
    }

    /**
     * Returns the answer to MAIL. A sender that falls short is refused here only if there is no recipient it may
     * write to all the same; else at each recipient who is not exempt.
     */
    HookResult onSender(SMTPSession session, MaybeSender sender) {
        Optional<InboundDecision> invalidName = rules.nameRefusal(session);
        if (invalidName.isPresent()) {
            log.refused(InboundConnection.of(session), sender, invalidName.get());
            return invalidName.get().answer();
        }
        InboundDecision decision = begin(session, sender).ofSender();
        if (configuration.exemptions().anyRecipient()) {
            return HookResult.DECLINED;
        }
        log.refused(InboundConnection.of(session), sender, decision);
        return decision.answer();
    }

    private InboundTransaction begin(SMTPSession session, MaybeSender sender) {
        InboundDecision decision = rules.onSender(session, sender);
        InboundConnection connection = InboundConnection.of(session);
        log.inTesting(connection, sender, decision);
        if (rules.missesClientUsage(connection)) {
            log.wrongUsage();
        }
        return InboundTransaction.begin(session, decision);
    }

    /** Returns the answer to RCPT. */
    HookResult onRecipient(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        InboundTransaction transaction = InboundTransaction.of(session).orElseGet(() -> begin(session, sender));
        InboundDecision decision = judge(transaction, session, sender, recipient);
        transaction.taken(decision);
        log.judged(InboundConnection.of(session), sender, recipient, decision);
        return decision.answer();
    }

    private InboundDecision judge(
            InboundTransaction transaction, SMTPSession session, MaybeSender sender, MailAddress recipient) {
        if (configuration.exemptions().isExempt(recipient)) {
            return rules.onExemptRecipient(session, sender, recipient);
        }
        return transaction.ofSender().isRefused()
                ? transaction.ofSender()
                : rules.onRecipient(session, sender, recipient);
    }

    /** Writes on a mail, which was taken, how it came in. */
    void onMail(SMTPSession session, Mail mail) {
        InboundConnection connection = InboundConnection.of(session);
        InboundTransaction transaction =
                InboundTransaction.of(session).orElseThrow(() -> new IllegalStateException("mail without MAIL"));
        transaction.record(mail, connection.evidence());
        log.accepted(connection, mail, transaction.describeRules());
        events.accepted(connection.evidence());
    }

    /** Follows its files no more. */
    @Override
    public void close() {
        tls.ifPresent(LiveListenerTls::close);
    }
}
