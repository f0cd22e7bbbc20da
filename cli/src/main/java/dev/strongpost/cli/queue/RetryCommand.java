// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.queue;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.cli.terminal.JsonReader;
import dev.strongpost.cli.terminal.JsonWriter;
import dev.strongpost.cli.webadmin.Webadmin;
import dev.strongpost.cli.webadmin.WebadminOptions;
import dev.strongpost.policy.rule.RulePattern;
import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.Sanitizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code strongpost queue retry}: has a running James try the waiting mail of some recipients at once, after the
 * partner's server was repaired, by {@code POST /strongpost/api/retries} of webadmin.
 */
@Command(name = "retry", description = "Have a running James try the waiting mail of some recipients at once.")
final class RetryCommand implements Callable<Integer> {
    private static final String PATH = "/strongpost/api/retries";
    private static final int NOT_FOUND = 404;

    private final CommandContext context;

    @Parameters(
            paramLabel = "WHO",
            description = "Whose mail, as in a table: partner.example with its sub-domains, user@partner.example, *.")
    private String who = "";

    @Mixin
    private WebadminOptions options = new WebadminOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    RetryCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String recipients = recipients();
        Webadmin webadmin = options.webadmin(context);
        String body = JsonWriter.of(ImmutableMap.of("recipients", recipients));
        Webadmin.Answer answer = context.during("Waiting for " + options.address(), () -> webadmin.post(PATH, body));
        if (answer.status() == NOT_FOUND) {
            throw CommandFailure.no("James at " + options.address() + " does not know " + PATH
                    + ": webadmin.properties needs extensions.routes=dev.strongpost.webadmin.StrongpostRoutes");
        }
        if (!answer.isSuccess()) {
            throw CommandFailure.no("James did not try the mail again: " + answer.describe());
        }
        show(recipients, queues(answer));
        return ExitCode.YES;
    }

    private String recipients() {
        try {
            return RulePattern.parseRecipient(who).toString();
        } catch (InvalidValueException e) {
            throw CommandFailure.usage("given " + Sanitizer.clean(who) + ": allowed " + e.allowed());
        }
    }

    /** Returns how many mails are tried, by queue. */
    private Map<String, Long> queues(Webadmin.Answer answer) {
        Map<String, Long> queues = new TreeMap<>(JsonReader.wholeNumbers(answer.body(), "queues")
                .orElseThrow(() -> CommandFailure.unknown(
                        options.address() + " answers what this command does not understand: " + answer.describe())));
        return queues;
    }

    private void show(String recipients, Map<String, Long> queues) {
        long mails = queues.values().stream().mapToLong(Long::longValue).sum();
        if (json.isWanted()) {
            context.printJson(ImmutableMap.of("recipients", recipients, "queues", queues, "mails", mails));
        } else if (mails == 0) {
            context.print("No mail for " + recipients + " waits for a retry.");
        } else {
            queues.forEach((queue, count) -> context.print(
                    queue + ": " + count + (count == 1 ? " mail" : " mails") + " for " + recipients + " tried now"));
        }
    }
}
