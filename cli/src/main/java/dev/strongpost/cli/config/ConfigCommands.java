// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.config;

import dev.strongpost.cli.terminal.CommandContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code strongpost config}. */
@Command(name = "config", description = "Check how a James is set up.", synopsisSubcommandLabel = "COMMAND")
public final class ConfigCommands {
    private ConfigCommands() {}

    /** Returns the group with all its commands. */
    public static CommandLine of(CommandContext context) {
        return new CommandLine(new ConfigCommands()).addSubcommand(new CheckCommand(context));
    }
}
