// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.KeyMaterialException;

/** Makes the JDK's private keys out of PKCS#8 (RFC 5208, 5958), or names the kind that cannot be used. */
final class PrivateKeys {
    /** Kinds that a mail server can present, by the JDK's names for them. */
    private static final ImmutableMap<ASN1ObjectIdentifier, String> USABLE = ImmutableMap.of(
            PKCSObjectIdentifiers.rsaEncryption, "RSA",
            PKCSObjectIdentifiers.id_RSASSA_PSS, "RSASSA-PSS",
            X9ObjectIdentifiers.id_ecPublicKey, "EC",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519",
            EdECObjectIdentifiers.id_Ed448, "Ed448");

    private static final ImmutableMap<ASN1ObjectIdentifier, String> OTHERS = ImmutableMap.of(
            X9ObjectIdentifiers.id_dsa, "DSA",
            EdECObjectIdentifiers.id_X25519, "X25519",
            EdECObjectIdentifiers.id_X448, "X448",
            PKCSObjectIdentifiers.dhKeyAgreement, "DH");

    /** RFC 8446 section 4.2.3 has no other. */
    private static final ImmutableSet<ASN1ObjectIdentifier> USUAL_CURVES = ImmutableSet.of(
            SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1);

    private PrivateKeys() {}

    /**
     * Returns the key.
     *
     * @throws KeyMaterialException when it is damaged, or of a kind that this Java cannot use; the sentence names it
     */
    static PrivateKey of(PrivateKeyInfo info) throws KeyMaterialException {
        AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
        String name = USABLE.get(algorithm.getAlgorithm());
        // Some Java reads keys on other curves, and none can serve them.
        if (name == null || (name.equals("EC") && !isUsualCurve(algorithm))) {
            throw unusable(algorithm);
        }
        try {
            return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw unusable(algorithm);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw KeyMaterialException.unreadable("the private key in it (" + kind(algorithm) + ") is damaged");
        }
    }

    private static boolean isUsualCurve(AlgorithmIdentifier algorithm) {
        return algorithm.getParameters() instanceof ASN1ObjectIdentifier
                && USUAL_CURVES.contains((ASN1ObjectIdentifier) algorithm.getParameters());
    }

    private static KeyMaterialException unusable(AlgorithmIdentifier algorithm) {
        return KeyMaterialException.refused("a key of that kind (" + kind(algorithm) + ") cannot be used by this Java "
                + Runtime.version().feature() + ": what can is RSA, EC on P-256, P-384 or P-521"
                + (Runtime.version().feature() >= 15 ? ", and Ed25519" : ", and from Java 15 on Ed25519"));
    }

    /** Returns the kind of a key, public or private, in words: {@code RSA}, {@code EC, secp256k1}. */
    static String kind(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier identifier = algorithm.getAlgorithm();
        if (identifier.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC, " + curve(algorithm).orElse("explicit parameters in place of a curve's name");
        }
        String name = USABLE.containsKey(identifier) ? USABLE.get(identifier) : OTHERS.get(identifier);
        return name == null ? identifier.getId() : name;
    }

    /** RFC 5480 section 2.1.1: a curve has a name, or, which certificates must not have, explicit parameters. */
    private static Optional<String> curve(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        if (!(parameters instanceof ASN1ObjectIdentifier)) {
            return Optional.empty();
        }
        ASN1ObjectIdentifier identifier = (ASN1ObjectIdentifier) parameters;
        String name = ECNamedCurveTable.getName(identifier);
        return Optional.of(name == null ? identifier.getId() : name);
    }
}
