// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

import javax.annotation.Nullable;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

import dev.strongpost.certificates.KeyMaterialException;

/** Reads what stands alone in DER or BER: a certificate, a bag of them (PKCS#7), a key in any of its three forms. */
final class DerReader {
    private static final String NOT_KNOWN = "what is in it is no certificate, no bag of them, no key and no key store";

    private final Password password;
    private final DecryptionWork work;
    private final KeyMaterial.Builder found;

    @Nullable
    private ASN1Encodable parameters;

    DerReader(Password password, DecryptionWork work, KeyMaterial.Builder found) {
        this.password = password;
        this.work = work;
        this.found = found;
    }

    /** Returns the value that those octets are, whole. */
    static ASN1Primitive value(byte[] der) throws KeyMaterialException {
        DerLimits.check(der);
        try (ASN1InputStream stream = new ASN1InputStream(der)) {
            return Optional.ofNullable(stream.readObject())
                    .orElseThrow(() -> KeyMaterialException.unreadable("it is empty"));
        } catch (IOException | RuntimeException e) {
            throw KeyMaterialException.unreadable("it is damaged or cut off");
        }
    }

    /** Tells whether those octets are one whole sequence. */
    static boolean isSequence(byte[] der) {
        try {
            return value(der) instanceof ASN1Sequence;
        } catch (KeyMaterialException e) {
            return false;
        }
    }

    /** Returns the octets of that value. */
    static byte[] encoded(ASN1Primitive value) throws KeyMaterialException {
        try {
            return value.getEncoded();
        } catch (IOException e) {
            throw KeyMaterialException.unreadable("it is damaged or cut off");
        }
    }

    /**
     * Reads values, one behind the other, of whatever kinds.
     *
     * @throws KeyMaterialException when one is damaged or of no kind that is known
     */
    void readAll(byte[] der) throws KeyMaterialException {
        ByteArrayInputStream rest = new ByteArrayInputStream(der);
        while (rest.available() > 0) {
            byte[] left = der.length == rest.available() ? der : tail(der, rest.available());
            if (isPadding(left)) {
                return;
            }
            DerLimits.check(left);
            ASN1Sequence value;
            try {
                value = ASN1Sequence.getInstance(new ASN1InputStream(rest, left.length).readObject());
            } catch (IOException | RuntimeException e) {
                throw KeyMaterialException.unreadable(NOT_KNOWN);
            }
            readAny(value);
        }
    }

    private static byte[] tail(byte[] octets, int length) {
        return Arrays.copyOfRange(octets, octets.length - length, octets.length);
    }

    /** Editors and transfers leave line ends and zeros behind. */
    private static boolean isPadding(byte[] octets) {
        for (byte octet : octets) {
            if (octet != 0 && octet != '\r' && octet != '\n' && octet != ' ') {
                return false;
            }
        }
        return true;
    }

    private void readAny(ASN1Sequence value) throws KeyMaterialException {
        if (isBag(value)) {
            bag(value);
        } else if (isPkcs8(value)) {
            key(value);
        } else if (isEncryptedPkcs8(value)) {
            encryptedKey(value);
        } else if (isSec1(value)) {
            sec1Key(value);
        } else if (isPkcs1(value)) {
            rsaKey(value);
        } else if (isSigned(value)) {
            signed(value);
        } else {
            throw KeyMaterialException.unreadable(NOT_KNOWN);
        }
    }

    private static boolean isBag(ASN1Sequence value) {
        return value.size() == 2
                && value.getObjectAt(0) instanceof ASN1ObjectIdentifier
                && value.getObjectAt(1) instanceof ASN1TaggedObject;
    }

    private static boolean isPkcs8(ASN1Sequence value) {
        return value.size() >= 3
                && value.getObjectAt(0) instanceof ASN1Integer
                && value.getObjectAt(1) instanceof ASN1Sequence
                && value.getObjectAt(2) instanceof ASN1OctetString;
    }

    private static boolean isEncryptedPkcs8(ASN1Sequence value) {
        return value.size() == 2
                && value.getObjectAt(0) instanceof ASN1Sequence
                && value.getObjectAt(1) instanceof ASN1OctetString;
    }

    private static boolean isSec1(ASN1Sequence value) {
        return value.size() >= 2
                && value.getObjectAt(0) instanceof ASN1Integer
                && value.getObjectAt(1) instanceof ASN1OctetString;
    }

    private static boolean isSigned(ASN1Sequence value) {
        return value.size() == 3
                && value.getObjectAt(0) instanceof ASN1Sequence
                && value.getObjectAt(2) instanceof DERBitString;
    }

    private static boolean isPkcs1(ASN1Sequence value) {
        for (ASN1Encodable number : value) {
            if (!(number instanceof ASN1Integer)) {
                return false;
            }
        }
        return value.size() == 9 || value.size() == 6;
    }

    /** A certificate, a request or a list of revocations: each is signed, and has the same outer form. */
    private void signed(ASN1Sequence value) throws KeyMaterialException {
        ASN1Sequence body = (ASN1Sequence) value.getObjectAt(0);
        if (isRequest(body)) {
            found.remark("a certificate request in it was passed over");
        } else if (isRevocationList(body)) {
            found.remark("a list of revoked certificates in it was passed over");
        } else {
            certificate(encoded(value));
        }
    }

