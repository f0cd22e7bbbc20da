package dev.strongpost.policy;

/** A value of the policy table that is not what its place allows. The message says what is allowed. */
final class InvalidValueException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidValueException(String allowed) {
        // No stack trace: it is caught a few frames up, and a bad file may throw a thousand.
        super(allowed, null, false, false);
    }

    String allowed() {
        return String.valueOf(getMessage());
    }
}
