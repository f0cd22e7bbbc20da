package dev.strongpost.dns;

/** DNS gave no answer, or none that says anything: another attempt may. */
public final class TemporaryLookupException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Takes what was asked, and how it failed. */
    public TemporaryLookupException(String message) {
        super(message);
    }
}
