package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.Tables;
import dev.strongpost.evidence.PeerIdentity;
import dev.strongpost.evidence.PeerIdentity.Trouble;

class ChainVerdictTest {
    private static final List<X509Certificate> GOOD = List.of(Tables.certificate("mx"));

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_ISSUER, unknown-issuer",
        "EXPIRED, expired",
        "NOT_YET_VALID, not-yet-valid",
        "WEAK, weak",
        "OTHER, untrusted",
    })
    void troubleShouldHaveWordAndNoTrust(Trouble trouble, String word) {
        ChainVerdict verdict = ChainVerdict.of(PeerIdentity.untrusted(trouble, "why", GOOD));

        assertThat(verdict.word()).isEqualTo(word);
        assertThat(verdict.isTrusted()).isFalse();
    }

    @Test
    void trustedChainShouldBeTrusted() {
        ChainVerdict verdict = ChainVerdict.of(PeerIdentity.trusted(GOOD));

        assertThat(verdict.word()).isEqualTo("trusted");
        assertThat(verdict.isTrusted()).isTrue();
    }

    @Test
    void trustedChainOverWeakSignatureShouldProveNothing() {
        assertThat(ChainVerdict.of(PeerIdentity.trusted(List.of(Tables.certificate("chain-sha1")))))
                .isEqualTo(ChainVerdict.WEAK);
    }

    @Test
    void noCertificateShouldBeNone() {
        assertThat(ChainVerdict.of(PeerIdentity.notPresented())).isEqualTo(ChainVerdict.NONE);
        assertThat(ChainVerdict.NONE.isTrusted()).isFalse();
    }
}
