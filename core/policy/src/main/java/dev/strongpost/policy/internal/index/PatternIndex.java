package dev.strongpost.policy.internal.index;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.DomainNames;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * Finds rules for mail that comes in by an address or a name, most specific first, in the order of {@link RuleLookup}: one look
 * into a hash table for each part of the name, whatever the number of rules. Writing is for the thread that builds a table;
 * afterwards any number may read.
 */
public final class PatternIndex {
    private static final String EVERYONE = "*";

    private final Map<String, PolicyRule> rules = new HashMap<>();

    /** Adds the rule under {@code key}, unless another stands in its way: that one is returned then, else null. */
    @Nullable
    public PolicyRule add(String key, PolicyRule rule) {
        PolicyRule counterpart = rules.get(counterpart(key));
        return counterpart == null ? rules.putIfAbsent(key, rule) : counterpart;
    }

    // x and .x say different things of the sub-domains of x. A quoted local part may begin with a dot too.
    private static String counterpart(String key) {
        if (key.indexOf('@') >= 0) {
            return key;
        }
        return key.startsWith(".") ? key.substring(1) : "." + key;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** Returns the rules that cover the address or, with an empty local part, the name; most specific first. Both canonical. */
    public ImmutableList<PolicyRule> covering(String local, String domain) {
        PolicyRule other = rules.get("." + domain);
        return considered(local, domain).stream()
                .filter(rule -> !rule.equals(other))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns the same, and in its place among them the rule for the sub-domains of {@code domain}, which does not cover it. */
    public ImmutableList<PolicyRule> considered(String local, String domain) {
        return rules.isEmpty()
                ? ImmutableList.of()
                : keys(local, domain).stream()
                        .map(rules::get)
                        .filter(Objects::nonNull)
                        .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<String> keys(String local, String domain) {
        ImmutableList.Builder<String> keys = ImmutableList.builder();
        if (!local.isEmpty()) {
            if (!domain.equals(DomainNames.NONE)) {
                addUser(keys, local, domain);
            }
            addUser(keys, local, "");
        }
        addDomain(keys, domain);
        return keys.add(EVERYONE).build();
    }

    private static void addUser(ImmutableList.Builder<String> keys, String local, String domain) {
        keys.add(local + "@" + domain);
        int plus = local.indexOf('+'); // RFC 5233: what follows is the detail
        if (plus > 0) {
            keys.add(local.substring(0, plus) + "@" + domain);
        }
    }

    private static void addDomain(ImmutableList.Builder<String> keys, String domain) {
        if (AddressLiterals.isLiteral(domain)) {
            keys.add(domain);
        } else if (!domain.equals(DomainNames.NONE)) {
            keys.add("=" + domain, domain, "." + domain);
            for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
                keys.add(domain.substring(dot + 1), domain.substring(dot));
            }
        }
    }
}
