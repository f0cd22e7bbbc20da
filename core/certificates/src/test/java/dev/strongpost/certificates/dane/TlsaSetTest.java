// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.certificates.TestKeyType;

class TlsaSetTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final TestIdentity HOST = AUTHORITY.issue("mx.partner.example");

    private static byte[] data(X509Certificate certificate, int selector, int matchingType) throws Exception {
        byte[] octets = selector == 0
                ? certificate.getEncoded()
                : certificate.getPublicKey().getEncoded();
        switch (matchingType) {
            case 0:
                return octets;
            case 1:
                return MessageDigest.getInstance("SHA-256").digest(octets);
            default:
                return MessageDigest.getInstance("SHA-512").digest(octets);
        }
    }

    private static TlsaAssociation record(int usage, X509Certificate certificate, int selector, int matchingType)
            throws Exception {
        return TlsaAssociation.of(usage, selector, matchingType, data(certificate, selector, matchingType))
                .orElseThrow();
    }

    private static TlsaSet set(TlsaAssociation... records) {
        return TlsaSet.of(
                "mx.partner.example",
                List.of(records),
                List.of("mx.partner.example", "partner.example"),
                Instant.now());
    }

    @Nested
    class EndEntity {
        @ParameterizedTest
        @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
        void ownCertificateShouldSatisfy(int selector, int matchingType) throws Exception {
            TlsaSet records = set(record(3, HOST.certificate(), selector, matchingType));

            assertThat(records.mismatch(HOST.chain())).isEmpty();
            assertThat(records.mismatch(AUTHORITY.issue("mx.partner.example").chain()))
                    .contains("no TLSA record of mx.partner.example is of its certificate");
        }

        @Test
        void neitherNameNorDateShouldCount() throws Exception {
            TestIdentity other = AUTHORITY
                    .certificate()
                    .dnsNames("other.example")
                    .expired()
                    .key(TestKeyType.RSA_1024)
                    .issue();

            assertThat(set(record(3, other.certificate(), 1, 1)).mismatch(other.chain()))
                    .isEmpty();
        }

        @Test
        void issuerShouldNotBeTheHost() throws Exception {
            assertThat(set(record(3, AUTHORITY.intermediate(), 1, 1)).mismatch(HOST.chain()))
                    .isPresent();
        }

        @Test
        void oneOfSeveralShouldDo() throws Exception {
            TlsaAssociation wrong = record(3, AUTHORITY.root(), 1, 1);

            assertThat(set(wrong, record(3, HOST.certificate(), 1, 1), wrong).mismatch(HOST.chain()))
                    .isEmpty();
        }

        @Test
        void noCertificateShouldNotSatisfy() throws Exception {
            assertThat(set(record(3, HOST.certificate(), 1, 1)).mismatch(List.of()))
                    .contains("the host showed no certificate");
        }
    }

    @Nested
    class TrustAnchor {
        @ParameterizedTest
        @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "1,2"})
        void issuerInTheChainShouldSatisfy(int selector, int matchingType) throws Exception {
            assertThat(set(record(2, AUTHORITY.intermediate(), selector, matchingType))
                            .mismatch(HOST.chain()))
                    .isEmpty();
        }

        /** RFC 7672 section 3.1.2: a digest says nothing of a certificate that is not shown; the certificate itself does. */
        @ParameterizedTest
        @CsvSource({"0,0,true", "1,0,true", "0,1,false", "1,1,false", "1,2,false"})
        void issuerThatIsNotSentShouldBeInTheRecordWhole(int selector, int matchingType, boolean satisfied)
                throws Exception {
            Optional<String> mismatch =
                    set(record(2, AUTHORITY.root(), selector, matchingType)).mismatch(HOST.chain());

            assertThat(mismatch.isEmpty()).isEqualTo(satisfied);
        }

        @Test
        void digestOfTheLeafShouldNotSatisfy() throws Exception {
            assertThat(set(record(2, HOST.certificate(), 1, 1)).mismatch(HOST.chain()))
                    .isPresent();
            TestIdentity own = TestCertificateAuthority.selfSigned("mx.partner.example");
            assertThat(set(record(2, own.certificate(), 0, 0)).mismatch(own.chain()))
                    .isPresent();
        }

        @Test
        void anchorThatIsOnlyAppendedShouldNotSatisfy() throws Exception {
            TestIdentity other = TestCertificateAuthority.create().issue("mx.partner.example");
            List<X509Certificate> chain =
                    List.of(other.certificate(), other.chain().get(1), AUTHORITY.intermediate());

            assertThat(set(record(2, AUTHORITY.intermediate(), 1, 1)).mismatch(chain))
                    .contains("its chain does not lead to an issuer that a TLSA record names");
        }

        @Test
        void nameShouldBeOneOfThoseThatCount() throws Exception {
            TlsaSet records = set(record(2, AUTHORITY.intermediate(), 1, 1));

            assertThat(records.mismatch(AUTHORITY.issue("partner.example").chain()))
                    .isEmpty();
            assertThat(records.mismatch(AUTHORITY.issue("*.partner.example").chain()))
                    .isEmpty();
            assertThat(records.mismatch(AUTHORITY.issue("other.example").chain()))
                    .contains("its certificate is for other.example, wanted mx.partner.example or partner.example");
        }

        @Test
        void datesShouldHold() throws Exception {
            TlsaSet records = set(record(2, AUTHORITY.intermediate(), 1, 1));

            assertThat(records.mismatch(AUTHORITY
                            .certificate()
                            .dnsNames("partner.example")
                            .expired()
                            .issue()
                            .chain()))
                    .isPresent();
            assertThat(records.mismatch(AUTHORITY
                            .certificate()
                            .dnsNames("partner.example")
                            .notYetValid()
                            .issue()
                            .chain()))
                    .isPresent();
        }

        @Test
        void weakProofShouldBeNone() throws Exception {
            TestIdentity weak = AUTHORITY
                    .certificate()
                    .dnsNames("partner.example")
                    .validity(Duration.ofDays(-1), Duration.ofDays(1))
                    .key(TestKeyType.RSA_1024)
                    .issue();

            assertThat(set(record(2, AUTHORITY.intermediate(), 1, 1)).mismatch(weak.chain()))
                    .isPresent();
        }

        @Test
        void recordOfTheHostBesideShouldDo() throws Exception {
            TestIdentity own = TestCertificateAuthority.selfSigned("other.example");

            assertThat(set(record(2, AUTHORITY.root(), 1, 1), record(3, own.certificate(), 0, 1))
                            .mismatch(own.chain()))
                    .isEmpty();
        }
    }

    @Nested
    class Usable {
        /** RFC 7672 section 3.1.3, and digests that are none. */
        @ParameterizedTest
        @CsvSource({
            "0,0,1,32",
            "1,1,1,32",
            "4,1,1,32",
            "255,0,0,32",
            "3,2,1,32",
            "3,255,1,32",
            "3,1,3,32",
            "3,1,255,32",
            "3,1,1,31",
            "3,1,1,33",
            "3,1,2,32",
            "2,0,1,64",
            "3,0,0,0",
            "3,1,1,0",
            "-1,0,0,8"
        })
        void recordShouldBeUnusable(int usage, int selector, int matchingType, int length) {
            assertThat(TlsaAssociation.of(usage, selector, matchingType, new byte[length]))
                    .isEmpty();
        }

        @Test
        void rubbishInPlaceOfACertificateShouldMatchNothing() {
            Random random = new Random(7672);
            for (int i = 0; i < 500; i++) {
                byte[] rubbish = new byte[1 + random.nextInt(400)];
                random.nextBytes(rubbish);
                for (int usage = 2; usage <= 3; usage++) {
                    for (int selector = 0; selector <= 1; selector++) {
                        TlsaSet records = set(
                                TlsaAssociation.of(usage, selector, 0, rubbish).orElseThrow());
                        assertThat(records.mismatch(HOST.chain())).isPresent();
                    }
                }
            }
        }

        /** A record that was cut or changed in one octet, which a parser may still like. */
        @Test
        void changedRecordShouldMatchNothing() throws Exception {
            byte[] whole = AUTHORITY.root().getEncoded();
            Random random = new Random(6698);
            for (int i = 0; i < 300; i++) {
                byte[] changed = whole.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                byte[] cut = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));

                assertThat(set(TlsaAssociation.of(3, 0, 0, changed).orElseThrow())
                                .mismatch(HOST.chain()))
                        .isPresent();
                assertThat(set(TlsaAssociation.of(2, 0, 0, cut).orElseThrow()).mismatch(HOST.chain()))
                        .isPresent();
            }
        }
    }
}
