// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

@Tag("slow")
class LevelSurveyTest {
    private static final String STRONG = "TLS_AES_256_GCM_SHA384";
    private static final String WEAK = "SSL_RSA_WITH_DES_CBC_SHA";
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final TlsRequirement RULE =
            TlsRequirement.builder(TlsLevel.ENCRYPT).build();

    private static PeerIdentity trusted(String name) {
        return PeerIdentity.trusted(AUTHORITY.issue(name).chain(), List.of(AUTHORITY.root()))
                .reachedAs("mx.hoster.example")
                .servingNextHop("partner.example");
    }

    private static TlsEvidence session(String suite, PeerIdentity peer) {
        return TlsEvidence.session(TlsSession.of(TlsProtocol.TLSV1_2, suite, peer));
    }

    private static LevelSurvey survey(PeerIdentity peer) {
        return LevelSurvey.of(session(STRONG, peer), RULE);
    }

    @Test
    void bestShouldBeTheStrongestLevelThatIsSatisfied() {
        List<X509Certificate> chain = AUTHORITY.issue("mx.hoster.example").chain();

        assertThat(survey(trusted("partner.example")).best()).isEqualTo(TlsLevel.SECURE);
        assertThat(survey(trusted("mx.hoster.example")).best()).isEqualTo(TlsLevel.VERIFY);
        assertThat(survey(trusted("other.example")).best()).isEqualTo(TlsLevel.ENCRYPT);
        assertThat(survey(PeerIdentity.untrusted("no anchor", chain)).best()).isEqualTo(TlsLevel.ENCRYPT);
        assertThat(survey(PeerIdentity.notPresented()).best()).isEqualTo(TlsLevel.ENCRYPT);
        assertThat(LevelSurvey.of(session(WEAK, trusted("partner.example")), RULE)
                        .best())
                .isEqualTo(TlsLevel.MAY);
        assertThat(LevelSurvey.of(TlsEvidence.notOffered(), RULE).best()).isEqualTo(TlsLevel.MAY);
    }

    @Test
    void levelsShouldCarryTheirReasonWeakestFirst() {
        assertThat(survey(trusted("mx.hoster.example")).verdicts().keySet())
                .containsExactly(
                        TlsLevel.MAY, TlsLevel.ENCRYPT, TlsLevel.VERIFY, TlsLevel.SECURE, TlsLevel.FINGERPRINT);
        assertThat(survey(trusted("other.example"))
                        .verdicts()
                        .get(TlsLevel.VERIFY)
                        .failure()
                        .orElseThrow()
                        .replyText())
                .isEqualTo("CN other.example does not match mx.hoster.example");
    }

    @Test
    void pinLineShouldBeThatOfTheKeySeen() {
        PeerIdentity peer = trusted("other.example");
        CertificatePin pin = CertificatePin.ofKey(peer.chain().get(0));

        assertThat(survey(peer).pinLine("partner.example")).contains("partner.example fingerprint pin=" + pin);
        assertThat(survey(PeerIdentity.notPresented()).pinLine("partner.example"))
                .isEmpty();
        assertThat(LevelSurvey.of(session(WEAK, peer), RULE).pinLine("partner.example"))
                .isEmpty();
    }

    @Test
    void ruleLineShouldKeepAnchorsAndNamesWhereTheyMatter() {
        TlsRequirement rule = TlsRequirement.builder(TlsLevel.SECURE)
                .trustAnchors(TrustAnchors.of("our \"own\" roots.pem", List.of(AUTHORITY.root())))
                .match(List.of(
                        NameMatch.nexthop(), NameMatch.parse(".hoster.example").orElseThrow()))
                .build();
        LevelSurvey survey = LevelSurvey.of(session(STRONG, trusted("mx.hoster.example")), rule);

        assertThat(survey.best()).isEqualTo(TlsLevel.SECURE);
        assertThat(survey.ruleLine("partner.example", TlsLevel.SECURE))
                .isEqualTo("partner.example secure ca=\"our \\\"own\\\" roots.pem\" match=nexthop,.hoster.example");
        assertThat(survey.ruleLine("partner.example", TlsLevel.ENCRYPT)).isEqualTo("partner.example encrypt");
    }
}
