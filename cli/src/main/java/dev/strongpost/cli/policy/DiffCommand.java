// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.cli.render.RecipientRenderer;
import dev.strongpost.cli.terminal.AnsiStyle;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.lint.Recipient;
import dev.strongpost.policy.lint.TableComparison;
import dev.strongpost.policy.lint.TableComparison.Change;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy diff}: whose mail will travel otherwise. */
@Command(
        name = "diff",
        description = {
            "Show for whom two tables require different things: for the given recipients, or else",
            "for those whom the rules of either cover. Exit with 1 if there are any."
        })
final class DiffCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "OLD", description = "The active policy table.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The policy table to be.")
    private Path after = Path.of("");

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "ADDRESS",
            description = "A recipient, or a domain for anyone there.")
    private List<String> addresses = ImmutableList.of();

    @Nullable
    @Option(names = "--addresses", paramLabel = "FILE", description = "Recipients and domains, one a line.")
    private Path addressFile;

    @Mixin
    private JsonOption json = new JsonOption();

    DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Recipient> given = RecipientRenderer.parse(addresses, addressFile);
        PolicyTable old = TableFile.read(context, before);
        PolicyTable replaced = TableFile.read(context, after);
        List<Change> changes =
                context.during("Comparing " + before + " with " + after, () -> changes(old, replaced, given));
        if (json.isWanted()) {
            context.printJson(changes.stream().map(DiffCommand::document).collect(Collectors.toList()));
        } else {
            changes.forEach(this::print);
            context.print(changes.isEmpty() ? "no difference" : changes.size() + " different");
        }
        return changes.isEmpty() ? ExitCode.YES : ExitCode.NO;
    }

    private List<Change> changes(PolicyTable old, PolicyTable replaced, List<Recipient> given) {
        boolean named = !addresses.isEmpty() || addressFile != null;
        return named ? TableComparison.of(old, replaced, given) : TableComparison.of(old, replaced);
    }

    private void print(Change change) {
        context.print(change.recipient() + " " + effect(change));
        context.print("  before  " + RecipientRenderer.describe(change.before()) + ", by "
                + change.before().rule());
        context.print("  after   " + RecipientRenderer.describe(change.after()) + ", by "
                + change.after().rule());
    }

    private String effect(Change change) {
        AnsiStyle ink = context.ink();
        String word = change.effect().word();
        switch (change.effect()) {
            case LOOSER:
                return ink.bad(word);
            case STRICTER:
                return ink.good(word);
            default:
                return ink.warning(word);
        }
    }

    private static Object document(Change change) {
        return ImmutableMap.of(
                "recipient", change.recipient().title(),
                "effect", change.effect().word(),
                "before", RecipientRenderer.document(change.before()),
                "after", RecipientRenderer.document(change.after()));
    }
}
