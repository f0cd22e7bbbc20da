// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import dev.strongpost.cli.terminal.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code strongpost policy}. */
@Command(
        name = "policy",
        description = "Check and explain policy tables, and import rules of other mail systems.",
        synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommands {
    private PolicyCommands() {}

    /** Returns the group with all its commands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new PolicyCommands())
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new LookupCommand(context))
                .addSubcommand(new ExplainCommand(context))
                .addSubcommand(new DiffCommand(context))
                .addSubcommand(new StatsCommand(context))
                .addSubcommand(new ImportCommand(context));
    }
}
