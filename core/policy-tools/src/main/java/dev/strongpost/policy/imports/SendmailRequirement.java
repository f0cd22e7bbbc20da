// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.Ints;

/**
 * The value of a {@code TLS_Rcpt:} or {@code TLS_Clt:} line:
 * {@code [PERM+|TEMP+] (VERIFY[:bits] | ENCR:bits) [+extension[++extension]]} (cf/README, "Allowing Connections";
 * {@code STLS_connection} and {@code STLS_req} in cf/m4/proto.m4). Where Sendmail takes a value that it does not know
 * for "accept", this takes it for a mistake; the words that are meant so are {@code OK} and {@code RELAY}. Immutable.
 */
final class SendmailRequirement {
    private static final int MOST_BITS = 256;
    private static final ImmutableSet<String> EXCEPTIONS = ImmutableSet.of("OK", "RELAY");
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final CharMatcher HOST_NAME = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(DIGITS)
            .or(CharMatcher.anyOf("-."));
    private static final String NO_REQUIREMENT =
            "not [PERM+|TEMP+] VERIFY, VERIFY:bits or ENCR:bits; Sendmail itself accepts everything here, cleartext too";

    private final String level;
    private final int bits;
    private final boolean permanent;
    private final ImmutableList<String> extensions;

    private SendmailRequirement(String level, int bits, boolean permanent, List<String> extensions) {
        this.level = level;
        this.bits = bits;
        this.permanent = permanent;
        this.extensions = ImmutableList.copyOf(extensions);
    }

    /**
     * Returns what {@code value} asks for.
     *
     * @throws UntranslatableException when it is no requirement, or one that the policy table has no words for
     */
    static SendmailRequirement parse(String value) throws UntranslatableException {
        if (EXCEPTIONS.contains(value.toUpperCase(Locale.ROOT))) {
            return new SendmailRequirement("may", 0, false, ImmutableList.of());
        }
        boolean permanent = value.regionMatches(true, 0, "PERM+", 0, 5);
        boolean prefixed = permanent || value.regionMatches(true, 0, "TEMP+", 0, 5);
        String requirement = prefixed ? value.substring(5) : value;
        int plus = requirement.indexOf('+');
        String check = plus < 0 ? requirement : requirement.substring(0, plus);
        List<String> extensions =
                plus < 0 ? ImmutableList.of() : Splitter.on("++").splitToList(requirement.substring(plus + 1));
        return of(check.toUpperCase(Locale.ROOT), permanent, extensions);
    }

    private static SendmailRequirement of(String check, boolean permanent, List<String> extensions)
            throws UntranslatableException {
        if (check.equals("VERIFY")) {
            return named("verify", 0, permanent, extensions);
        }
        if (check.startsWith("VERIFY:")) {
            return named("verify", bits(check.substring("VERIFY:".length())), permanent, extensions);
        }
        if (!check.startsWith("ENCR:")) {
            throw new UntranslatableException(NO_REQUIREMENT);
        }
        int bits = bits(check.substring("ENCR:".length()));
        boolean anything = bits == 0 && extensions.isEmpty(); // cleartext has 0 bits, and 0 is not less than 0
        return named(anything ? "may" : "encrypt", bits, permanent, extensions);
    }

    private static SendmailRequirement named(String level, int bits, boolean permanent, List<String> extensions)
            throws UntranslatableException {
        if (extensions.isEmpty()) {
            return new SendmailRequirement(level, bits, permanent, extensions);
        }
        // A list is met when all of it is (TLS_req); match= is met when one name is.
        if (extensions.size() > 1) {
            throw new UntranslatableException(
                    "several conditions that must all be met; the policy table has one name or another");
        }
        String extension = extensions.get(0);
        boolean host = extension.equalsIgnoreCase("CN");
        if (!host && !extension.regionMatches(true, 0, "CN:", 0, 3)) {
            throw new UntranslatableException(
                    "the policy table has no condition on the issuer or the whole subject: " + extension);
        }
        if (!host) {
            requireHostName(extension.substring("CN:".length()));
        }
        return new SendmailRequirement(host ? "verify" : "secure", bits, permanent, extensions);
    }

    // match= takes lists, suffixes, and words such as nexthop; a CN that looks like one of these is none.
    private static void requireHostName(String name) throws UntranslatableException {
        if (!HOST_NAME.matchesAllOf(name) || name.indexOf('.') < 1) {
            throw new UntranslatableException(
                    "a CN that is no host name cannot be compared with subjectAltName: " + name);
        }
    }

    private static int bits(String text) throws UntranslatableException {
        Optional<Integer> bits = Optional.of(text).filter(DIGITS::matchesAllOf).map(Ints::tryParse);
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
        if (isEnforced() && hasHostCondition()) {
            rule.option("match", "hostname");
        }
    }

    private boolean hasHostCondition() {
        return extensions.stream().anyMatch(extension -> extension.equalsIgnoreCase("CN"));
    }

    private void applyTo(RuleDraft rule, String noteOnVerify) {
        rule.level(level);
        if (!isEnforced()) {
            rule.note("Sendmail accepts everything here, cleartext too: an exception");
            return;
        }
        rule.option("bits", Integer.toString(bits));
        extensions.stream()
                .filter(extension -> extension.length() > "CN:".length())
                .forEach(extension -> rule.option("match", extension.substring("CN:".length())));
        rule.option("failure", permanent ? "bounce" : "defer"); // a temporary error unless TLS_PERM_ERR is set
        if (!extensions.isEmpty()) {
            rule.note("the chain has to be trusted and the name stand in subjectAltName; Sendmail compares the CN");
        } else if (level.equals("verify") && !noteOnVerify.isEmpty()) {
            rule.note(noteOnVerify);
        }
    }
}
