// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.Test;

class TestCertificateAuthorityTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();

    @Test
    void issueShouldGiveALeafThatTheRootIsTrustedFor() {
        assertThatCode(() -> check(AUTHORITY.issue("mx.example.org"))).doesNotThrowAnyException();
    }

    @Test
    void issueShouldNameEveryHost() throws Exception {
        assertThat(names(AUTHORITY.issue("mx.example.org", "*.example.org"), 2))
                .containsExactly("mx.example.org", "*.example.org");
    }

    @Test
    void ipAddressesShouldBecomeAlternativeNames() throws Exception {
        TestIdentity identity = AUTHORITY
                .certificate()
                .ipAddresses("127.11.12.13", "2001:db8::1")
                .issue();

        assertThat(names(identity, 7)).containsExactly("127.11.12.13", "2001:db8:0:0:0:0:0:1");
    }

    @Test
    void ellipticCurveLeafShouldBeTrusted() {
        TestIdentity identity = AUTHORITY
                .certificate()
                .dnsNames("mx.example.org")
                .key(TestKeyType.EC_P256)
                .issue();

        assertThat(identity.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThatCode(() -> check(identity)).doesNotThrowAnyException();
    }

    @Test
    void expiredShouldBeRefusedAsExpired() {
        TestIdentity identity =
                AUTHORITY.certificate().dnsNames("mx.example.org").expired().issue();

        assertThatThrownBy(() -> check(identity)).hasRootCauseInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void notYetValidShouldBeRefusedAsSuch() {
        TestIdentity identity =
                AUTHORITY.certificate().dnsNames("mx.example.org").notYetValid().issue();

        assertThatThrownBy(() -> check(identity)).hasRootCauseInstanceOf(CertificateNotYetValidException.class);
    }

    @Test
    void sha1ShouldBeSignedSo() {
        TestIdentity identity =
                AUTHORITY.certificate().dnsNames("mx.example.org").sha1().issue();

        assertThat(identity.certificate().getSigAlgName()).isEqualTo("SHA1withRSA");
    }

    @Test
    void weakKeyShouldHave1024Bits() {
        TestIdentity identity = AUTHORITY
                .certificate()
                .dnsNames("mx.example.org")
                .key(TestKeyType.RSA_1024)
                .issue();

        assertThat(((java.security.interfaces.RSAPublicKey)
                                identity.certificate().getPublicKey())
                        .getModulus()
                        .bitLength())
                .isEqualTo(1024);
    }

    @Test
    void selfSignedShouldBeTrustedByNobody() {
        TestIdentity identity = TestCertificateAuthority.selfSigned("mx.example.org");

        assertThat(identity.certificate().getIssuerX500Principal())
                .isEqualTo(identity.certificate().getSubjectX500Principal());
        assertThatThrownBy(() -> check(identity)).isInstanceOf(CertificateException.class);
    }

    @Test
    void anotherAuthorityShouldNotBeTrusted() {
        TestIdentity identity = TestCertificateAuthority.create().issue("mx.example.org");

        // The two intermediates have one name; only the signature tells them apart.
        assertThatThrownBy(() -> check(identity)).isInstanceOf(CertificateException.class);
    }

    @Test
    void pemShouldReadBackAsTheSameChain() throws Exception {
        TestIdentity identity = AUTHORITY.issue("mx.example.org");

        assertThat(read(identity.chainPem())).isEqualTo(identity.chain());
        assertThat(read(AUTHORITY.rootPem())).isEqualTo(List.of(AUTHORITY.root()));
        assertThat(identity.privateKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    private static List<X509Certificate> read(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static List<Object> names(TestIdentity identity, int type) throws CertificateException {
        return identity.certificate().getSubjectAlternativeNames().stream()
                .filter(name -> name.get(0).equals(type))
                .map(name -> (Object) name.get(1))
                .toList();
    }

    private static void check(TestIdentity identity) throws CertificateException {
        X509TrustManager trust = (X509TrustManager) AUTHORITY.trustManagers()[0];
        trust.checkServerTrusted(identity.chain().toArray(new X509Certificate[0]), "UNKNOWN");
    }
}
