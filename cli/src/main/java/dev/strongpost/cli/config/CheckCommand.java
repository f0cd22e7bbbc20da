// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.wiring.JamesConfiguration;
import dev.strongpost.policy.wiring.JamesFiles;
import dev.strongpost.policy.wiring.WiringCheck;
import dev.strongpost.policy.wiring.WiringFinding;
import dev.strongpost.policy.wiring.WiringFinding.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost config check}: would the rules be applied to the mail of this James? */
@Command(
        name = "check",
        description = {
            "Find out whether a James with this configuration applies its policy tables to its mail.",
            "Exit with 1 if mail can bypass a rule, or a rule is applied to no mail."
        })
final class CheckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "CONF_DIR", description = "The configuration folder of James, with mailetcontainer.xml.")
    private Path folder = Path.of("");

    @Option(names = "--strict", description = "Exit with 1 for warnings, too.")
    private boolean strict;

    @Mixin
    private JsonOption json = new JsonOption();

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.unknown(folder + ": there is no such folder");
        }
        List<WiringFinding> findings = context.during(
                "Reading " + folder,
                () -> WiringCheck.beforeStart(
                        JamesConfiguration.read(JamesFiles.ofConfigurationFolder(folder)),
                        file -> Optional.of(PolicyTableParser.forThisJvm().parse(file))));
        report(findings);
        return exitCode(findings);
    }

    private int exitCode(List<WiringFinding> findings) {
        boolean warned = strict && count(findings, Severity.WARNING) > 0;
        return isGood(findings) && !warned ? ExitCode.YES : ExitCode.NO;
    }

    private static boolean isGood(List<WiringFinding> findings) {
        return findings.stream().noneMatch(WiringFinding::isError);
    }

    private void report(List<WiringFinding> findings) {
        if (json.isWanted()) {
            context.printJson(ImmutableMap.of(
                    "good",
                    isGood(findings),
                    "findings",
                    findings.stream().map(CheckCommand::document).collect(Collectors.toList())));
            return;
        }
        findings.forEach(finding -> context.print(severity(finding) + " " + finding));
        String counts = Stream.of(Severity.values())
                .map(severity -> count(findings, severity) + " " + severity.word())
                .collect(Collectors.joining(", "));
        context.print(
                (isGood(findings) ? context.ink().good("good") : context.ink().bad("not good")) + ": " + counts);
    }

    private String severity(WiringFinding finding) {
        String word = finding.severity().word();
        if (finding.isError()) {
            return context.ink().bad(word);
        }
        return finding.severity() == Severity.WARNING ? context.ink().warning(word) : word;
    }

    private static long count(List<WiringFinding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static Object document(WiringFinding finding) {
        return ImmutableMap.of(
                "severity",
                finding.severity().word(),
                "file",
                finding.place().file(),
                "line",
                finding.place().line(),
                "text",
                finding.text());
    }
}
