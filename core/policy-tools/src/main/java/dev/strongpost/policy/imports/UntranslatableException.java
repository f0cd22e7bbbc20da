// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

/** A rule of another system that the policy table has no words for, or that is none. The message says why. */
final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String reason) {
        // No stack trace: it is caught a few frames up, and a file may throw a million.
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
