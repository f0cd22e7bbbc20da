// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.issue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys that are made here. All are of at least 112 bits of strength (NIST SP 800-57 part 1, table 2) and understood
 * by every TLS stack that mail is sent with.
 */
public enum KeyKind {
    /** 112 bits; what every peer can use. */
    RSA_2048("rsa-2048", "RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)),
    /** 128 bits. */
    RSA_3072("rsa-3072", "RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4)),
    /** 140 bits; takes seconds to make. */
    RSA_4096("rsa-4096", "RSA", new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4)),
    /** 128 bits on the curve NIST P-256. */
    P_256("p-256", "EC", new ECGenParameterSpec("secp256r1")),
    /** 192 bits on the curve NIST P-384. */
    P_384("p-384", "EC", new ECGenParameterSpec("secp384r1"));

    private final String word;
    private final String algorithm;

    @SuppressWarnings("ImmutableEnumChecker") // both specs are immutable, and do not say so
    private final AlgorithmParameterSpec spec;

    KeyKind(String word, String algorithm, AlgorithmParameterSpec spec) {
        this.word = word;
        this.algorithm = algorithm;
        this.spec = spec;
    }

    /** Returns the kind written as {@code rsa-3072}, {@code p-256} and so on, without regard to case. */
    public static Optional<KeyKind> parse(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /** Returns the words that {@link #parse} knows, for a message. */
    public static String words() {
        return Arrays.stream(values()).map(KeyKind::word).collect(Collectors.joining(", "));
    }

    /** Returns the word for it: {@code rsa-3072}. */
    public String word() {
        return word;
    }

    /** Returns a new key of this kind. RSA of 4096 bits takes up to ten seconds. */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(spec);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM makes no keys of the kind " + word, e);
        }
    }
}
