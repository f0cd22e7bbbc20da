package dev.strongpost.cert;

/** Why something with a key, a certificate or their file cannot be done. The message is one sentence for a person, without secrets. */
public final class CertificateTrouble extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether anything is known. */
    public enum Kind {
        /** The file or its password stand in the way: what it holds is not known. */
        UNREADABLE,
        /** What is there, or what was given, does not allow it. */
        REFUSED
    }

    private final Kind kind;

    private CertificateTrouble(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** Returns the trouble with a file that cannot be read, or not be written. */
    static CertificateTrouble unreadable(String sentence) {
        return new CertificateTrouble(Kind.UNREADABLE, sentence);
    }

    /** Returns the trouble with what a file holds, or with what was given. */
    static CertificateTrouble refused(String sentence) {
        return new CertificateTrouble(Kind.REFUSED, sentence);
    }

    /** Returns whether anything is known. */
    public Kind kind() {
        return kind;
    }
}
