// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.cli.terminal.NewFile;
import dev.strongpost.policy.imports.ImportReport;
import dev.strongpost.policy.imports.Imported;
import dev.strongpost.policy.imports.PolicyImport;
import dev.strongpost.policy.imports.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost policy import}: rules of another mail system as a table of ours. */
@Command(
        name = "import",
        description = {
            "Translate the rules of another mail system into a policy table.",
            "What cannot be said is reported. Exit with 1 if anything of that must be looked at."
        })
final class ImportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--from", required = true, paramLabel = "SYSTEM", description = "One of ${COMPLETION-CANDIDATES}.")
    private Source source = Source.SENDMAIL;

    @Parameters(paramLabel = "FILE", description = "The file with its rules.")
    private Path file = Path.of("");

    @Nullable
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "A new file to write to; standard output when not given.")
    private Path out;

    @Mixin
    private JsonOption json = new JsonOption();

    ImportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Imported imported = read();
        if (json.isWanted()) {
            context.printJson(ImmutableMap.of(
                    "complete", imported.isComplete(),
                    "table", imported.table(),
                    "reports",
                            imported.reports().stream()
                                    .map(ImportCommand::document)
                                    .collect(Collectors.toList())));
        } else {
            new NewFile(context, out).write(imported.table(), "the table");
            imported.reports().forEach(report -> context.remark(report.toString()));
        }
        return imported.isComplete() ? ExitCode.YES : ExitCode.NO;
    }

    private Imported read() {
        try {
            return context.during(
                    "Translating " + file, () -> PolicyImport.from(source).read(file));
        } catch (IOException e) {
            throw CommandFailure.unknown(file + " cannot be read");
        }
    }

    private static Object document(ImportReport report) {
        return ImmutableMap.of(
                "line", report.line(),
                "severity", report.severity().words(),
                "given", report.given(),
                "reason", report.reason());
    }
}
