// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.cli.terminal.ResolverOption;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.lint.DnsLint;
import dev.strongpost.policy.lint.TableLint;
import dev.strongpost.policy.lint.TableWarning;
import dev.strongpost.policy.lint.TableWarning.Kind;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy check}: would James take the table, and is it what was meant? */
@Command(
        name = "check",
        description = {
            "List all mistakes of a table, and what is legal but suspicious.",
            "Exit with 1 if James would refuse the table, or it is degraded: time or an update of Java",
            "changes what a rule means, or does within 14 days."
        })
final class CheckCommand implements Callable<Integer> {
    private static final Duration DNS_TIMEOUT = Duration.ofSeconds(5);

    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "The policy table.")
    private Path file = Path.of("");

    @Option(names = "--strict", description = "Exit with 1 for what is suspicious, too.")
    private boolean strict;

    @Option(
            names = "--dns",
            description = {
                "Ask DNS about the domains of outbound rules, too: misspelt ones, and hosts in place of domains.",
                "Exit with 3 if it does not answer for one of them and nothing else is wrong."
            })
    private boolean asksDns;

    @Mixin
    private ResolverOption resolver = new ResolverOption();

    @Mixin
    private JsonOption json = new JsonOption();

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try {
            PolicyTable table = TableFile.parse(context, file);
            List<TableWarning> suspicions = suspicions(table);
            report(table.size(), ImmutableList.of(), suspicions);
            return exitCode(suspicions);
        } catch (PolicyException e) {
            report(0, e.errors(), ImmutableList.of());
            return ExitCode.NO;
        }
    }

    private List<TableWarning> suspicions(PolicyTable table) {
        List<TableWarning> suspicions =
                context.during("Looking through " + table, () -> TableLint.of(table, LocalDate.now(context.clock())));
        return asksDns
                ? context.during("Asking DNS about " + table, () -> ImmutableList.<TableWarning>builder()
                        .addAll(suspicions)
                        .addAll(DnsLint.of(table, resolver.resolver(DNS_TIMEOUT)))
                        .build())
                : suspicions;
    }

    private int exitCode(List<TableWarning> suspicions) {
        if (suspicions.stream().anyMatch(suspicion -> suspicion.kind().isDegrading())) {
            return ExitCode.NO;
        }
        if (strict && suspicions.stream().anyMatch(suspicion -> suspicion.kind() != Kind.NOT_ANSWERED)) {
            return ExitCode.NO;
        }
        return suspicions.stream().anyMatch(suspicion -> suspicion.kind() == Kind.NOT_ANSWERED)
                ? ExitCode.UNKNOWN
                : ExitCode.YES;
    }

    private void report(int rules, List<PolicyError> errors, List<TableWarning> suspicions) {
        if (json.isWanted()) {
            context.printJson(ImmutableMap.of(
                    "good", errors.isEmpty(),
                    "rules", rules,
                    "errors", errors.stream().map(CheckCommand::document).collect(Collectors.toList()),
                    "warnings", suspicions.stream().map(CheckCommand::document).collect(Collectors.toList())));
            return;
        }
        errors.forEach(error -> context.print(context.ink().bad("error") + " " + error));
        suspicions.forEach(suspicion -> context.print(context.ink().warning("warning") + " " + suspicion));
        context.print(
                errors.isEmpty()
                        ? context.ink().good("good") + ": " + count(rules, "rule") + ", "
                                + count(suspicions.size(), "warning")
                        : context.ink().bad("refused") + ": " + count(errors.size(), "mistake"));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static Object document(PolicyError error) {
        return ImmutableMap.of(
                "file", error.file(),
                "line", error.line(),
                "key", error.key(),
                "given", error.given(),
                "allowed", error.allowed());
    }

    private static Object document(TableWarning suspicion) {
        return ImmutableMap.of(
                "kind", suspicion.kind().word(),
                "who", suspicion.rule().who(),
                "line", suspicion.rule().requirement().source().line(),
                "reason", suspicion.reason());
    }
}
