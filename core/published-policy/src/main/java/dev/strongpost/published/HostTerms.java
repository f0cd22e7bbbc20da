// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.published;

import java.util.Optional;

import dev.strongpost.certificates.dane.TlsaSet;
import dev.strongpost.dane.DaneAnswer;
import dev.strongpost.mtasts.StoredPolicy;
import dev.strongpost.mtasts.StsAnswer;
import dev.strongpost.mtasts.StsPolicy;
import dev.strongpost.mtasts.StsPolicy.Mode;

/**
 * What applies to one MX host of all that is published: DANE where it has usable TLSA records, and the domain's MTA-STS
 * policy where it has not (RFC 8461 section 2). Immutable.
 */
public final class HostTerms {
    private final String host;
    private final DaneAnswer dane;
    private final StsAnswer sts;

    private HostTerms(String host, DaneAnswer dane, StsAnswer sts) {
        this.host = host;
        this.dane = dane;
        this.sts = sts;
    }

    /** Returns the terms of {@code host}. */
    public static HostTerms of(String host, DaneAnswer dane, StsAnswer sts) {
        return new HostTerms(host, dane, sts);
    }

    /** Returns what is known of its TLSA records. */
    public DaneAnswer dane() {
        return dane;
    }

    /** Returns the records of which its certificate has to be. */
    public Optional<TlsaSet> records() {
        return dane.records();
    }

    /** Tells whether TLS is required, and no certificate: it has TLSA records, none of them usable. */
    public boolean isEncryptionRequired() {
        return dane.isUnusable();
    }

    /** Returns the policy that applies to it, in mode {@code enforce}. */
    public Optional<StsPolicy> enforced() {
        return records().isPresent()
                ? Optional.empty()
                : sts.policy().map(StoredPolicy::policy).filter(policy -> policy.mode() == Mode.ENFORCE);
    }

    /** Tells whether the policy that applies does not list it, so that no mail may go there. */
    public boolean isUnlisted() {
        return enforced().filter(policy -> !policy.covers(host)).isPresent();
    }

    /** Returns why it could not be found out whether a policy applies: no mail may go there now. */
    public Optional<String> policyUnknownBecause() {
        return records().isPresent() ? Optional.empty() : sts.failure();
    }

    /** Tells whether something is published that demands TLS and says of whom. */
    public boolean isPublished() {
        return records().isPresent() || enforced().isPresent();
    }

    /** Tells whether a policy is announced, and could not be fetched. */
    public boolean isPolicyMissing() {
        return sts.remark().isPresent();
    }
}
