package dev.strongpost.certificates.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.certificates.peer.PeerIdentity.Trouble;
import dev.strongpost.testkit.Tables;

class ChainStatusTest {
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
        ChainStatus verdict = ChainStatus.of(PeerIdentity.untrusted(trouble, "why", GOOD));

        assertThat(verdict.word()).isEqualTo(word);
        assertThat(verdict.isTrusted()).isFalse();
    }

    @Test
    void trustedChainShouldBeTrusted() {
        ChainStatus verdict = ChainStatus.of(PeerIdentity.trusted(GOOD));

        assertThat(verdict.word()).isEqualTo("trusted");
        assertThat(verdict.isTrusted()).isTrue();
    }

    @Test
    void trustedChainOverWeakSignatureShouldProveNothing() {
        assertThat(ChainStatus.of(PeerIdentity.trusted(List.of(Tables.certificate("chain-sha1")))))
                .isEqualTo(ChainStatus.WEAK);
    }

    @Test
    void noCertificateShouldBeNone() {
        assertThat(ChainStatus.of(PeerIdentity.notPresented())).isEqualTo(ChainStatus.NONE);
        assertThat(ChainStatus.NONE.isTrusted()).isFalse();
    }
}
