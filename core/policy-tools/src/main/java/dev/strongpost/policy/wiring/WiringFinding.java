// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.Objects;

import javax.annotation.Nullable;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.text.Sanitizer;

/** Something about how a James is set up: what is wrong, where, and what to write. Immutable. */
public final class WiringFinding {
    /** How bad it is. The worst comes first. */
    public enum Severity {
        /** Mail can bypass a rule, or a rule is applied to no mail. */
        PROBLEM("problem"),
        /** A rule cannot work as written; no mail bypasses it. */
        FAULT("fault"),
        /** It works, and is probably not what was meant. */
        WARNING("warning"),
        /** Whether it works cannot be told from the files. */
        NOT_JUDGED("not judged");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /** Returns the word for it: {@code not judged}. */
        public String word() {
            return word;
        }
    }

    private static final int LONGEST = 600;

    private final Severity severity;
    private final RuleSource place;
    private final String text;

    WiringFinding(Severity severity, RuleSource place, String text) {
        this.severity = severity;
        this.place = place;
        this.text = Sanitizer.line(text, LONGEST);
    }

    /** Tells whether it has to be changed: a problem or a fault. */
    public boolean isError() {
        return severity == Severity.PROBLEM || severity == Severity.FAULT;
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return severity;
    }

    /** Returns the file and line; line 0 where the whole file is meant. */
    public RuleSource place() {
        return place;
    }

    /** Returns what is wrong and what to write, without the place. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof WiringFinding)) {
            return false;
        }
        WiringFinding that = (WiringFinding) other;
        return severity == that.severity && place.equals(that.place) && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(severity, place, text);
    }

    /** Returns {@code mailetcontainer.xml:57: what is wrong: what to write}. */
    @Override
    public String toString() {
        return place + ": " + text;
    }
}
