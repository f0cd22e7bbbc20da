// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.Arrays;

import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyRule;

/** A rule that is legal, and may not be what its author meant. Immutable. */
public final class TableWarning {
    /** What is suspicious. */
    public enum Kind {
        /** No mail comes to it. */
        NEVER_REACHED("never-reached"),
        /** It asks for what holds without it. */
        CHANGES_NOTHING("changes-nothing"),
        /**
         * It lets mail out in cleartext where narrower or other rules ask for encryption, and excepts from none that is
         * wider.
         */
        WIDE_EXCEPTION("wide-exception"),
        /** Its last day is near or over. */
        ENDS_SOON("ends-soon", true),
        /** A trust anchor of it expires soon. */
        ANCHOR_EXPIRES("anchor-expires", true),
        /** A trust anchor of it has expired, and is left out. */
        ANCHOR_LEFT_OUT("anchor-left-out", true),
        /** This Java has none of the cipher suites that it leaves. */
        SUITES_MISSING("suites-missing", true),
        /** It names a cipher suite that this Java lacks. */
        SUITE_UNKNOWN("suite-unknown", true),
        /** A trust anchor of it has a key that is too weak. */
        WEAK_ANCHOR("weak-anchor"),
        /** A trust anchor of it is not valid yet. */
        ANCHOR_NOT_YET_VALID("anchor-not-yet-valid"),
        /** It is tried out without an end. */
        ONLY_TESTING("only-testing"),
        /** It asks for encryption that is worth little. */
        WEAK("weak"),
        /** DNS knows no such domain. */
        NO_SUCH_DOMAIN("no-such-domain"),
        /** The domain takes no mail. */
        NO_MAIL("no-mail"),
        /** It names a mail exchanger, and not the domain of its recipients. */
        MAIL_EXCHANGER("mail-exchanger"),
        /** DNS did not answer for it. */
        NOT_ANSWERED("not-answered");

        private final String word;
        private final boolean degrading;

        Kind(String word) {
            this(word, false);
        }

        Kind(String word, boolean degrading) {
            this.word = word;
            this.degrading = degrading;
        }

        static Kind of(Degradation.Kind how) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word.equals(how.word()))
                    .findFirst()
                    .orElseThrow();
        }

        /** Tells whether a table with it is degraded, in a James that runs too. */
        public boolean isDegrading() {
            return degrading;
        }

        /** Returns the word for programs: {@code never-reached}. */
        public String word() {
            return word;
        }
    }

    private final Kind kind;
    private final PolicyRule rule;
    private final String reason;

    TableWarning(Kind kind, PolicyRule rule, String reason) {
        this.kind = kind;
        this.rule = rule;
        this.reason = reason;
    }

    /** Returns what is suspicious. */
    public Kind kind() {
        return kind;
    }

    /** Returns the rule. */
    public PolicyRule rule() {
        return rule;
    }

    /** Returns why, in words of which the rule is the subject. */
    public String reason() {
        return reason;
    }

    /** Returns {@code tls-policy.conf:7: partner.example asks for what holds without it}. */
    @Override
    public String toString() {
        return rule.requirement().source() + ": " + rule.who() + " " + reason;
    }
}
