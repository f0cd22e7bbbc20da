package dev.strongpost.cli.cert;

import dev.strongpost.cli.terminal.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code strongpost cert}. */
@Command(
        name = "cert",
        description = "Make, look at and exchange James's keys and certificates.",
        synopsisSubcommandLabel = "COMMAND")
public final class CertCommands {
    private CertCommands() {}

    /** Returns the group with all its commands. */
    public static CommandLine of(CommandContext shell) {
        return new CommandLine(new CertCommands())
                .addSubcommand(new CreateCommand(shell))
                .addSubcommand(new RequestCommand(shell))
                .addSubcommand(new ImportCommand(shell))
                .addSubcommand(new ListCommand(shell))
                .addSubcommand(new ShowCommand(shell))
                .addSubcommand(new CheckCommand(shell))
                .addSubcommand(new ExportCommand(shell))
                .addSubcommand(new DeleteCommand(shell))
                .addSubcommand(new ReloadCommand(shell));
    }
}
