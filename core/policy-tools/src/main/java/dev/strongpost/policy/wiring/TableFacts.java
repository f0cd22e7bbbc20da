// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyRule;

/** What the wiring check asks about a table, found in one pass over its rules. Immutable. */
final class TableFacts {
    private final Optional<RuleSource> firstOutbound;
    private final Optional<RuleSource> firstPublished;
    private final Optional<RuleSource> firstInbound;
    private final Optional<RuleSource> firstInboundTls;
    private final ImmutableMap<String, RuleSource> processors;

    private TableFacts(PolicyTable table) {
        RuleSource outbound = null;
        RuleSource publishing = null;
        RuleSource inbound = null;
        RuleSource inboundTls = null;
        Map<String, RuleSource> named = new LinkedHashMap<>();
        for (PolicyRule rule : table.rules()) {
            TlsRequirement requirement = rule.requirement();
            RuleSource source = requirement.source();
            if (rule.direction().covers(Direction.OUT)) {
                outbound = outbound == null && requirement.asksForTls() ? source : outbound;
                boolean looksUp = requirement.usesDane() || requirement.published() == PublishedUse.REQUIRE;
                publishing = publishing == null && looksUp ? source : publishing;
                requirement.failure().processor().ifPresent(name -> named.putIfAbsent(name, source));
            }
            if (rule.direction().covers(Direction.IN)) {
                inbound = inbound == null ? source : inbound;
                boolean encrypts = rule.inbound()
                        .filter(terms -> terms.level().requiresEncryption())
                        .isPresent();
                inboundTls = inboundTls == null && encrypts ? source : inboundTls;
            }
        }
        this.firstOutbound = Optional.ofNullable(outbound);
        this.firstPublished = Optional.ofNullable(publishing);
        this.firstInbound = Optional.ofNullable(inbound);
        this.firstInboundTls = Optional.ofNullable(inboundTls);
        this.processors = ImmutableMap.copyOf(named);
    }

    static TableFacts of(PolicyTable table) {
        return new TableFacts(table);
    }

    /** Returns the first rule that cannot be kept without what is published: at a level of DANE, or that requires it. */
    Optional<RuleSource> firstPublished() {
        return firstPublished;
    }

    /** Returns the first rule for outbound mail that asks for encryption, or for DANE. */
    Optional<RuleSource> firstOutbound() {
        return firstOutbound;
    }

    /** Returns the first rule for inbound mail. */
    Optional<RuleSource> firstInbound() {
        return firstInbound;
    }

    /** Returns the first rule for inbound mail that asks for encryption. */
    Optional<RuleSource> firstInboundTls() {
        return firstInboundTls;
    }

    /** Returns the processors that outbound rules name, each with the first such rule. */
    ImmutableMap<String, RuleSource> processors() {
        return processors;
    }
}
