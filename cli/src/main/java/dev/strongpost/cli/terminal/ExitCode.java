// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

/** What a command's exit status says. The numbers are a contract with scripts. */
public final class ExitCode {
    /** Done; or the answer is yes, all is well. */
    public static final int YES = 0;

    /** The answer is no: something is wrong, differs, or does not belong together. Nothing was changed. */
    public static final int NO = 1;

    /** The command was given wrongly. Nothing was done. */
    public static final int USAGE = 2;

    /**
     * It could not be found out: a file cannot be read, a password is wrong, a host does not answer. Nothing was
     * changed.
     */
    public static final int UNKNOWN = 3;

    private ExitCode() {}
}
