package dev.strongpost.policy;

import java.util.ArrayList;
import java.util.List;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

/** The rules that one lookup meets, most specific first. With a trace a lookup goes on to the end. Not thread-safe; one per lookup. */
final class LookupTrace {
    private final List<PolicyRule> rules = new ArrayList<>();
    private int domains;

    /** Notes a rule less specific than all before it; null for none. */
    void add(@Nullable PolicyRule rule) {
        if (rule != null) {
            rules.add(rule);
        }
    }

    /** Says that rules for domains follow, in whose order the nearest comes last. */
    void startDomains() {
        domains = rules.size();
    }

    /** Notes a rule for a domain, more specific than those noted since {@link #startDomains}; null for none. */
    void addNearer(@Nullable PolicyRule rule) {
        if (rule != null) {
            rules.add(domains, rule);
        }
    }

    ImmutableList<PolicyRule> rules() {
        return ImmutableList.copyOf(rules);
    }
}
