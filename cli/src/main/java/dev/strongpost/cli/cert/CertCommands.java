// SPDX-License-Identifier: Apache-2.0
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
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new CertCommands())
                .addSubcommand(new CreateCommand(context))
                .addSubcommand(new RequestCommand(context))
                .addSubcommand(new ImportCommand(context))
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new ShowCommand(context))
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new ExportCommand(context))
                .addSubcommand(new DeleteCommand(context))
                .addSubcommand(new ReloadCommand(context));
    }
}
