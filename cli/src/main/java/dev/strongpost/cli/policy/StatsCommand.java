// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;

import com.google.common.base.Ascii;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.cli.terminal.TextTable;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy stats}: a table in numbers. */
@Command(name = "stats", description = "Count the rules of a table.")
final class StatsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "FILE", description = "The policy table.")
    private Path file = Path.of("");

    @Mixin
    private JsonOption json = new JsonOption();

    StatsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        PolicyTable table = TableFile.read(context, file);
        Map<String, Object> counts = counts(table, LocalDate.now(context.clock()));
        if (json.isWanted()) {
            context.printJson(counts);
        } else {
            context.print(text(counts));
        }
        return ExitCode.YES;
    }

    private static Map<String, Object> counts(PolicyTable table, LocalDate today) {
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("rules", table.size());
        counts.put("levels", count(table, rule -> rule.requirement().level().word()));
        counts.put("directions", count(table, rule -> rule.direction().word()));
        counts.put("failures", count(table, rule -> rule.requirement().failure().toString()));
        counts.put("kinds", count(table, StatsCommand::kind));
        counts.put(
                "testing",
                table.rules().stream()
                        .filter(rule -> rule.requirement().isTesting())
                        .count());
        counts.put(
                "ending",
                table.rules().stream().filter(rule -> rule.until().isPresent()).count());
        counts.put("degraded", table.degradations(today).size());
        return counts;
    }

    private static Map<String, Long> count(PolicyTable table, Function<PolicyRule, String> property) {
        Map<String, Long> counts = new TreeMap<>();
        table.rules().forEach(rule -> counts.merge(property.apply(rule), 1L, Long::sum));
        return counts;
    }

    private static String kind(PolicyRule rule) {
        if (!rule.direction().covers(Direction.OUT)) {
            return rule.inboundSubject()
                    .map(party -> "inbound " + Ascii.toLowerCase(party.name()))
                    .orElse("inbound");
        }
        if (rule.who().equals("*")) {
            return "everyone";
        }
        if (rule.who().endsWith("@")) {
            return "local part";
        }
        return rule.who().indexOf('@') >= 0 ? "address" : "domain";
    }

    private static TextTable text(Map<String, Object> counts) {
        TextTable table = TextTable.of("WHAT", "RULES");
        counts.forEach((name, value) -> {
            if (value instanceof Map) {
                ((Map<?, ?>) value).forEach((key, count) -> table.row(singular(name) + " " + key, count.toString()));
            } else {
                table.row(name, value.toString());
            }
        });
        return table;
    }

    private static String singular(String plural) {
        return plural.substring(0, plural.length() - 1);
    }
}
