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
        PolicyRule rule = index.holdsAddresses() ? findAddress(local, domain) : null;
        if (rule == null) {
            rule = AddressLiterals.isLiteral(domain) ? findWhole(domain) : findDomain(domain);
        }
        return rule == null ? everyone : rule;
    }

    @Nullable
    private PolicyRule findAddress(String local, String domain) {
        // RFC 5233 calls what follows the first plus the detail; without it the address is the same user's.
        int plus = local.indexOf('+');
        PolicyRule rule = null;
        if (!domain.equals(DomainNames.NONE)) {
            rule = findUser(local, plus, domain, RuleIndex.extend(RuleIndex.START, domain, domain.length()));
        }
        return rule == null ? findUser(local, plus, "", RuleIndex.START) : rule;
    }

    @Nullable
    private PolicyRule findUser(String local, int plus, String domain, int domainHash) {
        int hash = RuleIndex.extend(domainHash, '@');
        PolicyRule rule = findUser(local, local.length(), hash, domain);
        return rule == null && plus > 0 ? findUser(local, plus, hash, domain) : rule;
    }

    @Nullable
    private PolicyRule findUser(String local, int end, int hash, String domain) {
        return index.find(RuleIndex.extend(hash, local, end), local, end, '@', domain, 0);
    }

    @Nullable
    private PolicyRule findWhole(String key) {
        return index.find(RuleIndex.extend(RuleIndex.START, key, key.length()), "", 0, NOTHING, key, 0);
    }

    /** Walks from the right, shortest parent first: the last rule found is the one of the longest name. */
    @Nullable
    private PolicyRule findDomain(String domain) {
        PolicyRule longest = null;
        int hash = RuleIndex.START;
        for (int i = domain.length() - 1; i >= 0; i--) {
            char c = domain.charAt(i);
            if (c == '.') {
                PolicyRule rule = find(hash, domain, i + 1);
                longest = rule == null ? longest : rule;
            }
            hash = RuleIndex.extend(hash, c);
        }
        PolicyRule exact = findExact(hash, domain);
        return exact == null ? longest : exact;
    }

    @Nullable
    private PolicyRule findExact(int hash, String domain) {
        PolicyRule only =
                index.holdsExactDomains() ? index.find(RuleIndex.extend(hash, '='), "", 0, '=', domain, 0) : null;
        if (only != null) {
            return only;
        }
        PolicyRule rule = find(hash, domain, 0);
        return rule == null || RuleIndex.isSubDomainsOnly(rule.who()) ? null : rule;
    }

    @Nullable
    private PolicyRule find(int hash, String domain, int from) {
        return index.find(hash, "", 0, NOTHING, domain, from);
    }
}
