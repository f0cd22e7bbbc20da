// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.issue;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;
import dev.strongpost.certificates.PemWriter;

/**
 * What an authority is asked with: names and a public key, signed by its private key (PKCS #10, RFC 2986). Immutable.
 */
public final class CertificateRequest {
    private final byte[] encoded;

    private CertificateRequest(byte[] encoded) {
        this.encoded = encoded;
    }

    /**
     * Returns the request for a certificate of that key and those names.
     *
     * @throws KeyMaterialException when the key is neither RSA nor EC
     */
    public static CertificateRequest of(PrivateKey privateKey, PublicKey publicKey, SubjectNames names)
            throws KeyMaterialException {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, names.alternativeNames());
            byte[] encoded = new JcaPKCS10CertificationRequestBuilder(names.subject(), publicKey)
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder(KeySignature.algorithm(privateKey)).build(privateKey))
                    .getEncoded();
            return new CertificateRequest(encoded);
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("this JVM cannot sign a request", e);
        }
    }

    /** Returns the request in PEM (RFC 7468 section 7), as authorities take it. */
    public String pem() {
        return PemWriter.of("CERTIFICATE REQUEST", encoded);
    }
}
