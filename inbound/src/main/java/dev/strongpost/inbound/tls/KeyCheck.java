package dev.strongpost.inbound.tls;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Optional;

import com.google.common.collect.ImmutableMap;

/** Whether a private key belongs to its certificate. If it does not, every handshake would fail. */
final class KeyCheck {
    private static final ImmutableMap<String, String> SIGNATURES =
            ImmutableMap.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");
    private static final byte[] ANYTHING = {1, 2, 3};

    private KeyCheck() {}

    /**
     * Returns {@code certificate}.
     *
     * @throws IllegalArgumentException when its key does not belong to it; a key of an unusual kind is not looked at
     */
    static ServerCertificate checked(ServerCertificate certificate) throws GeneralSecurityException {
        Optional<String> algorithm =
                Optional.ofNullable(SIGNATURES.get(certificate.key().getAlgorithm()));
        if (algorithm.isPresent() && !belongs(certificate, algorithm.get())) {
            throw new IllegalArgumentException("the private key is not that of the certificate " + certificate);
        }
        return certificate;
    }

    private static boolean belongs(ServerCertificate certificate, String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(certificate.key());
        signature.update(ANYTHING);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certificate.chain().get(0));
            signature.update(ANYTHING);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a key of another kind
        }
    }
}
