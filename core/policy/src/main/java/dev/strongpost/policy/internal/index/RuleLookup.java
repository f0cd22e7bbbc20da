// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import static dev.strongpost.policy.internal.index.RuleRecord.NONE;
import static dev.strongpost.policy.internal.index.RuleRecord.NOTHING;

import javax.annotation.Nullable;

import dev.strongpost.address.AddressLiterals;
import dev.strongpost.address.AddressPattern;
import dev.strongpost.address.DomainNames;

/**
 * Finds the most specific rule (in Sendmail's order for {@code TLS_Rcpt:}, outbound and inbound alike): the address,
 * the local part at any domain, the domain from longest to shortest, everyone. It goes from the last of these to the
 * first, and what it finds last decides: that way every hash is made from the one before, and none of the places in
 * memory that are looked at waits for another.
 *
 * <p>Local parts and domains come in canonical but for case; rules go out as their places, {@link RuleRecord#NONE} for
 * none.
 */
final class RuleLookup {
    private final byte[] bytes;
    private final RuleIndex index;
    private final KeyKinds kinds;
    private final int everyone;

    RuleLookup(byte[] bytes, RuleIndex index, KeyKinds kinds) {
        this.bytes = bytes;
        this.index = index;
        this.kinds = kinds;
        this.everyone = find(KeyHash.of(AddressPattern.EVERYONE), AddressPattern.EVERYONE, 0);
    }

    /** Returns the rule that decides, and notes all that it meets in the trace, if there is one. */
    int find(String local, String domain, @Nullable LookupTrace trace) {
        int nearest = nearer(everyone, NONE, trace);
        long hash = KeyHash.EMPTY;
        boolean isName = !AddressLiterals.isLiteral(domain);
        for (int i = domain.length() - 1; i >= 0; i--) {
            char c = domain.charAt(i);
            if (c == '.' && isName) {
                nearest = nearer(find(hash, domain, i + 1), nearest, trace);
            }
            hash = KeyHash.extend(hash, c);
        }
        nearest = findDomain(domain, hash, nearest, trace);
        return kinds.haveAddresses() ? findAddress(local, domain, hash, nearest, trace) : nearest;
    }

    /** Returns the nearer of two rules: {@code place} where there is one. */
    private static int nearer(int place, int nearest, @Nullable LookupTrace trace) {
        if (place == NONE) {
            return nearest;
        }
        if (trace != null) {
            trace.addNearer(place);
        }
        return place;
    }

    private int findDomain(String domain, long hash, int parent, @Nullable LookupTrace trace) {
        int found = find(hash, domain, 0);
        int nearest = nearer(found, parent, trace);
        // .x is met on the way to x, but does not cover it.
        nearest = found != NONE && RuleRecord.isSubDomainsOnly(bytes, found) ? parent : nearest;
        return kinds.haveExactDomains() ? nearer(index.find(hash, "", 0, '=', domain, 0), nearest, trace) : nearest;
    }

    private int findAddress(String local, String domain, long domainHash, int name, @Nullable LookupTrace trace) {
        // RFC 5233 calls what follows the first plus the detail; without it the address is the same user's.
        int userEnd = Math.max(0, local.indexOf('+'));
        long user = KeyHash.extend(KeyHash.EMPTY, local, 0, userEnd);
        long whole = KeyHash.extend(user, local, userEnd, local.length());
        int nearest = name;
        if (kinds.haveLocalParts()) {
            nearest = userEnd == 0 ? nearest : nearer(find(user, local, userEnd, KeyHash.EMPTY, ""), nearest, trace);
            nearest = nearer(find(whole, local, local.length(), KeyHash.EMPTY, ""), nearest, trace);
        }
        if (domain.equals(DomainNames.NONE)) {
            return nearest;
        }
        nearest = userEnd == 0 ? nearest : nearer(find(user, local, userEnd, domainHash, domain), nearest, trace);
        return nearer(find(whole, local, local.length(), domainHash, domain), nearest, trace);
    }

    private int find(long localHash, String local, int localEnd, long domainHash, String domain) {
        return index.find(KeyHash.ofAddress(localHash, domainHash), local, localEnd, '@', domain, 0);
    }

    private int find(long hash, String domain, int from) {
        return index.find(hash, "", 0, NOTHING, domain, from);
    }
}
