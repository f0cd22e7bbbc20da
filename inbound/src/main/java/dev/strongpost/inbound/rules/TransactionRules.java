// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;

import com.google.common.collect.ImmutableList;

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
    private final InboundEvents events;

    /**
     * Takes what gives the rules in force, what the listener itself asks of everybody, whom it does not ask, and what
     * starts to look up the names of a client.
     */
    public TransactionRules(
            Supplier<InboundRules> table,
            Optional<TlsRequirement> ofListener,
            Exemptions exemptions,
            Function<InetAddress, ClientName> clientNames,
            InboundEvents events) {
        this.table = table;
        this.ofListener = ofListener;
        this.exemptions = exemptions;
        this.clientNames = clientNames;
        this.events = events;
    }

    /** Starts to look up the name of a client that has just connected, if a rule asks for it. */
    public void connected(InboundConnection connection) {
        if (needsNames(table.get())) {
            connection.name(clientNames);
        }
    }

    private static boolean needsNames(InboundRules rules) {
        return rules.asksForClientNames() || rules.comparesClientNames();
    }

    /**
     * Returns the name of a client that has to be known before he is heard, and is not yet; it is being looked up then.
     */
    public Optional<ClientName> pendingName(SMTPSession session) {
        return needsNames(table.get())
                ? Optional.of(InboundConnection.of(session).name(clientNames))
                        .filter(name -> !name.isSettled())
                        .filter(name -> exemptions.reason(session).isEmpty())
                : Optional.empty();
    }

    /**
     * Returns the judgement on what a transaction of that sender may be: by the listener, client, certificate and
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
            // A look-up that failed says nothing; only a proven absence of names relaxes.
            return InboundDecision.nameUnknown();
        }
        List<TlsRequirement> asked = new ArrayList<>();
        ofListener.ifPresent(asked::add);
        asked.addAll(rules.forClient(connection.address(), names.get()));
        client(connection.evidence()).ifPresent(client -> asked.addAll(rules.forCertificate(client)));
        forSender(rules, sender).ifPresent(asked::add);
        return judge(asked, connection, sender);
    }

    /** Returns the judgement on mail to that recipient, whatever the sender. */
    public InboundDecision onRecipient(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Optional<String> exempt = exemptions.reason(session);
        if (exempt.isPresent()) {
            return InboundDecision.exempt(exempt.get());
        }
        Optional<TlsRequirement> asked = table.get()
                .forRecipient(recipient.getLocalPart(), recipient.getDomain().asString());
        return judge(asked.stream().collect(ImmutableList.toImmutableList()), InboundConnection.of(session), sender);
    }

    private Optional<ImmutableList<String>> names(InboundRules rules, InboundConnection connection) {
        return rules.asksForClientNames() ? connection.name(clientNames).known() : Optional.of(ImmutableList.of());
    }

    private static Optional<PeerIdentity> client(TlsEvidence evidence) {
        return evidence.session().map(TlsSession::peer);
    }

    private static Optional<TlsRequirement> forSender(InboundRules rules, MaybeSender sender) {
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
