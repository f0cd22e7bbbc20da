// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What the extended key usage of a client's certificate has to allow (RFC 5280 section 4.2.1.12). Public authorities
 * have stopped to issue certificates that allow client authentication; a mail server that presents the one it has as a
 * server can then be identified only if that counts. Postfix 3.12 has {@code tls_trust_server_ccerts} for it.
 */
public enum ClientCertificateUsage {
    /** Client authentication, or nothing is said. */
    CLIENT,
    /** Client or server authentication, or nothing is said. */
    ANY;

    private static final String ANY_PURPOSE = KeyPurposeId.anyExtendedKeyUsage.getId();
    private static final String SERVER = KeyPurposeId.id_kp_serverAuth.getId();
    private static final String CLIENT_PURPOSE = KeyPurposeId.id_kp_clientAuth.getId();

    /** Returns the word for it: {@code client}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Tells whether the certificate allows server authentication and no client authentication. */
    static boolean isForServersOnly(X509Certificate leaf) throws CertificateException {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            return purposes != null
                    && purposes.contains(SERVER)
                    && !purposes.contains(CLIENT_PURPOSE)
                    && !purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException e) {
            throw new CertificateException("its extended key usage cannot be read", e);
        }
    }
}
