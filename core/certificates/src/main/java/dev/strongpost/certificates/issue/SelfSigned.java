// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.issue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;

/**
 * Makes certificates that are their own issuers: enough to encrypt with, and to be pinned. Free to be shared between
 * threads.
 */
public final class SelfSigned {
    /** RFC 5280 section 4.1.2.2: positive, and at most 20 octets. */
    private static final int SERIAL_BITS = 127;

    private static final int KEY_USAGE = KeyUsage.digitalSignature;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Takes the clock that tells when certificates begin. */
    public SelfSigned(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns a certificate for that key and those names, as a server and as a client (RFC 5280 section 4.2.1.12),
     * valid from now.
     *
     * @param validity at least a second
     * @throws KeyMaterialException when the key is neither RSA nor EC
     */
    public X509Certificate certificate(KeyPair keys, SubjectNames names, Duration validity)
            throws KeyMaterialException {
        try {
            String signature = KeySignature.algorithm(keys.getPrivate());
            return new JcaX509CertificateConverter()
                    .getCertificate(unsigned(keys, names, validity)
                            .build(new JcaContentSignerBuilder(signature).build(keys.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot sign a certificate", e);
        }
    }

    private JcaX509v3CertificateBuilder unsigned(KeyPair keys, SubjectNames names, Duration validity)
            throws GeneralSecurityException, IOException {
        Instant begin = clock.instant().truncatedTo(ChronoUnit.SECONDS); // RFC 5280 section 4.1.2.5
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                names.subject(),
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(begin),
                Date.from(begin.plus(validity)),
                names.subject(),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(keys)));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, names.alternativeNames());
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private static int usage(KeyPair keys) {
        // The suites that carry the secret under the server's RSA key need more than a signature.
        return keys.getPublic() instanceof RSAPublicKey ? KEY_USAGE | KeyUsage.keyEncipherment : KEY_USAGE;
    }
}
