// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.primitives.Ints;

/**
 * The value of a {@code TLS_Rcpt:} or {@code TLS_Clt:} line:
 * {@code [PERM+|TEMP+] (VERIFY[:bits] | ENCR:bits) [+extension[++extension]]} (cf/README, "Allowing Connections";
 * {@code STLS_connection} in cf/m4/proto.m4). Where Sendmail takes a value that it does not know
 * for "accept", this takes it for a mistake; the words that are meant so are {@code OK} and {@code RELAY}. Immutable.
 */
final class SendmailRequirement {
    private static final int MOST_BITS = 256;
    private static final ImmutableSet<String> EXCEPTIONS = ImmutableSet.of("OK", "RELAY");
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final String NO_REQUIREMENT =
            "not [PERM+|TEMP+] VERIFY, VERIFY:bits or ENCR:bits; Sendmail accepts everything here, cleartext too, unless it"
                    + " reads a number in another base";

    private final String level;
    private final int bits;
    private final boolean permanent;
    private final SendmailConditions conditions;

    private SendmailRequirement(String level, int bits, boolean permanent, SendmailConditions conditions) {
        this.level = level;
        this.bits = bits;
        this.permanent = permanent;
        this.conditions = conditions;
    }

    /**
     * Returns what {@code value} asks for.
     *
     * @param issuersByTag the issuers that the map accepts by a tag ({@code CITag:})
     * @throws UntranslatableException when it is no requirement, or one that the policy table has no words for
     */
    static SendmailRequirement parse(String value, ListMultimap<String, String> issuersByTag)
            throws UntranslatableException {
        return parseTight(withoutBlanks(value), issuersByTag);
    }

    /** Sendmail takes a value in tokens: blanks around plus and colon do not count. */
    private static String withoutBlanks(String value) {
        StringBuilder tight = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean blank = c == ' ' || c == '\t';
            if (!blank || !(isAt(value, i, -1) || isAt(value, i, 1))) {
                tight.append(c);
            }
        }
        return tight.toString();
    }

    /** Tells whether the next character in that direction that is not blank is a plus or a colon. */
    private static boolean isAt(String value, int from, int step) {
        int at = from;
        while (at >= 0 && at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
            at += step;
        }
        return at >= 0 && at < value.length() && (value.charAt(at) == '+' || value.charAt(at) == ':');
    }

    private static SendmailRequirement parseTight(String value, ListMultimap<String, String> issuersByTag)
            throws UntranslatableException {
        if (EXCEPTIONS.contains(value.toUpperCase(Locale.ROOT))) {
            return new SendmailRequirement("may", 0, false, SendmailConditions.none());
        }
        boolean permanent = value.regionMatches(true, 0, "PERM+", 0, 5);
        boolean prefixed = permanent || value.regionMatches(true, 0, "TEMP+", 0, 5);
        String requirement = prefixed ? value.substring(5) : value;
        int plus = requirement.indexOf('+');
        String check = plus < 0 ? requirement : requirement.substring(0, plus);
        List<String> extensions =
                plus < 0 ? ImmutableList.of() : Splitter.on("++").splitToList(requirement.substring(plus + 1));
        return of(check.toUpperCase(Locale.ROOT), permanent, SendmailConditions.parse(extensions, issuersByTag));
    }

    private static SendmailRequirement of(String check, boolean permanent, SendmailConditions conditions)
            throws UntranslatableException {
        if (check.equals("VERIFY")) {
            return new SendmailRequirement(conditions.level("verify"), 0, permanent, conditions);
        }
        if (check.startsWith("VERIFY:")) {
            int bits = bits(check.substring("VERIFY:".length()));
            return new SendmailRequirement(conditions.level("verify"), bits, permanent, conditions);
        }
        if (!check.startsWith("ENCR:")) {
            throw new UntranslatableException(NO_REQUIREMENT);
        }
        int bits = bits(check.substring("ENCR:".length()));
        // Cleartext has 0 bits, and 0 is not less than 0.
        String level = bits == 0 ? "may" : "encrypt";
        return new SendmailRequirement(conditions.level(level), bits, permanent, conditions);
    }

    private static int bits(String text) throws UntranslatableException {
        // A number that begins with 0 is one to the base of eight there.
        boolean decimal = !text.startsWith("0") || text.equals("0");
        Optional<Integer> bits = Optional.of(text)
                .filter(number -> decimal && DIGITS.matchesAllOf(number))
                .map(Ints::tryParse);
        if (bits.isEmpty()) {
            throw new UntranslatableException(NO_REQUIREMENT);
        }
        if (bits.get() > MOST_BITS) {
            throw new UntranslatableException("no cipher has more than " + MOST_BITS + " bits");
        }
        return bits.get();
    }

    /** Tells whether mail may be kept back. */
    boolean isEnforced() {
        return !level.equals("may");
    }

    /** Adds level and options of a rule for recipients, and what there is to say. */
    void applyToRecipients(RuleDraft rule) {
        applyTo(rule, "the certificate has to name the MX host as well; Sendmail asks for a trusted chain alone");
    }

    /** Adds level and options of a rule for clients, and what there is to say. */
    void applyToClients(RuleDraft rule) {
        applyTo(rule, "");
        if (isEnforced() && conditions.isForHost()) {
            rule.option("match", "hostname");
        }
    }

    private void applyTo(RuleDraft rule, String noteOnVerify) {
        rule.level(level);
        if (!isEnforced()) {
            rule.note("Sendmail accepts everything here, cleartext too: an exception");
            return;
        }
        rule.option("bits", Integer.toString(bits));
        conditions.applyTo(rule);
        rule.option("failure", permanent ? "bounce" : "defer"); // a temporary error unless TLS_PERM_ERR is set
        if (level.equals("verify") && !conditions.isForHost() && !noteOnVerify.isEmpty()) {
            rule.note(noteOnVerify);
        }
    }
}
