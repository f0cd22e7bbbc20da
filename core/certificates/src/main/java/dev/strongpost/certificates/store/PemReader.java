// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.annotation.Nullable;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

import dev.strongpost.certificates.KeyMaterialException;

/**
 * Reads keys and certificates out of PEM text, in whatever order they are. What is neither (a request, parameters) is
 * passed over.
 */
final class PemReader {
    private final Supplier<char[]> password;
    private final List<PrivateKey> keys = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();

    @Nullable
    private char[] known;

    /** Takes what to ask when a key is encrypted. */
    PemReader(Supplier<char[]> password) {
        this.password = password;
    }

    /**
     * Returns what the text holds.
     *
     * @throws KeyMaterialException when it is damaged, encrypted with another password, or holds nothing
     */
    KeyMaterial read(byte[] content) throws KeyMaterialException {
        for (Object item : items(content)) {
            if (item instanceof PEMEncryptedKeyPair) {
                keys.add(decrypt((PEMEncryptedKeyPair) item));
            } else if (item instanceof PKCS8EncryptedPrivateKeyInfo) {
                keys.add(decrypt((PKCS8EncryptedPrivateKeyInfo) item));
            } else {
                takePlain(item);
            }
        }
        if (keys.isEmpty() && certificates.isEmpty()) {
            throw KeyMaterialException.unreadable("there is no key and no certificate in it");
        }
        return KeyMaterial.of(keys, certificates);
    }

    private static List<Object> items(byte[] content) throws KeyMaterialException {
        // Base64 is ASCII, and what is between may be anything.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        List<Object> items = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                items.add(next);
            }
            return items;
        } catch (IOException | RuntimeException e) {
            throw damaged(); // BouncyCastle's parsers throw all sorts at what is not so
        }
    }

    private void takePlain(Object item) throws KeyMaterialException {
        try {
            if (item instanceof X509CertificateHolder) {
                certificates.add(new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) item));
            } else if (item instanceof ContentInfo) {
                certificates.addAll(KeyMaterial.certificates(((ContentInfo) item).getEncoded()));
            } else if (item instanceof PEMKeyPair) {
                keys.add(new JcaPEMKeyConverter().getKeyPair((PEMKeyPair) item).getPrivate());
            } else if (item instanceof PrivateKeyInfo) {
                keys.add(new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) item));
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw damaged();
        }
    }

    private char[] password() {
        if (known == null) {
            known = password.get();
        }
        return known;
    }

    /** The form of OpenSSL before version 1.0, with {@code DEK-Info:}. */
    private PrivateKey decrypt(PEMEncryptedKeyPair pair) throws KeyMaterialException {
        char[] secret = password();
        try {
            PEMKeyPair plain = pair.decryptKeyPair(new BcPEMDecryptorProvider(secret));
            return new JcaPEMKeyConverter().getKeyPair(plain).getPrivate();
        } catch (IOException | RuntimeException e) {
            throw wrongPassword();
        }
    }

    private PrivateKey decrypt(PKCS8EncryptedPrivateKeyInfo info) throws KeyMaterialException {
        char[] secret = password();
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(info.getEncoded());
            Cipher cipher = cipher(encrypted, secret);
            PrivateKeyInfo plain = PrivateKeyInfo.getInstance(cipher.doFinal(encrypted.getEncryptedData()));
            return new JcaPEMKeyConverter().getPrivateKey(plain);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw wrongPassword();
        }
    }

    private static Cipher cipher(EncryptedPrivateKeyInfo encrypted, char[] password)
            throws GeneralSecurityException, KeyMaterialException {
        // PBES2 is a frame: only the parameters name the cipher, and their text is the JDK's name for the whole.
        String name =
                encrypted.getAlgName().equals("PBES2") || encrypted.getAlgName().equals("1.2.840.113549.1.5.13")
                        ? encrypted.getAlgParameters().toString()
                        : encrypted.getAlgName();
        try {
            Cipher cipher = Cipher.getInstance(name);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password)),
                    encrypted.getAlgParameters());
            return cipher;
        } catch (NoSuchAlgorithmException e) {
            throw KeyMaterialException.unreadable("the key is encrypted in a way that this Java does not know;"
                    + " openssl pkcs8 -topk8 -v2 aes-256-cbc writes it in one that it does");
        }
    }

    private static KeyMaterialException damaged() {
        return KeyMaterialException.unreadable("the PEM in it is damaged or cut off");
    }

    private static KeyMaterialException wrongPassword() {
        return KeyMaterialException.unreadable("the password of the key is wrong, or the key is damaged");
    }
}
