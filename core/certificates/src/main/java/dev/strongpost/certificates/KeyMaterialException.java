// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

/**
 * Why something with a key, a certificate or their file cannot be done. The message is one sentence for a person,
 * without secrets.
 */
public final class KeyMaterialException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whether anything is known. */
    public enum Kind {
        /** The file or its password stand in the way: what it holds is not known. */
        UNREADABLE,
        /** What is there, or what was given, does not allow it. */
        REFUSED
    }

    private final Kind kind;

    private KeyMaterialException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
    }

    /** Returns the trouble with a file that cannot be read, or not be written. */
    public static KeyMaterialException unreadable(String sentence) {
        return new KeyMaterialException(Kind.UNREADABLE, sentence);
    }

    /** Returns the trouble with what a file holds, or with what was given. */
    public static KeyMaterialException refused(String sentence) {
        return new KeyMaterialException(Kind.REFUSED, sentence);
    }

    /** Returns whether anything is known. */
    public Kind kind() {
        return kind;
    }
}
