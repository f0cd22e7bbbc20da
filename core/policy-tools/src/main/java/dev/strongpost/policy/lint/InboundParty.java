// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.address.ALabels;
import dev.strongpost.address.DomainNames;
import dev.strongpost.address.Network;
import dev.strongpost.policy.InboundRules;
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.RulePattern;

/**
 * One party of inbound mail: its sender, its local recipient, the client by address or name, a name in the
 * client's certificate. Each has rules of its own; a transaction has to satisfy those for all of its parties. Immutable.
 */
public final class InboundParty implements PolicyQuery {
    private static final String NULL_SENDER = "<>";

    /** RFC 5737 section 3: an address of no client, and so of none that a narrower rule is meant for. */
    private static final InetAddress ANY_CLIENT = InetAddresses.forString("203.0.113.219");

    private final String title;
    private final String above;
    private final Function<InboundRules, PolicyExplanation> query;

    private InboundParty(
            InboundSubject subject, String title, String above, Function<InboundRules, PolicyExplanation> query) {
        this.title = subject.prefix() + title;
        this.above = above.isEmpty() ? "" : subject.prefix() + above;
        this.query = query;
    }

    /** Returns the party that {@code text} names behind the prefix of {@code subject}; empty for what is none. */
    static Optional<InboundParty> parse(InboundSubject subject, String text) {
        switch (subject) {
            case SENDER:
                return text.equals(NULL_SENDER)
                        ? Optional.of(nullSender())
                        : Recipient.parse(text).map(address -> address(subject, address));
            case RECIPIENT:
                return Recipient.parse(text).map(address -> address(subject, address));
            case CLIENT:
                return Network.isMeant(text) ? client(text) : name(subject, text);
            case CERTIFICATE:
                return name(subject, text);
        }
        throw new AssertionError(subject);
    }

    private static InboundParty nullSender() {
        return new InboundParty(
                InboundSubject.SENDER, NULL_SENDER, "", rules -> rules.explainSender("", DomainNames.NONE));
    }

    private static InboundParty address(InboundSubject subject, Recipient address) {
        return new InboundParty(
                subject,
                address.title(),
                address.above(),
                rules -> subject == InboundSubject.SENDER
                        ? rules.explainSender(address.localPart(), address.domain())
                        : rules.explainRecipient(address.localPart(), address.domain()));
    }

    private static Optional<InboundParty> client(String text) {
        return InetAddresses.isInetAddress(text)
                ? Optional.of(client(text, InetAddresses.forString(text)))
                : Optional.empty();
    }

    private static InboundParty client(String title, InetAddress address) {
        return new InboundParty(InboundSubject.CLIENT, title, "", rules -> rules.explainClient(address));
    }

    private static Optional<InboundParty> name(InboundSubject subject, String text) {
        String name = text.startsWith("*.") && subject == InboundSubject.CERTIFICATE ? text.substring(2) : text;
        boolean isName = ALabels.of(name).isPresent()
                && !DomainNames.canonical(name).equals(DomainNames.NONE)
                && !name.startsWith("[");
        return isName ? Optional.of(name(subject, text, "", text)) : Optional.empty();
    }

    private static InboundParty name(InboundSubject subject, String title, String above, String name) {
        return new InboundParty(
                subject,
                title,
                above,
                rules -> subject == InboundSubject.CLIENT
                        ? rules.explainClient(name)
                        : rules.explainCertificate(ImmutableList.of(name)).get(0));
    }

    /** Returns stand-ins for those whom a rule with that pattern covers. */
    static ImmutableList<InboundParty> coveredBy(RulePattern pattern) {
        return parties(pattern).collect(ImmutableList.toImmutableList());
    }

    private static Stream<InboundParty> parties(RulePattern pattern) {
        InboundSubject subject = pattern.subject();
        if (pattern.network().isPresent()) {
            return clients(pattern.network().get());
        }
        if (subject == InboundSubject.CLIENT && pattern.isEveryone()) {
            return Stream.of(client(pattern.key(), ANY_CLIENT));
        }
        Stream<Recipient> covered = Recipient.coveredBy(pattern.key()).stream();
        return subject == InboundSubject.SENDER || subject == InboundSubject.RECIPIENT
                ? covered.map(address -> address(subject, address))
                : covered.map(host -> name(subject, host.title(), host.above(), host.domain()));
    }

    /** The first and the last of a network: narrower rules often take one of them, and seldom both. */
    private static Stream<InboundParty> clients(Network network) {
        return Stream.of(network.first(), network.last())
                .distinct()
                .map(address -> client(InetAddresses.toAddrString(address), address));
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String above() {
        return above;
    }

    @Override
    public PolicyExplanation explainIn(PolicyTable table) {
        return query.apply(table.inbound());
    }

    @Override
    public String toString() {
        return title;
    }
}
