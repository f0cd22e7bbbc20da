// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import javax.annotation.Nullable;

import picocli.CommandLine.Option;

/** The options for the password of a key store. Without them a person is asked. */
public final class PasswordOptions {
    @Nullable
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password is the first line of this file.")
    private Path file;

    @Nullable
    @Option(
            names = "--password-env",
            paramLabel = "NAME",
            description = "The password is in this variable of the environment.")
    private String variable;

    /** Returns the password that opens {@code what}: by the options, else by asking. */
    public char[] existing(CommandContext context, Object what) {
        return given(context).orElseGet(() -> ask(context, "Password of " + what + ": ", what));
    }

    /** Returns the password of a new file: by the options, else by asking twice. */
    public char[] chosen(CommandContext context, Object what) {
        return given(context).orElseGet(() -> askTwice(context, what));
    }

    /** Returns the password that the options name. */
    public Optional<char[]> given(CommandContext context) {
        Optional<char[]> given = SecretSource.of(file, variable).read(context);
        if (given.isPresent() && given.get().length == 0) {
            throw CommandFailure.usage("the password in " + (file == null ? "the variable " + variable : file)
                    + " is empty: give one, or none for a PEM file without a password");
        }
        return given;
    }

    private static char[] askTwice(CommandContext context, Object what) {
        char[] first = ask(context, "New password of " + what + ": ", what);
        char[] again = ask(context, "The same again: ", what);
        if (!Arrays.equals(first, again)) {
            throw CommandFailure.usage("the two passwords are not the same");
        }
        return first;
    }

    private static char[] ask(CommandContext context, String question, Object what) {
        return context.askPassword(question)
                .orElseThrow(() -> CommandFailure.usage("the password of " + what
                        + " is needed: give --password-file or --password-env, or call from a terminal"));
    }
}
