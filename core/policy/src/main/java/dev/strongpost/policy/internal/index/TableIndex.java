// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.policy.rule.RuleTerms;

/**
 * The rules of a table, packed and found: all that the rest of the policy knows of this package. Outbound rules are
 * referred to by their places, so that a lookup makes no object. Immutable, and free to be shared between threads.
 */
public final class TableIndex {
    /** The place of no rule. */
    public static final int NONE = RuleRecord.NONE;

    private final PackedRules rules;
    private final RuleLookup outbound;
    private final InboundIndex inbound;

    private TableIndex(PackedRules rules, RuleLookup outbound, InboundIndex inbound) {
        this.rules = rules;
        this.outbound = outbound;
        this.inbound = inbound;
    }

    /**
     * A rule that another one excludes: for the same pattern, or for both a domain and its sub-domains alone.
     * Immutable.
     */
    public static final class Conflict {
        private final String pattern;
        private final int line;

        Conflict(String pattern, int line) {
            this.pattern = pattern;
            this.line = line;
        }

        /** Returns the pattern of the rule that was there first. */
        public String pattern() {
            return pattern;
        }

        /** Returns the line of the rule that was there first. */
        public int line() {
            return line;
        }
    }

    /** Takes the rules of a table one by one. Not thread-safe. */
    public static final class Builder {
        private final RuleSource file;
        private final RuleLog log = new RuleLog();
        private final TakenKeys taken = new TakenKeys(log);
        private final KeyKinds kinds = new KeyKinds(); // of the outbound rules
        private final InboundIndex.Builder inbound = new InboundIndex.Builder();
        private final List<RuleTerms> terms = new ArrayList<>();
        private final Map<RuleTerms, Integer> numbers = new HashMap<>();

        /** Takes the file that the rules are in. */
        public Builder(RuleSource file) {
            this.file = file;
        }

        /** Adds a rule, unless another excludes it: that is returned then. */
        public Optional<Conflict> add(PolicyRule rule) {
            boolean isOutbound = rule.direction().covers(Direction.OUT);
            long hash = KeyHash.of(rule.who());
            int present = isOutbound ? taken.find(rule.who(), hash) : NONE;
            if (present != NONE) {
                byte[] bytes = log.bytes();
                return Optional.of(new Conflict(RuleRecord.who(bytes, present), RuleRecord.line(bytes, present)));
            }
            PolicyRule presentInbound = inbound.add(rule);
            if (presentInbound != null) {
                return Optional.of(new Conflict(
                        presentInbound.who(),
                        presentInbound.requirement().source().line()));
            }
            int place =
                    log.add(number(rule.terms()), rule.requirement().source().line(), rule.who(), hash);
            if (isOutbound) {
                taken.add(hash, place);
                kinds.note(rule.who());
            }
            return Optional.empty();
        }

        private int number(RuleTerms of) {
            return numbers.computeIfAbsent(of, added -> {
                terms.add(added);
                return terms.size() - 1;
            });
        }

        /** Returns the index. The builder is of no use afterwards. */
        public TableIndex build() {
            RulePacker packer = RulePacker.pack(log, this::isOutbound);
            PackedRules rules = new PackedRules(file, ImmutableList.copyOf(terms), packer.bytes(), packer.places());
            return new TableIndex(rules, new RuleLookup(packer.bytes(), packer.index(), kinds), inbound.build());
        }

        private boolean isOutbound(int number) {
            return terms.get(number).direction().covers(Direction.OUT);
        }
    }

    /** Returns the number of rules of all directions. */
    public int size() {
        return rules.size();
    }

    /** Returns the rules of all directions in the order of the file. Each is made when it is asked for. */
    public List<PolicyRule> rules() {
        return rules.asList();
    }

    /** Returns the rules of all directions whose terms are such, in the order of the file. */
    public ImmutableList<PolicyRule> with(Predicate<RuleTerms> such) {
        return rules.with(such);
    }

    /**
     * Returns the place of the outbound rule that decides, {@link #NONE} for none. Both canonical but for the case of
     * ASCII.
     */
    public int find(String local, String domain) {
        return outbound.find(local, domain, null);
    }

    /** Returns the rule at a place. */
    public PolicyRule rule(int place) {
        return rules.rule(place);
    }

    /** Returns what the rule at a place requires of outbound mail. */
    public TlsRequirement requirement(int place) {
        return rules.requirement(place);
    }

    /** Returns all outbound rules that the lookup meets, most specific first, whether or not they cover the address. */
    public ImmutableList<PolicyRule> considered(String local, String domain) {
        LookupTrace trace = new LookupTrace();
        int unused = outbound.find(local, domain, trace);
        return rules.at(trace.places());
    }

    /** Tells whether there is no inbound rule. */
    public boolean hasNoInboundRule() {
        return inbound.isEmpty();
    }

    /** Tells whether an inbound rule is for names of clients. */
    public boolean hasClientNames() {
        return !inbound.names(InboundSubject.CLIENT).isEmpty();
    }

    /** Tells whether an inbound rule is for names in certificates, or requires one. */
    public boolean asksForCertificates() {
        return inbound.asksForCertificates();
    }

    /** Tells whether an inbound rule compares the name of the client with its certificate. */
    public boolean comparesClientNames() {
        return inbound.comparesClientNames();
    }

    /**
     * Returns the inbound rules whose networks {@code client} is in, longest prefix first, the one for every client
     * last.
     */
    public ImmutableList<PolicyRule> forAddress(InetAddress client) {
        return inbound.networks().find(client);
    }

    /**
     * Returns the inbound rule that decides about that address or, with an empty local part, that name. Both canonical.
     */
    public Optional<PolicyRule> find(InboundSubject subject, String local, String domain) {
        return inbound.names(subject).find(local, domain);
    }

    /**
     * Returns all inbound rules that the lookup meets, most specific first, whether or not they cover the address or
     * name.
     */
    public ImmutableList<PolicyRule> considered(InboundSubject subject, String local, String domain) {
        return inbound.names(subject).considered(local, domain);
    }
}
