package dev.strongpost.cli.policy;

import dev.strongpost.cli.terminal.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code strongpost policy}. */
@Command(
        name = "policy",
        description = "Check and explain policy tables, and bring rules along from elsewhere.",
        synopsisSubcommandLabel = "COMMAND")
public final class PolicyCommands {
    private PolicyCommands() {}

    /** Returns the group with all its commands. */
    public static CommandLine of(CommandContext shell) {
        return new CommandLine(new PolicyCommands())
                .addSubcommand(new CheckCommand(shell))
                .addSubcommand(new LookupCommand(shell))
                .addSubcommand(new ExplainCommand(shell))
                .addSubcommand(new DiffCommand(shell))
                .addSubcommand(new StatsCommand(shell))
                .addSubcommand(new ImportCommand(shell));
    }
}
