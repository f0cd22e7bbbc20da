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
import dev.strongpost.policy.lint.PolicyQuery;
import dev.strongpost.policy.lint.TableComparison;
import dev.strongpost.policy.lint.TableComparison.Change;
import dev.strongpost.policy.lint.TableComparison.FieldChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy diff}: whose mail will travel otherwise. */
@Command(
        name = "diff",
        description = {
            "Show for whom two tables require different things, and what: for those given, or else",
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
            description = {
                "A recipient, or a domain for anyone there; with from:, to:, client: or cert: in front",
                "a party of inbound mail."
            })
    private List<String> addresses = ImmutableList.of();

    @Nullable
    @Option(names = "--addresses", paramLabel = "FILE", description = "The same, one a line.")
    private Path addressFile;

    @Mixin
    private JsonOption json = new JsonOption();

    DiffCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<PolicyQuery> given = RecipientRenderer.parse(addresses, addressFile);
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

    private List<Change> changes(PolicyTable old, PolicyTable replaced, List<PolicyQuery> given) {
        boolean named = !addresses.isEmpty() || addressFile != null;
        return named ? TableComparison.of(old, replaced, given) : TableComparison.of(old, replaced);
    }

    private void print(Change change) {
        context.print(change.about() + " " + effect(change));
        context.print("  before  " + RecipientRenderer.describe(change.before()) + ", by "
                + change.before().rule());
        context.print("  after   " + RecipientRenderer.describe(change.after()) + ", by "
                + change.after().rule());
        change.fields()
                .forEach(field ->
                        context.print("  changed " + field.field() + ": " + field.before() + " -> " + field.after()));
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
                "about", change.about().title(),
                "effect", change.effect().word(),
                "changed", change.fields().stream().map(DiffCommand::document).collect(Collectors.toList()),
                "before", RecipientRenderer.document(change.before()),
                "after", RecipientRenderer.document(change.after()));
    }

    private static Object document(FieldChange change) {
        return ImmutableMap.of("field", change.field(), "before", change.before(), "after", change.after());
    }
}
