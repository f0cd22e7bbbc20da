// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.text;

/** A value of the policy table that is not what its place allows. The message says what is allowed. */
public final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** Takes what is allowed in that place. */
    public InvalidValueException(String allowed) {
        this("", allowed);
    }

    /** Takes what is wrong with a value that looks well, such as {@code which does not exist}, too. */
    public InvalidValueException(String problem, String allowed) {
        // No stack trace: it is caught a few frames up, and a bad file may throw a thousand.
        super(allowed, null, false, false);
        this.problem = problem;
    }

    /** Returns what is allowed in that place, in words. */
    public String allowed() {
        return String.valueOf(getMessage());
    }

    /** Returns {@code given} with what is wrong with it behind, if that is not plain to see. */
    public String given(String given) {
        return problem.isEmpty() ? given : Sanitizer.endOfPath(given) + ", " + problem;
    }
}
