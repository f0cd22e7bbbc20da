// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;

import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.MacData;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.PBEParametersGenerator;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/**
 * A PFX (RFC 7292), bag by bag: what Java's own reader leaves unseen, such as a key that is not encrypted and a
 * certificate without Java's attribute of trust, is seen here.
 */
public final class Pkcs12File {
    /** RFC 9579 section 4. */
    private static final ASN1ObjectIdentifier PBMAC1 = new ASN1ObjectIdentifier("1.2.840.113549.1.5.14");

    /** Java's own: what it shows as a certificate that is trusted. */
    private static final ASN1ObjectIdentifier TRUSTED = new ASN1ObjectIdentifier("2.16.840.1.113894.746875.1.1");

    private static final int DEEPEST = 8;
    private static final int VERSION = 3;

    private final Password password;
    private final DecryptionWork work = new DecryptionWork();
    private final List<Key> keys = new ArrayList<>();
    private final List<Named> certificates = new ArrayList<>();
    private final List<String> secretKeys = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    /** A certificate in the file, with the attributes that tie it to a key. */
    public static final class Named {
        private final Attributes attributes;
        private final X509Certificate certificate;

        private Named(Attributes attributes, X509Certificate certificate) {
            this.attributes = attributes;
            this.certificate = certificate;
        }

        /** Returns its name (friendlyName, RFC 2985 section 5.5.1), if it has one. */
        public Optional<String> name() {
            return attributes.name;
        }

        /** Tells whether it has Java's attribute of trust, and so is an entry of its own. */
        public boolean isTrusted() {
            return attributes.trusted;
        }

        /** Returns the certificate. */
        public X509Certificate certificate() {
            return certificate;
        }
    }

    /** A private key in the file, or why it cannot be had. */
    public static final class Key {
        private final Attributes attributes;

        @Nullable
        private final PrivateKey key;

        private final KeyMaterialException trouble;

        private Key(Attributes attributes, @Nullable PrivateKey key, KeyMaterialException trouble) {
            this.attributes = attributes;
            this.key = key;
            this.trouble = trouble;
        }

        /** Returns its name, as {@link Named#name}. */
        public Optional<String> name() {
            return attributes.name;
        }

        /**
         * Returns the key.
         *
         * @throws KeyMaterialException when it has another password than the file, or is of a kind that cannot be used
         */
        public PrivateKey key() throws KeyMaterialException {
            if (key == null) {
                throw trouble;
            }
            return key;
        }

        /** Tells whether the file ties that certificate to this key. */
        public boolean isTiedTo(Named certificate) {
            byte[] id = attributes.localKeyId;
            return id.length > 0 && Arrays.equals(id, certificate.attributes.localKeyId);
        }
    }

    /** RFC 7292 section 4.2. */
    private static final class Attributes {
        private final Optional<String> name;
        private final byte[] localKeyId;
        private final boolean trusted;

        private Attributes(Optional<String> name, byte[] localKeyId, boolean trusted) {
            this.name = name;
            this.localKeyId = localKeyId;
            this.trusted = trusted;
        }

