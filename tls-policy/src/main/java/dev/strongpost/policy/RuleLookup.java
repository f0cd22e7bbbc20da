package dev.strongpost.policy;

import javax.annotation.Nullable;

/**
 * The order in which rules are tried, most specific first (Sendmail's for {@code TLS_Rcpt:}): the address, the local part at
 * any domain, the domain from longest to shortest, everyone. Local parts and domains come in canonical.
 */
final class RuleLookup {
    private static final char NOTHING = RuleIndex.NOTHING;

    private final RuleIndex index;

    @Nullable
    private final PolicyRule everyone;

    RuleLookup(RuleIndex index) {
        this.index = index;
        this.everyone = index.find(RuleIndex.extend(RuleIndex.START, '*'), "", 0, NOTHING, "*", 0);
    }

    @Nullable
    PolicyRule find(String local, String domain) {
        return find(local, domain, null);
    }

    /** Returns the rule that decides. With a trace it goes on behind that one, and notes there what it meets. */
    @Nullable
    PolicyRule find(String local, String domain, @Nullable LookupTrace trace) {
        PolicyRule address = index.holdsAddresses() ? findAddress(local, domain, trace) : null;
        if (isEnough(address, trace)) {
            return address;
        }
        PolicyRule name = AddressLiterals.isLiteral(domain) ? findWhole(domain, trace) : findDomain(domain, trace);
        return first(first(address, name), noted(everyone, trace));
    }

    private static boolean isEnough(@Nullable PolicyRule rule, @Nullable LookupTrace trace) {
        return rule != null && trace == null;
    }

    @Nullable
    private static PolicyRule first(@Nullable PolicyRule one, @Nullable PolicyRule other) {
        return one == null ? other : one;
    }

    @Nullable
    private static PolicyRule noted(@Nullable PolicyRule rule, @Nullable LookupTrace trace) {
        if (trace != null) {
            trace.add(rule);
        }
        return rule;
    }

    @Nullable
    private PolicyRule findAddress(String local, String domain, @Nullable LookupTrace trace) {
        // RFC 5233 calls what follows the first plus the detail; without it the address is the same user's.
        int plus = local.indexOf('+');
        PolicyRule here = null;
        if (!domain.equals(DomainNames.NONE)) {
            int hash = RuleIndex.extend(RuleIndex.START, domain, domain.length());
            here = findUser(local, plus, domain, hash, trace);
        }
        return isEnough(here, trace) ? here : first(here, findUser(local, plus, "", RuleIndex.START, trace));
    }

    @Nullable
    private PolicyRule findUser(String local, int plus, String domain, int domainHash, @Nullable LookupTrace trace) {
        int hash = RuleIndex.extend(domainHash, '@');
        PolicyRule whole = noted(findUser(local, local.length(), hash, domain), trace);
        return isEnough(whole, trace) || plus <= 0
                ? whole
                : first(whole, noted(findUser(local, plus, hash, domain), trace));
    }

    @Nullable
    private PolicyRule findUser(String local, int end, int hash, String domain) {
        return index.find(RuleIndex.extend(hash, local, end), local, end, '@', domain, 0);
    }

    @Nullable
    private PolicyRule findWhole(String key, @Nullable LookupTrace trace) {
        int hash = RuleIndex.extend(RuleIndex.START, key, key.length());
        return noted(index.find(hash, "", 0, NOTHING, key, 0), trace);
    }

    /** Walks from the right, shortest parent first: the last rule found is the one of the longest name. */
    @Nullable
    private PolicyRule findDomain(String domain, @Nullable LookupTrace trace) {
        if (trace != null) {
            trace.startDomains();
        }
        PolicyRule longest = null;
        int hash = RuleIndex.START;
        for (int i = domain.length() - 1; i >= 0; i--) {
            char c = domain.charAt(i);
            if (c == '.') {
                longest = first(notedNearer(find(hash, domain, i + 1), trace), longest);
            }
            hash = RuleIndex.extend(hash, c);
        }
        return first(findExact(hash, domain, trace), longest);
    }

    @Nullable
    private static PolicyRule notedNearer(@Nullable PolicyRule rule, @Nullable LookupTrace trace) {
        if (trace != null) {
            trace.addNearer(rule);
        }
        return rule;
    }

    @Nullable
    private PolicyRule findExact(int hash, String domain, @Nullable LookupTrace trace) {
        PolicyRule only =
                index.holdsExactDomains() ? index.find(RuleIndex.extend(hash, '='), "", 0, '=', domain, 0) : null;
        if (isEnough(only, trace)) {
            return only;
        }
        PolicyRule rule = notedNearer(find(hash, domain, 0), trace);
        PolicyRule plain = rule == null || RuleIndex.isSubDomainsOnly(rule.who()) ? null : rule;
        return first(notedNearer(only, trace), plain);
    }

    @Nullable
    private PolicyRule find(int hash, String domain, int from) {
        return index.find(hash, "", 0, NOTHING, domain, from);
    }
}
