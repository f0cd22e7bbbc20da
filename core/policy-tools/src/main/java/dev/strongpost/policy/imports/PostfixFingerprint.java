// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Locale;

import com.google.common.collect.ImmutableList;
import com.google.common.io.BaseEncoding;

/**
 * A fingerprint of {@code match=} at level {@code fingerprint}: pairs of hexadecimal digits, between colons or not,
 * that Postfix compares with the digest of the certificate and with that of its key (postconf(5),
 * smtp_tls_fingerprint_digest).
 */
final class PostfixFingerprint {
    private static final int SHA256_DIGITS = 64;

    private PostfixFingerprint() {}

    /**
     * Returns the items of {@code pin=} that say the same.
     *
     * @throws UntranslatableException when it is no SHA-256 digest
     */
    static ImmutableList<String> pins(String fingerprint) throws UntranslatableException {
        String hex = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
        if (hex.length() != SHA256_DIGITS || !BaseEncoding.base16().lowerCase().canDecode(hex)) {
            throw new UntranslatableException(
                    "a pin is a SHA-256 digest, of 64 hexadecimal digits; this is not: " + fingerprint);
        }
        byte[] digest = BaseEncoding.base16().lowerCase().decode(hex);
        return ImmutableList.of(
                "sha256:" + hex, "spki-sha256:" + BaseEncoding.base64().encode(digest));
    }
}