        static Attributes of(@Nullable ASN1Set set) {
            Optional<String> name = Optional.empty();
            byte[] localKeyId = {};
            boolean trusted = false;
            for (ASN1Encodable member : set == null ? new ASN1Encodable[0] : set.toArray()) {
                Attribute attribute = Attribute.getInstance(member);
                trusted |= attribute.getAttrType().equals(TRUSTED);
                if (attribute.getAttrValues().size() == 0) {
                    continue;
                }
                ASN1Encodable value = attribute.getAttrValues().getObjectAt(0);
                if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_friendlyName)
                        && value instanceof ASN1BMPString) {
                    name = Optional.of(((ASN1BMPString) value).getString()).filter(text -> !text.isEmpty());
                } else if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_localKeyId)
                        && value instanceof ASN1OctetString) {
                    localKeyId = ((ASN1OctetString) value).getOctets();
                }
            }
            return new Attributes(name, localKeyId, trusted);
        }
    }

    private Pkcs12File(Password password) {
        this.password = password;
    }

    /** Tells whether that value is a PFX, by its outer form. */
    static boolean isMeant(ASN1Primitive value) {
        if (!(value instanceof ASN1Sequence)) {
            return false;
        }
        ASN1Sequence members = (ASN1Sequence) value;
        return members.size() >= 2
                && members.size() <= 3
                && members.getObjectAt(0) instanceof ASN1Integer
                && ((ASN1Integer) members.getObjectAt(0)).hasValue(VERSION)
                && members.getObjectAt(1) instanceof ASN1Sequence;
    }

    /**
     * Reads a file.
     *
     * @throws KeyMaterialException when it is damaged, has another password, or is protected in a way that cannot be read
     *     here; a correct password is never called wrong
     */
    public static Pkcs12File read(byte[] content, char[] password) throws KeyMaterialException {
        return read(DerReader.value(content), new Password(password::clone));
    }

    static Pkcs12File read(ASN1Primitive value, Password password) throws KeyMaterialException {
        Pkcs12File file = new Pkcs12File(password);
        try {
            file.read(Pfx.getInstance(value));
        } catch (IOException | RuntimeException e) {
            // BouncyCastle's parsers throw all sorts at what is not so.
            throw KeyMaterialException.unreadable("the file is damaged or cut off: it is no whole PKCS12 key store");
        }
        return file;
    }

    private void read(Pfx pfx) throws KeyMaterialException, IOException {
        ContentInfo outer = pfx.getAuthSafe();
        if (!outer.getContentType().equals(PKCSObjectIdentifiers.data)) {
            throw KeyMaterialException.unreadable("the file is signed with a key, and not protected by a password");
        }
        byte[] authenticated = ASN1OctetString.getInstance(outer.getContent()).getOctets();
        if (pfx.getMacData() != null) {
            checkMac(pfx.getMacData(), authenticated);
        }
        for (ASN1Encodable member : ASN1Sequence.getInstance(DerReader.value(authenticated))) {
            ContentInfo safe = ContentInfo.getInstance(member);
            if (safe.getContentType().equals(PKCSObjectIdentifiers.data)) {
                bags(ASN1OctetString.getInstance(safe.getContent()).getOctets(), 0);
            } else if (safe.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
                bags(decrypted(EncryptedData.getInstance(safe.getContent())), 0);
            } else {
                throw KeyMaterialException.unreadable("a part of it is encrypted to a key, and not by a password");
            }
        }
    }

    private byte[] decrypted(EncryptedData data) throws KeyMaterialException {
        return PasswordCipher.of(data.getEncryptionAlgorithm(), password, work)
                .decrypt(data.getContent().getOctets(), DerReader::isSequence)
                .orElseThrow(Pkcs12File::wrongPassword);
    }

    private static KeyMaterialException wrongPassword() {
        return KeyMaterialException.unreadable("the password is wrong, or the file is damaged");
    }

    /** RFC 7292 section 4, appendix B; with PBMAC1 as RFC 9579 has it. */
    private void checkMac(MacData mac, byte[] authenticated) throws KeyMaterialException {
        AlgorithmIdentifier algorithm = mac.getMac().getAlgorithmId();
        boolean pbmac1 = algorithm.getAlgorithm().equals(PBMAC1);
        ImmutableList<byte[]> candidates = pbmac1 ? password.octets() : password.pkcs12Octets();
        for (byte[] octets : candidates) {
            byte[] made = pbmac1 ? pbmac1(algorithm, octets, authenticated) : mac(mac, octets, authenticated);
            if (org.bouncycastle.util.Arrays.constantTimeAreEqual(
                    made, mac.getMac().getDigest())) {
                return;
            }
        }
        throw wrongPassword();
    }

    private byte[] mac(MacData mac, byte[] octets, byte[] authenticated) throws KeyMaterialException {
        ASN1ObjectIdentifier identifier = mac.getMac().getAlgorithmId().getAlgorithm();
        HashFunction function = HashFunction.of(identifier).orElseThrow(() -> unknownMac(identifier));
        HMac hmac = new HMac(function.digest());
        PBEParametersGenerator generator = new PKCS12ParametersGenerator(function.digest());
        generator.init(octets, mac.getSalt(), work.iterations(mac.getIterationCount()));
        return mac(hmac, generator.generateDerivedMacParameters(hmac.getMacSize() * Byte.SIZE), authenticated);
    }

    private byte[] pbmac1(AlgorithmIdentifier algorithm, byte[] octets, byte[] authenticated)
            throws KeyMaterialException {
        ASN1Sequence parameters = ASN1Sequence.getInstance(algorithm.getParameters());
        AlgorithmIdentifier derivation = AlgorithmIdentifier.getInstance(parameters.getObjectAt(0));
        AlgorithmIdentifier scheme = AlgorithmIdentifier.getInstance(parameters.getObjectAt(1));
        HashFunction function =
                HashFunction.ofHmac(scheme.getAlgorithm()).orElseThrow(() -> unknownMac(scheme.getAlgorithm()));
        if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
            throw unknownMac(derivation.getAlgorithm());
        }
        HMac hmac = new HMac(function.digest());
        byte[] key = PasswordCipher.pbkdf2(
                PBKDF2Params.getInstance(derivation.getParameters()), hmac.getMacSize(), octets, work);
        return mac(hmac, new KeyParameter(key), authenticated);
    }

    private static byte[] mac(HMac hmac, CipherParameters key, byte[] authenticated) {
        hmac.init(key);
        hmac.update(authenticated, 0, authenticated.length);
        byte[] made = new byte[hmac.getMacSize()];
        hmac.doFinal(made, 0);
        return made;
    }

    private static KeyMaterialException unknownMac(ASN1ObjectIdentifier what) {
        return KeyMaterialException.unreadable("it is protected against changes in a way that cannot be read here ("
                + what + "); openssl pkcs12 -export writes it in one that can");
    }

    private void bags(byte[] contents, int depth) throws KeyMaterialException, IOException {
        if (depth > DEEPEST) {
            throw KeyMaterialException.unreadable("its bags are nested more than " + DEEPEST + " deep");
        }
        for (ASN1Encodable member : ASN1Sequence.getInstance(DerReader.value(contents))) {
            bag(SafeBag.getInstance(member), depth);
        }
    }

    private void bag(SafeBag bag, int depth) throws KeyMaterialException, IOException {
        Attributes attributes = Attributes.of(bag.getBagAttributes());
        ASN1ObjectIdentifier type = bag.getBagId();
        if (type.equals(PKCSObjectIdentifiers.keyBag)) {
            key(attributes, Optional.of(PrivateKeyInfo.getInstance(bag.getBagValue())));
        } else if (type.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
            EncryptedPrivateKeyInfo encrypted = EncryptedPrivateKeyInfo.getInstance(bag.getBagValue());
            key(attributes, DerReader.decrypted(encrypted, password, work));
        } else if (type.equals(PKCSObjectIdentifiers.certBag)) {
            certificate(attributes, CertBag.getInstance(bag.getBagValue()));
        } else if (type.equals(PKCSObjectIdentifiers.safeContentsBag)) {
            bags(bag.getBagValue().toASN1Primitive().getEncoded(), depth + 1);
        } else if (type.equals(PKCSObjectIdentifiers.secretBag)) {
            secretKeys.add("a secret key" + named(attributes));
        } else {
            others.add(describe(type) + named(attributes));
        }
    }

    private void key(Attributes attributes, Optional<PrivateKeyInfo> info) {
        KeyMaterialException trouble = KeyMaterialException.unreadable(
                "the key" + named(attributes)
                        + " has another password than the store, and James could not use it either: it knows one password for both");
        PrivateKey key = null;
        if (info.isPresent()) {
            try {
                key = PrivateKeys.of(info.get());
            } catch (KeyMaterialException e) {
                trouble = e;
            }
        }
        keys.add(new Key(attributes, key, trouble));
    }

    private void certificate(Attributes attributes, CertBag bag) throws KeyMaterialException {
        if (!bag.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
            others.add("a certificate that is not X.509" + named(attributes));
            return;
        }
        byte[] der = ASN1OctetString.getInstance(bag.getCertValue()).getOctets();
        try {
            certificates.add(new Named(attributes, Certificates.of(der)));
        } catch (KeyMaterialException e) {
            if (e.kind() == KeyMaterialException.Kind.UNREADABLE) {
                throw e;
            }
            others.add(e.getMessage() + named(attributes));
        }
    }

    private static String describe(ASN1ObjectIdentifier type) {
        return type.equals(PKCSObjectIdentifiers.crlBag)
                ? "a list of revoked certificates"
                : "a bag of the type " + type;
    }

    private static String named(Attributes attributes) {
        return attributes.name.map(name -> " (" + Sanitizer.clean(name) + ")").orElse("");
    }

    /** Returns the private keys, in the order of the file. */
    public ImmutableList<Key> keys() {
        return ImmutableList.copyOf(keys);
    }

    /** Returns the certificates, in the order of the file. */
    public ImmutableList<Named> certificates() {
        return ImmutableList.copyOf(certificates);
    }

    /** Returns the secret keys in the file, which James has no use for, in words. */
    public ImmutableList<String> secretKeys() {
        return ImmutableList.copyOf(secretKeys);
    }

    /** Returns what else is in the file, in words: lists of revoked certificates, kinds that cannot be used. */
    public ImmutableList<String> others() {
        return ImmutableList.copyOf(others);
    }
}
