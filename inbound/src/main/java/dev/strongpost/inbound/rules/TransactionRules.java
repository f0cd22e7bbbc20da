// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.peer.ChainStatus;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.inbound.connection.ClientName;
import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.policy.InboundRules;
import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.decision.TlsVerdict;

/**
 * What the rules say about a transaction: which of them apply to its client, its certificate, its sender and its
 * recipients, and whether the connection is good enough for each of them.
 */
public final class TransactionRules {
    private final Supplier<InboundRules> table;
    private final Optional<TlsRequirement> ofListener;
    private final Exemptions exemptions;
    private final Function<InetAddress, ClientName> clientNames;
    private final boolean matchesClientName;
    private final InboundEvents events;

    /**
     * Takes what gives the active rules, what the listener itself asks of every client, whom it does not ask, what starts
     * to look up the names of a client, and whether its certificate has to bear one of them.
     */
    public TransactionRules(
            Supplier<InboundRules> table,
            Optional<TlsRequirement> ofListener,
            Exemptions exemptions,
            Function<InetAddress, ClientName> clientNames,
            boolean matchesClientName,
            InboundEvents events) {
        this.table = table;
        this.ofListener = ofListener;
        this.exemptions = exemptions;
        this.clientNames = clientNames;
        this.matchesClientName = matchesClientName;
        this.events = events;
    }

    /** Starts to look up the name of a client that has just connected, if a rule asks for it. */
    public void connected(InboundConnection connection) {
        if (needsNames(table.get())) {
            connection.name(clientNames);
        }
    }

    private boolean needsNames(InboundRules rules) {
        return matchesClientName || rules.asksForClientNames() || rules.comparesClientNames();
    }

    /**
     * Returns the refusal of a client whose certificate, which the listener requires, bears neither a verified name of
     * its host nor the name it gave in EHLO; empty where that is not asked, or one of them is borne.
     */
    public Optional<InboundDecision> nameRefusal(SMTPSession session) {
        if (!matchesClientName) {
            return Optional.empty();
        }
        InboundConnection connection = InboundConnection.of(session);
        CertificateNames borne = client(connection.evidence())
                .filter(client -> !client.chain().isEmpty())
                .map(client -> CertificateNames.of(client.chain().get(0)))
                .orElseThrow(() -> new IllegalStateException("no certificate where one is required"));
        Optional<String> helo = session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                .map(name -> name.toLowerCase(Locale.ROOT));
        if (helo.filter(borne::cover).isPresent()) {
            return Optional.empty();
        }
        Optional<ImmutableList<String>> names = connection.name(clientNames).known();
        if (names.isEmpty()) {
            return Optional.of(InboundDecision.nameUnknown());
        }
        return names.get().stream().anyMatch(borne::cover)
                ? Optional.empty()
                : Optional.of(InboundDecision.invalidName(borne.describe(), names.get(), helo));
    }

    /**
     * Returns the name of a client that has to be known before the client is heard, and is not yet; it is being looked up then.
     */
    public Optional<ClientName> pendingName(SMTPSession session) {
        return needsNames(table.get())
                ? Optional.of(InboundConnection.of(session).name(clientNames))
                        .filter(name -> !name.isSettled())
                        .filter(name ->
                                matchesClientName || exemptions.reason(session).isEmpty())
                : Optional.empty();
    }

    /**
     * Returns the decision about what a transaction of that sender may be: by the listener, client, certificate and
     * sender.
     */
    public InboundDecision onSender(SMTPSession session, MaybeSender sender) {
        Optional<String> exempt = exemptions.reason(session);
        if (exempt.isPresent()) {
            return InboundDecision.exempt(exempt.get());
        }
        InboundConnection connection = InboundConnection.of(session);
        InboundRules rules = table.get();
        Optional<ImmutableList<String>> names = names(rules, connection);
        if (names.isEmpty()) {
            // A lookup that failed says nothing; only a proven absence of names relaxes.
            return InboundDecision.nameUnknown();
        }
        List<TlsRequirement> asked = new ArrayList<>();
        ofListener.ifPresent(asked::add);
        asked.addAll(rules.forClient(connection.address(), names.get()));
        client(connection.evidence()).ifPresent(client -> asked.addAll(rules.forCertificate(client)));
        asked.addAll(forSender(rules, sender));
        return judge(asked, connection, sender);
    }

