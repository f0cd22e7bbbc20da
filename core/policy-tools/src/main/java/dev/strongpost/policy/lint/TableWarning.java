// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

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
        /** Its last day is near. */
        ENDS_SOON("ends-soon"),
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

        Kind(String word) {
            this.word = word;
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
