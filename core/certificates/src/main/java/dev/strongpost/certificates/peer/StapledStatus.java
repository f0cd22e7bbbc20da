// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/**
 * The answer of the certificate authority that a server staples to its handshake (OCSP, RFC 6066 section 8, RFC 6960).
 * It is the only word on revocation that is heard: no responder is asked over the network, so none can hold up mail by
 * not answering.
 */
final class StapledStatus {
    private StapledStatus() {}

    /**
     * Tells whether the handshake of {@code session} carried a valid answer that its first certificate is revoked. An
     * answer that is absent, out of date or not signed as it should be says nothing.
     *
     * @param chain the certificates that the server sent, its own first
     * @param anchors where the issuer may be found when the server did not send it
     */
    static boolean isRevoked(SSLSession session, List<X509Certificate> chain, List<X509Certificate> anchors) {
        X509Certificate own = chain.get(0);
        return answer(session)
                .filter(bytes -> bytes.length > 0)
                .flatMap(bytes -> issuer(chain, anchors).map(issuer -> isRevoked(own, issuer, bytes)))
                .orElse(false);
    }

    private static Optional<byte[]> answer(SSLSession session) {
        return session instanceof ExtendedSSLSession
                ? ((ExtendedSSLSession) session).getStatusResponses().stream().findFirst()
                : Optional.empty();
    }

    private static Optional<X509Certificate> issuer(List<X509Certificate> chain, List<X509Certificate> anchors) {
        X509Certificate own = chain.get(0);
        return Stream.concat(chain.stream().skip(1), anchors.stream())
                .filter(candidate -> candidate.getSubjectX500Principal().equals(own.getIssuerX500Principal()))
                .findFirst();
    }

    private static boolean isRevoked(X509Certificate own, X509Certificate issuer, byte[] answer) {
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(EnumSet.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
            checker.setOcspResponses(ImmutableMap.of(own, answer));
            PKIXParameters parameters = new PKIXParameters(ImmutableSet.of(new TrustAnchor(issuer, null)));
            parameters.setRevocationEnabled(false);
            parameters.addCertPathChecker(checker);
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(ImmutableList.of(own));
            validator.validate(path, parameters);
            return false;
        } catch (CertPathValidatorException e) {
            return e.getReason() == BasicReason.REVOKED;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
