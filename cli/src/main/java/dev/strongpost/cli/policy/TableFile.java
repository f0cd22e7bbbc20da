// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/** Reads the table that a command is about. */
public final class TableFile {
    private TableFile() {}

    /**
     * Returns the table in that file.
     *
     * @throws CommandFailure when it cannot be read
     * @throws PolicyException when it has a mistake
     */
    static PolicyTable parse(CommandContext context, Path file) throws PolicyException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw CommandFailure.unknown(file + ": " + reason(file));
        }
        return context.during(
                "Reading " + file, () -> PolicyTableParser.forThisJvm().parse(file));
    }

    private static String reason(Path file) {
        if (!Files.exists(file)) {
            return "there is no such file";
        }
        return Files.isRegularFile(file) ? "this user may not read it" : "it is no file";
    }

    /**
     * Returns the table in that file.
     *
     * @throws CommandFailure when it cannot be read, or has a mistake
     */
    public static PolicyTable read(CommandContext context, Path file) {
        try {
            return parse(context, file);
        } catch (PolicyException e) {
            int more = e.errors().size() - 1;
            throw CommandFailure.unknown("the table is refused: " + e.errors().get(0)
                    + (more == 0 ? "" : "; strongpost policy check shows " + more + " more"));
        }
    }
}
