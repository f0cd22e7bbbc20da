// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Locale;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.policy.decision.TlsLevel;

/**
 * {@code ciphers=} and {@code exclude=} of a {@code smtp_tls_policy_maps} entry, which speak of OpenSSL's cipher lists
 * (openssl-ciphers(1)); the policy table speaks of secret bits and of JSSE's suites. Not thread-safe.
 */
final class PostfixCiphers {
    private static final int DEFAULT_BITS = 112;
    private static final int HIGH_BITS = 128;

    private static final ImmutableSet<String> GRADES = ImmutableSet.of("high", "medium", "low", "export", "null");

    /** Of at most 56 bits, hence below what any rule that encrypts asks for. */
    private static final ImmutableSet<String> WEAK =
            ImmutableSet.of("ENULL", "NULL", "EXP", "EXPORT", "EXPORT40", "EXPORT56", "LOW", "DES", "SSLV2");

    /** Of 112 bits. */
    private static final ImmutableSet<String> TRIPLE_DES =
            ImmutableSet.of("3DES", "DES-CBC3-SHA", "EDH-RSA-DES-CBC3-SHA");

    /**
     * In {@code jdk.tls.disabledAlgorithms} of every JDK since 11, or never in a JDK; MD5 was only ever used with RC4
     * and weaker.
     */
    private static final ImmutableSet<String> NOT_IN_JSSE =
            ImmutableSet.of("ANULL", "ADH", "AECDH", "RC4", "MD5", "SEED", "IDEA", "RC2", "RC5");

    private String grade = "";
    private String excluded = "";

    /**
     * Takes {@code ciphers=}.
     *
     * @throws UntranslatableException when it is not one of Postfix's grades
     */
    void grade(String value) throws UntranslatableException {
        grade = value.toLowerCase(Locale.ROOT);
        if (!GRADES.contains(grade)) {
            throw new UntranslatableException("not one of Postfix's grades, " + GRADES + ": ciphers=" + value);
        }
    }

    /** Takes {@code exclude=}. */
    void exclude(String value) {
        excluded = value;
    }

    /**
     * Adds the bits that say the same, and what there is to say.
     *
     * @throws UntranslatableException when a cipher is excluded that a number of bits does not exclude
     */
    void apply(TlsLevel level, RuleDraft rule) throws UntranslatableException {
        if (grade.isEmpty() && excluded.isEmpty()) {
            return;
        }
        if (!level.requiresEncryption()) {
            rule.note("ciphers= and exclude= are not kept: where cleartext will do, any cipher will");
            return;
        }
        int bits = Math.max(grade.equals("high") ? HIGH_BITS : DEFAULT_BITS, bitsOfExclusions(rule));
        rule.option("bits", Integer.toString(bits));
        if (!grade.isEmpty()) {
            rule.note("ciphers=" + grade + " is said as bits=" + bits + "; what the JVM disables is not used either");
        }
    }

    private int bitsOfExclusions(RuleDraft rule) throws UntranslatableException {
        int bits = DEFAULT_BITS;
        for (String item : Splitter.on(':').omitEmptyStrings().split(excluded)) {
            String cipher = item.toUpperCase(Locale.ROOT);
            if (TRIPLE_DES.contains(cipher)) {
                bits = HIGH_BITS;
            } else if (NOT_IN_JSSE.contains(cipher)) {
                rule.note("exclude=" + item + " is left to the JVM, which disables it unless told otherwise"
                        + " (jdk.tls.disabledAlgorithms)");
            } else if (!WEAK.contains(cipher)) {
                throw new UntranslatableException(
                        "exclude= of an OpenSSL cipher, which has to be said in JSSE's names: " + item);
            }
        }
        return bits;
    }
}