    /** RFC 2986 section 4.1: version, subject, public key. */
    private static boolean isRequest(ASN1Sequence body) {
        return body.size() >= 3
                && body.size() <= 4
                && body.getObjectAt(2) instanceof ASN1Sequence
                && ((ASN1Sequence) body.getObjectAt(2)).size() == 2
                && ((ASN1Sequence) body.getObjectAt(2)).getObjectAt(1) instanceof DERBitString;
    }

    /** RFC 5280 section 5.1: a version or none, algorithm, issuer, and a time where a certificate has two. */
    private static boolean isRevocationList(ASN1Sequence body) {
        int time = body.size() > 0 && body.getObjectAt(0) instanceof ASN1Integer ? 3 : 2;
        return body.size() > time
                && (body.getObjectAt(time) instanceof ASN1UTCTime
                        || body.getObjectAt(time) instanceof ASN1GeneralizedTime);
    }

    /** Reads a certificate in DER. */
    void certificate(byte[] der) throws KeyMaterialException {
        try {
            found.certificate(Certificates.of(der));
        } catch (KeyMaterialException e) {
            found.unusableCertificate(e);
        }
    }

    /**
     * Reads the certificates of a PKCS#7 or CMS structure (RFC 5652 section 5), which carries nothing else here.
     *
     * @throws KeyMaterialException when it is another structure, such as an encrypted message
     */
    void bag(ASN1Primitive value) throws KeyMaterialException {
        try {
            ContentInfo content = ContentInfo.getInstance(value);
            if (!content.getContentType().equals(PKCSObjectIdentifiers.signedData)) {
                throw KeyMaterialException.unreadable(
                        "the PKCS#7 structure in it has no certificates: its type is " + content.getContentType());
            }
            ASN1Set certificates = SignedData.getInstance(content.getContent()).getCertificates();
            if (certificates == null) {
                return;
            }
            for (ASN1Encodable certificate : certificates) {
                if (certificate.toASN1Primitive() instanceof ASN1Sequence) {
                    certificate(certificate.toASN1Primitive().getEncoded());
                } else {
                    found.remark("an attribute certificate in it was passed over");
                }
            }
        } catch (IOException | IllegalArgumentException | NullPointerException | ClassCastException e) {
            throw KeyMaterialException.unreadable("the PKCS#7 structure in it is damaged");
        }
    }

    private void key(PrivateKeyInfo info) throws KeyMaterialException {
        found.key(PrivateKeys.of(info));
    }

    /** Reads a key in PKCS#8, not encrypted. */
    void key(ASN1Primitive value) throws KeyMaterialException {
        try {
            key(PrivateKeyInfo.getInstance(value));
        } catch (IllegalArgumentException e) {
            throw damagedKey();
        }
    }

    /** Reads a key in encrypted PKCS#8 (RFC 5958 section 3). */
    void encryptedKey(ASN1Primitive value) throws KeyMaterialException {
        EncryptedPrivateKeyInfo info;
        try {
            info = EncryptedPrivateKeyInfo.getInstance(value);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw damagedKey();
        }
        key(decrypted(info, password, work).orElseThrow(DerReader::wrongPassword));
    }

    /** Returns the key; empty for another password. */
    static Optional<PrivateKeyInfo> decrypted(EncryptedPrivateKeyInfo info, Password password, DecryptionWork work)
            throws KeyMaterialException {
        return PasswordCipher.of(info.getEncryptionAlgorithm(), password, work)
                .decrypt(info.getEncryptedData(), plain -> pkcs8(plain).isPresent())
                .flatMap(DerReader::pkcs8);
    }

    private static Optional<PrivateKeyInfo> pkcs8(byte[] plain) {
        try {
            return Optional.of(PrivateKeyInfo.getInstance(value(plain)));
        } catch (KeyMaterialException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Reads a key in the form of PKCS#1 (RFC 8017 appendix A.1.2), or a DSA key of OpenSSL, to name its kind. */
    void rsaKey(ASN1Primitive value) throws KeyMaterialException {
        ASN1Sequence numbers = sequence(value);
        boolean dsa = numbers.size() == 6;
        key(info(
                new AlgorithmIdentifier(
                        dsa ? X9ObjectIdentifiers.id_dsa : PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                numbers));
    }

    /** Reads the curve of a key that follows without one: {@code EC PARAMETERS} of OpenSSL. */
    void ecParameters(ASN1Primitive value) {
        parameters = value;
    }

    /** Reads an elliptic curve key (RFC 5915), which has its curve in it, or behind the parameters that were read last. */
    void sec1Key(ASN1Primitive value) throws KeyMaterialException {
        try {
            ECPrivateKey key = ECPrivateKey.getInstance(sequence(value));
            ASN1Encodable curve = key.getParametersObject() == null ? parameters : key.getParametersObject();
            key(info(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw damagedKey();
        }
    }

    private static ASN1Sequence sequence(ASN1Primitive value) throws KeyMaterialException {
        if (value instanceof ASN1Sequence) {
            return (ASN1Sequence) value;
        }
        throw damagedKey();
    }

    private static PrivateKeyInfo info(AlgorithmIdentifier algorithm, ASN1Encodable key) throws KeyMaterialException {
        try {
            return new PrivateKeyInfo(algorithm, key);
        } catch (IOException e) {
            throw damagedKey();
        }
    }

    private static KeyMaterialException damagedKey() {
        return KeyMaterialException.unreadable("the private key in it is damaged");
    }

    static KeyMaterialException wrongPassword() {
        return KeyMaterialException.unreadable("the password of the key is wrong, or the key is damaged");
    }
}
