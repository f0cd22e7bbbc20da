// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.queue;

import dev.strongpost.cli.terminal.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code strongpost queue}. */
@Command(
        name = "queue",
        description = "Deal with the mail that waits in a running James.",
        synopsisSubcommandLabel = "COMMAND")
public final class QueueCommands {
    private QueueCommands() {}

    /** Returns the group with all its commands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new QueueCommands()).addSubcommand(new RetryCommand(context));
    }
}
