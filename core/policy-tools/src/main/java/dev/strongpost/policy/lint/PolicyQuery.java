// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * What a table is asked: about a {@link Recipient} of outbound mail, or an {@link InboundParty} of inbound mail.
 * It is about one address or name, or about one that represents all that a rule covers.
 */
public interface PolicyQuery {
    /** How a query is written, for a message. */
    String FORMS = "user@partner.example, or partner.example for anyone there; for inbound mail,"
            + " from:user@partner.example, from:<>, to:user@here.example, client:192.0.2.7, client:mx.partner.example"
            + " or cert:mx.partner.example";

    /** Returns the query that {@code text} writes, as {@link #FORMS} shows; empty for what is none. */
    static Optional<PolicyQuery> parse(String text) {
        Optional<InboundSubject> subject = InboundSubject.of(text);
        return subject.isPresent()
                ? InboundParty.parse(
                                subject.get(),
                                text.substring(subject.get().prefix().length()))
                        .map(party -> party)
                : Recipient.parse(text).map(recipient -> recipient);
    }

    /** Returns stand-ins for those whom a rule covers, in the directions that it is for. */
    static ImmutableList<PolicyQuery> coveredBy(PolicyRule rule) {
        Stream<PolicyQuery> out = rule.direction().covers(Direction.OUT)
                ? Recipient.coveredBy(rule.who()).stream().map(recipient -> recipient)
                : Stream.empty();
        Stream<PolicyQuery> in =
                rule.inboundPattern().stream().flatMap(pattern -> InboundParty.coveredBy(pattern).stream());
        return Stream.concat(out, in).collect(ImmutableList.toImmutableList());
    }

    /**
     * Returns what to call it: the address, the domain for anyone there, {@code .domain} for anyone below; with a
     * prefix for inbound mail.
     */
    String title();

    /** Returns the title of the domain that it is below of; for one that is below none, no title of anybody. */
    String above();

    /** Returns the answer, and why. */
    PolicyExplanation explainIn(PolicyTable table);

    /** Returns what is required. */
    default TlsRequirement requirementIn(PolicyTable table) {
        return explainIn(table).requirement();
    }

    /** Returns what is required whatever is only tried out. */
    default TlsRequirement enforcedIn(PolicyTable table) {
        return explainIn(table).enforced();
    }
}
