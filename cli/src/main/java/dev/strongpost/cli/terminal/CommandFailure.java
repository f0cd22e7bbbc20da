// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import dev.strongpost.certificates.KeyMaterialException;

/** Ends a command: with one sentence for a person, on standard error, and an exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** Returns the answer no, with why. */
    public static CommandFailure no(String sentence) {
        return new CommandFailure(ExitCode.NO, sentence);
    }

    /** Returns the failure of a command that was given wrongly. */
    public static CommandFailure usage(String sentence) {
        return new CommandFailure(ExitCode.USAGE, sentence);
    }

    /** Returns the failure of a command that cannot find out. */
    public static CommandFailure unknown(String sentence) {
        return new CommandFailure(ExitCode.UNKNOWN, sentence);
    }

    /** Returns the failure that trouble with a certificate is. */
    public static CommandFailure of(KeyMaterialException trouble) {
        int code = trouble.kind() == KeyMaterialException.Kind.UNREADABLE ? ExitCode.UNKNOWN : ExitCode.NO;
        return new CommandFailure(code, String.valueOf(trouble.getMessage()));
    }

    /** Returns the {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
