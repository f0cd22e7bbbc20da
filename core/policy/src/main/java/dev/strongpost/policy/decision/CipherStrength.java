// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/**
 * The strength of a cipher suite in secret bits, told from its name alone, as Sendmail counts it ({@code
 * ${cipher_bits}}): NULL 0, export 40 or 56, DES 56, 3DES 112, then 128 to 256. How keys are exchanged and whether
 * anybody is authenticated does not enter.
 */
public final class CipherStrength {
    private static final int UNKNOWN = 0;
    private static final int EXPORT_BITS = 40;
    private static final int EXPORT1024_BITS = 56;

    /** Ciphers of one strength, whatever follows in the name. RFC 6101, 4162, 5469, 7905, 8998, 9189. */
    private static final ImmutableMap<String, Integer> FIXED = ImmutableMap.<String, Integer>builder()
            .put("DES40", 40)
            .put("3DES", 112) // two of its three keys count: meet in the middle, NIST SP 800-57
            .put("IDEA", 128)
            .put("SEED", 128)
            .put("SM4", 128)
            .put("CHACHA20", 256)
            .put("28147", 256) // GOST 28147-89
            .put("KUZNYECHIK", 256)
            .put("MAGMA", 256)
            .build();

    /** Ciphers whose strength is the first number behind them, and the numbers there are. RFC 3268, 5932, 6209. */
    private static final ImmutableMap<String, ImmutableSet<Integer>> SIZED = ImmutableMap.of(
            "AES", ImmutableSet.of(128, 192, 256),
            "CAMELLIA", ImmutableSet.of(128, 192, 256),
            "ARIA", ImmutableSet.of(128, 192, 256),
            "RC4", ImmutableSet.of(40, 56, 64, 128),
            "RC2", ImmutableSet.of(40, 56, 64, 128),
            "DES", ImmutableSet.of(40));

    private static final String WITH = "_WITH_";
    private static final int LONGEST_NAME = 128;

    private CipherStrength() {}

    /**
     * Returns the secret bits, 0 to 256, of the suite that JSSE or IANA calls {@code suite}. A suite that is not known
     * has 0, so that it satisfies no rule; so have the signalling values ({@code ..._SCSV}), which are no suites.
     */
    public static int secretBits(String suite) {
        int from = cipherStart(suite);
        if (from < 0 || suite.length() > LONGEST_NAME || suite.endsWith("_SCSV")) {
            return UNKNOWN;
        }
        return Math.min(cipherBits(suite, from), exportLimit(suite));
    }

    /** Tells whether {@code suite} is one of TLS 1.3, whose names say nothing of a key exchange (RFC 8446 section B.4). */
    public static boolean isOfTls13(String suite) {
        return suite.startsWith("TLS_") && !suite.contains(WITH) && !suite.endsWith("_SCSV");
    }

    // RFC 5246 names read KEYEXCHANGE_WITH_CIPHER_HASH; RFC 8446 names (section B.4) begin with the cipher.
    private static int cipherStart(String suite) {
        if (!suite.startsWith("TLS_") && !suite.startsWith("SSL_")) {
            return -1;
        }
        int with = suite.indexOf(WITH);
        return with < 0 ? "TLS_".length() : with + WITH.length();
    }

    private static int cipherBits(String suite, int from) {
        String cipher = token(suite, from);
        Integer fixed = FIXED.get(cipher);
        if (fixed != null) {
            return fixed;
        }
        int number = firstNumber(suite, from + cipher.length() + 1);
        if (SIZED.getOrDefault(cipher, ImmutableSet.of()).contains(number)) {
            return number;
        }
        return cipher.equals("DES") ? 56 : UNKNOWN; // DES_CBC_SHA names no number
    }

    private static int firstNumber(String suite, int from) {
        for (int at = from; at < suite.length(); ) {
            String token = token(suite, at);
            if (token.length() <= 3 && token.chars().allMatch(c -> c >= '0' && c <= '9') && !token.isEmpty()) {
                return Integer.parseInt(token);
            }
            at += token.length() + 1;
        }
        return UNKNOWN;
    }

    private static String token(String suite, int from) {
        int end = suite.indexOf('_', from);
        return suite.substring(from, end < 0 ? suite.length() : end);
    }

    private static int exportLimit(String suite) {
        if (suite.contains("_EXPORT1024_")) {
            return EXPORT1024_BITS;
        }
        return suite.contains("_EXPORT_") ? EXPORT_BITS : Integer.MAX_VALUE;
    }
}
