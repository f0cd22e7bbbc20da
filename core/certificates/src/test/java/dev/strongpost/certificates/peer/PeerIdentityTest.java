// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.CertificatePath;
import dev.strongpost.testkit.Tables;

class PeerIdentityTest {
    private static List<X509Certificate> chain(String names) {
        return Arrays.stream(names.split(" "))
                .map(name -> Tables.certificate("chain-" + name))
                .toList();
    }

    /** What the JVM's own trust manager says of real chains, at any moment. */
    @Nested
    class Untrusted {
        private static PeerIdentity judge(String names, String anchor, String day) throws Exception {
            List<X509Certificate> chain = chain(names);
            try {
                trustManager(Tables.certificate("chain-" + anchor), Instant.parse(day + "T12:00:00Z"))
                        .checkServerTrusted(chain.toArray(new X509Certificate[0]), "UNKNOWN");
                return PeerIdentity.trusted(chain);
            } catch (CertificateException e) {
                return PeerIdentity.untrusted(e, chain);
            }
        }

        private static X509TrustManager trustManager(X509Certificate anchor, Instant now) throws Exception {
            PKIXBuilderParameters parameters =
                    new PKIXBuilderParameters(Set.of(new TrustAnchor(anchor, null)), new X509CertSelector());
            parameters.setDate(Date.from(now));
            parameters.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509TrustManager) factory.getTrustManagers()[0];
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # chain                        | anchor    | day        | accepted | status         | words
                good                           | root      | 2030-01-01 | true     | TRUSTED        |
                below-weak weak-intermediate   | root      | 2030-01-01 | true     | WEAK           |
                good                           | root      | 2126-10-30 | false    | EXPIRED        | good expired on 2126-10-29
                below-weak weak-intermediate   | root      | 2126-10-30 | false    | EXPIRED        | weak-intermediate expired on 2126-10-29
                good                           | root      | 2026-11-21 | false    | NOT_YET_VALID  | good is not valid before 2026-11-22
                good                           | sha1-root | 2030-01-01 | false    | UNKNOWN_ISSUER | no trust anchor has issued good
                root                           | sha1-root | 2030-01-01 | false    | UNKNOWN_ISSUER | no trust anchor has issued root
                md5                            | root      | 2030-01-01 | false    | WEAK           |
                """)
        void untrustedShouldTellStatusByWhatTrustManagerThrew(
                String names, String anchor, String day, boolean accepted, ChainStatus status, String words)
                throws Exception {
            PeerIdentity peer = judge(names, anchor, day);

            assertThat(peer.chainStatus()).isEqualTo(status);
            assertThat(peer.isTrusted()).isEqualTo(accepted);
            if (words != null) {
                assertThat(peer.untrustedBecause()).contains(words);
            }
        }

        @Test
        void causesShouldBeSearchedToTheEnd() {
            Exception deep = new CertificateException(
                    "handshake",
                    new IllegalStateException(
                            new CertPathBuilderException(new CertificateExpiredException("yesterday"))));

            PeerIdentity peer = PeerIdentity.untrusted(deep, chain("good"));

            assertThat(peer.chainStatus()).isEqualTo(ChainStatus.EXPIRED);
            assertThat(peer.untrustedBecause()).contains("expired");
        }

        @Test
        void circleOfCausesShouldEnd() {
            CertificateException one = new CertificateException("one");
            CertificateException other = new CertificateException("other", one);
            one.initCause(other);

            assertThat(PeerIdentity.untrusted(one, chain("good")).chainStatus()).isEqualTo(ChainStatus.UNTRUSTED);
        }

        @Test
        void failureOfNoSpecialKindShouldKeepItsWordsClean() {
            Exception failure =
                    new CertPathValidatorException("bad\nsignature", null, null, -1, BasicReason.INVALID_SIGNATURE);

            PeerIdentity peer = PeerIdentity.untrusted(failure, List.of());

            assertThat(peer.chainStatus()).isEqualTo(ChainStatus.UNTRUSTED);
            assertThat(peer.untrustedBecause()).contains("bad signature");
            assertThat(peer.isPresented()).isTrue();
        }

        @Test
        void failureWithoutWordsShouldBeBorne() {
            assertThat(PeerIdentity.untrusted(new CertificateException(), List.of())
                            .untrustedBecause())
                    .contains("null");
        }
    }

    @Nested
    class Path {
        private static Stream<String> titles(List<X509Certificate> certificates) {
            return certificates.stream().map(CertificateNames::of).map(CertificateNames::title);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # presented                         | anchors        | path                              | signed
                good                                | root           | good root                         | good
                good                                | ''             | good                              | good
                good root                           | ''             | good root                         | good
                good root                           | root           | good root                         | good
                good sha1-root                      | root           | good root                         | good
                below-weak weak-intermediate        | root           | below-weak weak-intermediate root | below-weak weak-intermediate
                below-weak root weak-intermediate   | root           | below-weak weak-intermediate root | below-weak weak-intermediate
                below-weak weak-intermediate root   | weak-intermediate | below-weak weak-intermediate   | below-weak
                below-weak weak-intermediate        | good           | below-weak weak-intermediate      | below-weak weak-intermediate
                below-weak                          | root           | below-weak                        | below-weak
                good                                | good           | good                              | ''
                """)
        void pathShouldEndAtAnchor(String presented, String anchors, String path, String signed) {
            List<X509Certificate> trusted = anchors.isEmpty() ? List.of() : chain(anchors);

            CertificatePath found =
                    PeerIdentity.trusted(chain(presented), trusted).path();

            assertThat(titles(found.certificates())).containsExactly(path.split(" "));
            assertThat(String.join(" ", titles(found.signed()).toList())).isEqualTo(signed);
        }

        @Test
        void anchorShouldBeToldFromNamesakeByItsSignature() {
            X509Certificate authority = Tables.certificate("authority");
            List<X509Certificate> forged = List.of(Tables.certificate("issued-by-namesake"));

            assertThat(PeerIdentity.trusted(forged, List.of(authority)).path().certificates())
                    .isEqualTo(forged);
        }

        @Test
        void noCertificateShouldHaveNoPath() {
            assertThat(PeerIdentity.notPresented().path().certificates()).isEmpty();
            assertThat(PeerIdentity.notPresented().path().signed()).isEmpty();
        }

        @Test
        void everyAnchorOfTheJvmShouldBeItsOwnPath() throws Exception {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((KeyStore) null);
            List<X509Certificate> anchors =
                    List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());

            assertThat(anchors).allSatisfy(anchor -> assertThat(PeerIdentity.trusted(List.of(anchor), anchors)
                            .path()
                            .certificates())
                    .containsExactly(anchor));
        }
    }

    @Test
    void trustedShouldNeedACertificate() {
        assertThatThrownBy(() -> PeerIdentity.trusted(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
