// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import dev.strongpost.certificates.parse.FileKind;

/** The form of a file with keys and certificates, by the word that James's {@code keystoreType} has for it. */
public enum StoreFormat {
    /** RFC 7292. */
    PKCS12,
    /** Java's own of before version 9. */
    JKS,
    /**
     * RFC 7468: one private key and its chain, or certificates alone. For James's {@code privateKey} and {@code
     * certificates}.
     */
    PEM;

    /** Returns the form of that name, without regard to case. */
    public static Optional<StoreFormat> parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns the form that a new file of that name should have: by its ending, else PKCS#12. */
    public static StoreFormat ofName(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".jks")) {
            return JKS;
        }
        return lower.endsWith(".pem") || lower.endsWith(".crt") ? PEM : PKCS12;
    }

    /** Returns the form of that kind of file; empty when it is none of the three. DER counts as PKCS#12. */
    static Optional<StoreFormat> of(FileKind kind) {
        switch (kind) {
            case PEM:
                return Optional.of(PEM);
            case JKS:
                return Optional.of(JKS);
            case DER:
                return Optional.of(PKCS12);
            default:
                return Optional.empty();
        }
    }
}
