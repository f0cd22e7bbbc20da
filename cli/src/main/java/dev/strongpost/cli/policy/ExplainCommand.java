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
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.lint.PolicyQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy explain}: why a rule decides. */
@Command(name = "explain", description = "Show every rule that is considered for these, and which decides.")
final class ExplainCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "FILE", description = "The policy table.")
    private Path file = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "ADDRESS",
            description = "A recipient, or a party of inbound mail: from:, to:, client: or cert: in front.")
    private List<String> addresses = ImmutableList.of();

    @Mixin
    private JsonOption json = new JsonOption();

    ExplainCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<PolicyQuery> queries = RecipientRenderer.parse(addresses, null);
        PolicyTable table = TableFile.read(context, file);
        List<PolicyExplanation> explanations =
                queries.stream().map(query -> query.explainIn(table)).collect(Collectors.toList());
        if (json.isWanted()) {
            context.printJson(
                    explanations.stream().map(ExplainCommand::document).collect(Collectors.toList()));
        } else {
            explanations.forEach(explanation -> context.print(explanation.toString()));
        }
        return ExitCode.YES;
    }

    private static Object document(PolicyExplanation explanation) {
        return ImmutableMap.of(
                "about", explanation.recipient(),
                "requirement", RecipientRenderer.document(explanation.requirement()),
                "considered",
                        explanation.steps().stream()
                                .map(step -> ImmutableMap.of(
                                        "outcome", step.outcome().words(),
                                        "requirement", RecipientRenderer.document(step.requirement())))
                                .collect(Collectors.toList()));
    }
}
