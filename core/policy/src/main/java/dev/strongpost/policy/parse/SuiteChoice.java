// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.util.List;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.CipherStrength;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;

/** Which of the suites that a rule lists ({@code ciphers=}) its other options leave. Empty where it lists none. */
final class SuiteChoice {
    private final ImmutableList<String> listed;
    private final ImmutableList<String> ofVersion;
    private final ImmutableList<String> strongEnough;

    private SuiteChoice(TlsRequirement requirement) {
        this.listed = requirement.ciphers().stream()
                .filter(suite -> !requirement.excludedCiphers().contains(suite))
                .collect(ImmutableList.toImmutableList());
        boolean only13 = requirement
                .minimumProtocol()
                .filter(TlsProtocol.TLSV1_3::equals)
                .isPresent();
        this.ofVersion = listed.stream()
                .filter(suite -> !only13 || CipherStrength.isOfTls13(suite))
                .collect(ImmutableList.toImmutableList());
        this.strongEnough = ofVersion.stream()
                .filter(suite -> CipherStrength.secretBits(suite) >= requirement.minimumBits())
                .collect(ImmutableList.toImmutableList());
    }

    static SuiteChoice of(TlsRequirement requirement) {
        return new SuiteChoice(requirement);
    }

    /** Returns those that {@code exclude=} leaves. */
    List<String> listed() {
        return listed;
    }

    /** Returns those of them that {@code protocol=} leaves. */
    List<String> ofVersion() {
        return ofVersion;
    }

    /** Returns those of them that {@code bits=} leaves. */
    List<String> strongEnough() {
        return strongEnough;
    }

    /** Returns the secret bits of the strongest that {@code protocol=} leaves. */
    int mostBits() {
        return ofVersion.stream().mapToInt(CipherStrength::secretBits).max().orElse(0);
    }
}
