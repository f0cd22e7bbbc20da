// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** The signatures that private keys make, and whether a key belongs to a certificate. */
public final class KeySignature {
    /** From this order of the curve on the digest is SHA-384, so that it is no weaker than the key. */
    private static final int SHA384_FROM = 384;

    private static final int PROBE_BYTES = 32;
    private static final String PSS = "RSASSA-PSS";

    /** What TLS 1.3 asks for first (RFC 8446 section 4.2.3), for a key that says nothing of its own. */
    private static final PSSParameterSpec PSS_PARAMETERS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private KeySignature() {}

    /**
     * Returns the JCA name of the signature that {@code key} makes: {@code SHA256withRSA}.
     *
     * @throws KeyMaterialException when the key is neither RSA nor EC
     */
    public static String algorithm(PrivateKey key) throws KeyMaterialException {
        if (key instanceof RSAPrivateKey && !key.getAlgorithm().equals(PSS)) {
            return "SHA256withRSA";
        }
        if (key instanceof ECPrivateKey) {
            int bits = ((ECPrivateKey) key).getParams().getOrder().bitLength();
            return (bits >= SHA384_FROM ? "SHA384" : "SHA256") + "withECDSA";
        }
        throw KeyMaterialException.refused(
                "a key of the algorithm " + key.getAlgorithm() + " cannot sign here, only RSA and EC");
    }

    /** Tells whether that certificate is of that key: what the one signs, the other verifies. */
    public static boolean belongs(PrivateKey key, X509Certificate certificate) {
        try {
            byte[] probe = new byte[PROBE_BYTES];
            new SecureRandom().nextBytes(probe);
            Signature signature = Signature.getInstance(verifiable(key));
            if (key.getAlgorithm().equals(PSS)) {
                AlgorithmParameterSpec ofKey = ((RSAKey) key).getParams();
                signature.setParameter(ofKey == null ? PSS_PARAMETERS : ofKey);
            }
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException | KeyMaterialException e) {
            return false; // another algorithm, or another curve
        }
    }

    // RFC 8410: an Ed25519 or Ed448 key names its own signature, RFC 4055: so does an RSA key for PSS alone. They can
    // be
    // served, but certificates are not issued for them here.
    private static String verifiable(PrivateKey key) throws KeyMaterialException {
        return key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals(PSS)
                ? key.getAlgorithm()
                : algorithm(key);
    }
}
