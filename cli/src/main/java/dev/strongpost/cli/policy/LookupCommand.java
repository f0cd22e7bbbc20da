// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.cli.render.RecipientRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.cli.terminal.TextTable;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.lint.PolicyQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy lookup}: what mail to these requires. */
@Command(name = "lookup", description = "Show what mail to these, or from them, requires, and by which rule.")
final class LookupCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy table.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "ADDRESS",
            description = {
                "A recipient, or a domain for anyone there; with from:, to:, client: or cert: in front",
                "a party of inbound mail."
            })
    private List<String> addresses = ImmutableList.of();

    @Mixin
    private JsonOption json = new JsonOption();

    LookupCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<PolicyQuery> queries = RecipientRenderer.parse(addresses, null);
        PolicyTable table = TableFile.read(context, file);
        if (json.isWanted()) {
            context.printJson(queries.stream()
                    .map(query -> ImmutableMap.of(
                            "about",
                            query.title(),
                            "requirement",
                            RecipientRenderer.document(query.requirementIn(table))))
                    .collect(Collectors.toList()));
        } else {
            context.print(table(queries, table));
        }
        return ExitCode.YES;
    }

    private static TextTable table(List<PolicyQuery> queries, PolicyTable table) {
        TextTable text = TextTable.of("ABOUT", "LEVEL", "REQUIRES", "BY");
        for (PolicyQuery query : queries) {
            TlsRequirement requirement = query.requirementIn(table);
            text.row(
                    query.title(),
                    requirement.level().word(),
                    requirement.describe() + (requirement.isTesting() ? ", only tried out" : ""),
                    requirement.rule());
        }
        return text;
    }
}
