// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** The kinds of key that a test certificate may hold. */
public enum TestKeyType {
    /** What most hosts have, and the only kind that the old RSA suites can use. */
    RSA_2048("RSA", 2048),
    /** Weak by today's measure (NIST SP 800-131A), though the JVM itself draws its line below it. */
    RSA_1024("RSA", 1024),
    /** NIST P-256. */
    EC_P256("EC", 256);

    private final String algorithm;
    private final int bits;

    TestKeyType(String algorithm, int bits) {
        this.algorithm = algorithm;
        this.bits = bits;
    }

    KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no " + algorithm, e);
        }
    }

    /** Returns the JCA name of the signature that this kind of key makes over the given digest, such as SHA256. */
    String signature(String digest) {
        return digest + "with" + (this == EC_P256 ? "ECDSA" : "RSA");
    }
}
