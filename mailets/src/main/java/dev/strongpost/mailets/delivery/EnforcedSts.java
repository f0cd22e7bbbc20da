// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import dev.strongpost.mtasts.StsPolicy;
import dev.strongpost.policy.decision.TlsRequirement;

/** The MTA-STS policy of a domain in mode {@code enforce}, as what it requires of mail to that domain. Immutable. */
final class EnforcedSts {
    private final String domain;
    private final StsPolicy policy;
    private final TlsRequirement requirement;

    private EnforcedSts(String domain, StsPolicy policy) {
        this.domain = domain;
        this.policy = policy;
        this.requirement = TlsRequirement.ofMtaSts(domain);
    }

    static EnforcedSts of(String domain, StsPolicy policy) {
        return new EnforcedSts(domain, policy);
    }

    /** Returns the domain. */
    String domain() {
        return domain;
    }

    /** Returns what it requires of a connection. */
    TlsRequirement requirement() {
        return requirement;
    }

    /** Tells whether mail may go to that host at all. */
    boolean covers(String host) {
        return policy.covers(host);
    }
}
