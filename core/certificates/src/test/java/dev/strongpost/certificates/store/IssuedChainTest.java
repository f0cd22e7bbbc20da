// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;
import dev.strongpost.certificates.issue.KeyKind;
import dev.strongpost.certificates.issue.SelfSigned;
import dev.strongpost.certificates.issue.SubjectNames;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

class IssuedChainTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final TestIdentity MX = AUTHORITY.issue("mx.example");
    private static final TestIdentity OTHER = AUTHORITY.issue("other.example");
    private static final X509Certificate LEAF = MX.certificate();
    private static final X509Certificate BETWEEN = AUTHORITY.intermediate();
    private static final X509Certificate ROOT = AUTHORITY.root();

    private static IssuedChain chain(List<X509Certificate> given, X509Certificate... anchors)
            throws KeyMaterialException {
        return IssuedChain.of(MX.privateKey(), given, List.of(anchors));
    }

    @Test
    void everyOrderShouldBePutRight() throws Exception {
        for (List<X509Certificate> given :
                Collections2.permutations(List.of(LEAF, BETWEEN, ROOT, OTHER.certificate()))) {
            assertThat(chain(given).certificates()).containsExactly(LEAF, BETWEEN, ROOT);
            assertThat(chain(given).missing()).isEmpty();
        }
    }

    @Test
    void orderOfTheWireShouldNeedNoRemark() throws Exception {
        assertThat(chain(List.of(LEAF, BETWEEN), ROOT).remarks()).isEmpty();
        assertThat(chain(List.of(LEAF, LEAF, BETWEEN), ROOT).remarks()).isEmpty();
    }

    @Test
    void otherOrderAndStrangersShouldBeRemarked() throws Exception {
        assertThat(chain(List.of(BETWEEN, OTHER.certificate(), LEAF), ROOT).remarks())
                .containsExactly(
                        "the certificates were in another order, and were put right",
                        "other.example is no part of the chain, and was left out");
    }

    /** C8: a peer may know only the root that signed the other one. */
    @Test
    void crossSignedRootThatTheAuthoritySentShouldBeKept() throws Exception {
        KeyPair older = KeyKind.P_256.generate();
        X509Certificate olderRoot = Forged.root("Older root", older);
        X509Certificate crossSigned = Forged.crossSigned(ROOT, olderRoot, older.getPrivate());

        assertThat(chain(List.of(LEAF, BETWEEN, crossSigned), ROOT).certificates())
                .containsExactly(LEAF, BETWEEN, crossSigned);
        assertThat(chain(List.of(LEAF, BETWEEN, ROOT, crossSigned, olderRoot), ROOT)
                        .certificates())
                .containsExactly(LEAF, BETWEEN, crossSigned, olderRoot);
        assertThat(chain(List.of(LEAF, BETWEEN, crossSigned), ROOT).missing()).isEmpty();
    }

    @Test
    void anchorThatWasNotGivenShouldNotBeSentAlong() throws Exception {
        assertThat(chain(List.of(LEAF, BETWEEN), ROOT).certificates()).containsExactly(LEAF, BETWEEN);
    }

    @Nested
    class Missing {
        @Test
        void intermediateShouldBeNamed() throws Exception {
            assertThat(chain(List.of(LEAF), ROOT).missing())
                    .contains("the certificate of CN=Test intermediate, which issued mx.example, is missing");
        }

        @Test
        void unknownRootShouldBeNamed() throws Exception {
            assertThat(chain(List.of(LEAF, BETWEEN)).missing())
                    .contains("the certificate of CN=Test root, which issued Test intermediate, is missing");
        }

        @Test
        void certificateOfTheKeyShouldBeRefusedForItsAbsence() {
            assertThatThrownBy(() -> chain(List.of(BETWEEN, OTHER.certificate())))
                    .hasMessage("the certificate of this key is missing:"
                            + " the key belongs to none of what is there (Test intermediate, other.example)");
            assertThatThrownBy(() -> chain(List.of())).hasMessage("the certificate is missing: there is only a key");
        }
    }

    @Test
    void latestOfSeveralCertificatesOfTheKeyShouldBeTaken() throws Exception {
        KeyPair keys = KeyKind.P_256.generate();
        SubjectNames names = SubjectNames.of(List.of("mx.example"));
        SelfSigned maker = new SelfSigned(Clock.systemUTC());
        X509Certificate old = maker.certificate(keys, names, Duration.ofDays(1));
        X509Certificate renewed = maker.certificate(keys, names, Duration.ofDays(2));

        assertThat(IssuedChain.of(keys.getPrivate(), List.of(old, renewed), List.of())
                        .certificates())
                .containsExactly(renewed);
    }

    @Test
    void issuerThatIsNoAuthorityShouldBeRefused() throws Exception {
        KeyPair keys = KeyKind.P_256.generate();
        X509Certificate server = new SelfSigned(Clock.systemUTC())
                .certificate(keys, SubjectNames.of(List.of("server.example")), Duration.ofDays(1));
        KeyPair below = KeyKind.P_256.generate();
        X509Certificate forged = Forged.issuedBy(server, keys, below);

        assertThatThrownBy(
                        () -> IssuedChain.of(below.getPrivate(), ImmutableList.of(forged, server), ImmutableList.of()))
                .hasMessageContaining("server.example is no authority");
    }

    @Test
    void keyShouldBelongToItsCertificateOnly() {
        KeyPair ec = KeyKind.P_384.generate();

        assertThat(KeySignature.belongs(MX.privateKey(), LEAF)).isTrue();
        assertThat(KeySignature.belongs(OTHER.privateKey(), LEAF)).isFalse();
        assertThat(KeySignature.belongs(ec.getPrivate(), LEAF)).isFalse();
    }
}
