package dev.strongpost.cert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Keys and certificates as text (RFC 7468). */
public final class PemText {
    private static final int LINE = 64; // RFC 7468 section 2

    /** PBES2 of RFC 8018, by the name that the JDK has for it; what {@code openssl pkcs8 -topk8} writes too. */
    private static final String ENCRYPTION = "PBEWithHmacSHA256AndAES_256";

    /** What OWASP's Password Storage Cheat Sheet asks of PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;

    private PemText() {}

    /** Returns the certificates, in their order. */
    public static String certificates(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        certificates.forEach(certificate -> text.append(of("CERTIFICATE", encoded(certificate))));
        return text.toString();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be written down", e);
        }
    }

    /** Returns the key in PKCS#8 (RFC 7468 section 10), not encrypted. */
    public static String key(PrivateKey key) {
        return of("PRIVATE KEY", key.getEncoded());
    }

    /** Returns the key in PKCS#8, encrypted with that password (RFC 7468 section 11). */
    public static String key(PrivateKey key, char[] password) {
        try {
            return of("ENCRYPTED PRIVATE KEY", encrypted(key.getEncoded(), password));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot encrypt a key", e);
        }
    }

    private static byte[] encrypted(byte[] key, char[] password) throws GeneralSecurityException, IOException {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        SecretKey secret = SecretKeyFactory.getInstance(ENCRYPTION).generateSecret(new PBEKeySpec(password));
        Cipher cipher = Cipher.getInstance(ENCRYPTION);
        cipher.init(Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(salt, ITERATIONS));
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), cipher.doFinal(key)).getEncoded();
    }

    static String of(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
