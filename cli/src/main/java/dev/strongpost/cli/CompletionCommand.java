// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code strongpost generate-completion}: so that the tab key knows commands and options. */
@Command(
        name = "generate-completion",
        description = {
            "Write a script that completes commands and options in bash and zsh.",
            "In ~/.bashrc: source <(strongpost generate-completion)"
        })
final class CompletionCommand implements Callable<Integer> {
    private final CommandContext context;

    @Nullable
    @Spec
    private CommandSpec spec;

    CompletionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            context.print(AutoComplete.bash("strongpost", spec.root().commandLine()));
        }
        return ExitCode.YES;
    }
}
