// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.io.IOException;

/** Why a {@link FileReplacement} changed nothing. The message is one sentence for a person that names the file. */
public final class FileReplacementException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean conflict;

    private FileReplacementException(String message, boolean conflict) {
        super(message);
        this.conflict = conflict;
    }

    /** Returns the failure of a file that is not what it was believed to be. */
    static FileReplacementException conflict(String sentence) {
        return new FileReplacementException(sentence, true);
    }

    /** Returns the failure of a file that cannot be written now. */
    static FileReplacementException failed(String sentence) {
        return new FileReplacementException(sentence, false);
    }

    /** Tells whether there is a file already, or another program has changed it; otherwise it could not be written. */
    public boolean isConflict() {
        return conflict;
    }
}