    /** Returns the decision about mail to a recipient that is exempt from the rules, unless one of them names it. */
    public InboundDecision onExemptRecipient(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        boolean isNamed = !table.get()
                .forNamedRecipient(
                        recipient.getLocalPart(), recipient.getDomain().asString())
                .isEmpty();
        return isNamed ? onRecipient(session, sender, recipient) : InboundDecision.exempt("recipient");
    }

    /**
     * Tells whether the one thing that is wrong with this client's certificate is that it is for servers, and rules ask
     * for certificates.
     */
    public boolean missesClientUsage(InboundConnection connection) {
        return table.get().asksForCertificates()
                && client(connection.evidence())
                        .filter(peer -> peer.chainStatus() == ChainStatus.WRONG_USAGE)
                        .isPresent();
    }

    /** Returns the decision about mail to that recipient, whatever the sender. */
    public InboundDecision onRecipient(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Optional<String> exempt = exemptions.reason(session);
        if (exempt.isPresent()) {
            return InboundDecision.exempt(exempt.get());
        }
        ImmutableList<TlsRequirement> asked = table.get()
                .forRecipient(recipient.getLocalPart(), recipient.getDomain().asString());
        return judge(asked, InboundConnection.of(session), sender);
    }

    private Optional<ImmutableList<String>> names(InboundRules rules, InboundConnection connection) {
        return rules.asksForClientNames() ? connection.name(clientNames).known() : Optional.of(ImmutableList.of());
    }

    private static Optional<PeerIdentity> client(TlsEvidence evidence) {
        return evidence.session().map(TlsSession::peer);
    }

    private static ImmutableList<TlsRequirement> forSender(InboundRules rules, MaybeSender sender) {
        return sender.asOptional()
                .map(address -> rules.forSender(
                        address.getLocalPart(), address.getDomain().asString()))
                .orElseGet(rules::forNullSender);
    }

    private InboundDecision judge(Collection<TlsRequirement> asked, InboundConnection connection, MaybeSender sender) {
        List<TlsFailure> inTesting = new ArrayList<>();
        for (TlsRequirement requirement : asked) {
            if (isNameMissing(requirement, connection)) {
                return InboundDecision.nameUnknown();
            }
            TlsVerdict verdict = TlsDecision.decide(requirement, evidence(requirement, connection, sender));
            Optional<TlsFailure> failure = verdict.failure();
            if (failure.isPresent() && requirement.isTesting()) {
                events.wouldHaveFailed(failure.get());
                inTesting.add(failure.get());
            } else {
                events.judged(verdict);
                if (failure.isPresent()) {
                    return InboundDecision.refuse(failure.get(), inTesting);
                }
            }
        }
        return InboundDecision.accept(asked, inTesting);
    }

    /** Tells whether the rule compares the client's name, and that cannot be found out. */
    private boolean isNameMissing(TlsRequirement requirement, InboundConnection connection) {
        return requirement.match().contains(NameMatch.hostname())
                && connection.evidence().isEncrypted()
                && connection.name(clientNames).known().isEmpty();
    }

    /**
     * Returns what the connection gives for that rule: the host is the client by its name, the next hop the sender's
     * domain.
     */
    private static TlsEvidence evidence(TlsRequirement requirement, InboundConnection connection, MaybeSender sender) {
        TlsEvidence evidence = connection.evidence(requirement.trustAnchors());
        return evidence.session()
                .map(session -> TlsEvidence.session(session.withPeer(named(session.peer(), connection, sender))))
                .orElse(evidence);
    }

    private static PeerIdentity named(PeerIdentity peer, InboundConnection connection, MaybeSender sender) {
        PeerIdentity client = connection.verifiedName().map(peer::reachedAs).orElse(peer);
        return sender.asOptional()
                .map(address -> client.servingNextHop(address.getDomain().asString()))
                .orElse(client);
    }
}
