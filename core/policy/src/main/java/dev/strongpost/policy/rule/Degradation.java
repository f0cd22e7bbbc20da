// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

import javax.annotation.Nullable;

import dev.strongpost.text.Sanitizer;

/**
 * What time, or an update of Java, has done to a rule that was written correctly, or will do within {@value
 * #DAYS_OF_WARNING} days: the table stays active, and is degraded. Seen from one day. Immutable.
 */
public final class Degradation {
    /** How many days before something happens it begins to count. */
    public static final int DAYS_OF_WARNING = 14;

    private static final int LONGEST_NAME = 60;

    /** What happens. */
    public enum Kind {
        /** The last day of a rule ({@code until=}) passes: its mail has to satisfy the next rule as well. */
        RULE_ENDS("ends-soon", true),
        /** A trust anchor of a rule ({@code ca=}) expires, and is left out then. */
        ANCHOR_EXPIRES("anchor-expires", false),
        /** A trust anchor of a rule had expired when its file was read, and is left out. */
        ANCHOR_LEFT_OUT("anchor-left-out", false),
        /** This Java has none of the cipher suites that a rule leaves: its mail waits. */
        SUITES_MISSING("suites-missing", true),
        /** This Java lacks a cipher suite that a rule lists or excludes, and that it can do without. */
        SUITE_UNKNOWN("suite-unknown", false);

        private final String word;
        private final boolean grave;

        Kind(String word, boolean grave) {
            this.word = word;
            this.grave = grave;
        }

        /** Returns the word for programs: {@code anchor-expires}. */
        public String word() {
            return word;
        }
    }

    private final Kind kind;
    private final PolicyRule rule;
    private final String what;

    /** The last day on which all is as it was written; null for what no date is known of. */
    @Nullable
    private final LocalDate last;

    private final LocalDate today;

    private Degradation(Kind kind, PolicyRule rule, String what, @Nullable LocalDate last, LocalDate today) {
        this.kind = kind;
        this.rule = rule;
        this.what = what;
        this.last = last;
        this.today = today;
    }

    /** Returns what becomes of a rule whose last day is {@code last}. */
    public static Degradation ruleEnds(PolicyRule rule, LocalDate last, LocalDate today) {
        return new Degradation(Kind.RULE_ENDS, rule, "", last, today);
    }

    /** Returns what becomes of an anchor in the file {@code path} that is valid up to the day {@code last}. */
    public static Degradation anchorExpires(
            PolicyRule rule, String path, String title, LocalDate last, LocalDate today) {
        return new Degradation(Kind.ANCHOR_EXPIRES, rule, anchor(path, title), last, today);
    }

    /** Returns what became of an anchor in the file {@code path} that was valid up to the day {@code last}. */
    public static Degradation anchorLeftOut(
            PolicyRule rule, String path, String title, LocalDate last, LocalDate today) {
        String what = anchor(path, title) + " expired on " + last + " and is left out";
        return new Degradation(Kind.ANCHOR_LEFT_OUT, rule, what, null, today);
    }

    private static String anchor(String path, String title) {
        return "ca=" + Sanitizer.endOfPath(path) + ": the certificate " + Sanitizer.line(title, LONGEST_NAME);
    }

    /** Returns what it means that this Java has none of the suites that a rule leaves; {@code why} says which. */
    public static Degradation suitesMissing(PolicyRule rule, String why, LocalDate today) {
        return new Degradation(Kind.SUITES_MISSING, rule, why + ": its mail waits", null, today);
    }

    /** Returns what it means that this Java lacks {@code suite}, which a rule can do without. */
    public static Degradation suiteUnknown(PolicyRule rule, String suite, LocalDate today) {
        String meaning = rule.requirement().excludedCiphers().contains(suite)
                ? "to exclude it means nothing"
                : "it is not offered, the others of the rule are";
        return new Degradation(
                Kind.SUITE_UNKNOWN, rule, "this Java does not have " + suite + ": " + meaning, null, today);
    }

    /** Returns what happens. */
    public Kind kind() {
        return kind;
    }

    /** Returns the rule, for anchors and suites the first of those that it happens to. */
    public PolicyRule rule() {
        return rule;
    }

    /** Returns the days until the last good one: 0 on that day itself, negative when it is over, or has no date. */
    public long daysLeft() {
        return last == null ? -1 : ChronoUnit.DAYS.between(today, last);
    }

    /** Tells whether it has happened. */
    public boolean isOver() {
        return daysLeft() < 0;
    }

    /** Tells whether it has happened and changes what becomes of mail. */
    public boolean isGrave() {
        return isOver() && kind.grave;
    }

    /** Returns what happens, without the rule: {@code ends on 2026-12-01, in 9 days; after that day ...}. */
    public String reason() {
        switch (kind) {
            case RULE_ENDS:
                return isOver()
                        ? "ended on " + last + ": its mail has to satisfy the rule that would apply without it, too"
                        : "ends on " + last + when()
                                + "; after that day its mail has to satisfy the rule that would apply without it, too";
            case ANCHOR_EXPIRES:
                return what + " expires on " + last + when() + ", and then is left out";
            default:
                return what;
        }
    }

    private String when() {
        if (daysLeft() == 0) {
            return ", today";
        }
        return daysLeft() == 1 ? ", in 1 day" : ", in " + Math.max(0, daysLeft()) + " days";
    }

    /** Returns {@code partner.example (tls-policy.conf:3) ends on 2026-12-01, in 9 days; after ...}. */
    @Override
    public String toString() {
        return rule.requirement().rule() + (kind == Kind.RULE_ENDS ? " " : ": ") + reason();
    }
}
