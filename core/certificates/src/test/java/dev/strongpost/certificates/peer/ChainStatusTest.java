// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.Tables;

class ChainStatusTest {
    private static final List<X509Certificate> GOOD = List.of(Tables.certificate("mx"));

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_ISSUER, unknown-issuer",
        "EXPIRED, expired",
        "NOT_YET_VALID, not-yet-valid",
        "WEAK, weak",
        "WRONG_USAGE, wrong-usage",
        "UNTRUSTED, untrusted",
    })
    void statusShouldHaveWordAndNoTrust(ChainStatus why, String word) {
        ChainStatus status = PeerIdentity.untrusted(why, "why", GOOD).chainStatus();

        assertThat(status.word()).isEqualTo(word);
        assertThat(status.isTrusted()).isFalse();
    }

    @Test
    void trustedChainShouldBeTrusted() {
        ChainStatus status = PeerIdentity.trusted(GOOD).chainStatus();

        assertThat(status.word()).isEqualTo("trusted");
        assertThat(status.isTrusted()).isTrue();
    }

    @Test
    void trustedChainOverWeakSignatureShouldProveNothing() {
        assertThat(PeerIdentity.trusted(List.of(Tables.certificate("chain-sha1")))
                        .chainStatus())
                .isEqualTo(ChainStatus.WEAK);
    }

    @Test
    void noCertificateShouldBeNone() {
        assertThat(PeerIdentity.notPresented().chainStatus()).isEqualTo(ChainStatus.NONE);
        assertThat(ChainStatus.NONE.isTrusted()).isFalse();
    }
}
