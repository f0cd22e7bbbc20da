package dev.strongpost.cli.cert;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.cert.CertificateEntry;
import dev.strongpost.cert.CertificateFacts;
import dev.strongpost.cert.CertificateTrouble;
import dev.strongpost.cli.ExitCode;
import dev.strongpost.cli.JsonOption;
import dev.strongpost.cli.Shell;
import dev.strongpost.cli.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code strongpost cert list}: a line for each entry. */
@Command(name = "list", description = "List the entries of a key store.")
final class ListCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    ListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CertificateTrouble {
        List<CertificateEntry> entries = options.open(shell).content().entries();
        if (json.isWanted()) {
            EntryText text = new EntryText(shell.clock().instant(), shell.ink());
            shell.printJson(ImmutableMap.of(
                    "store",
                    options.file().toString(),
                    "entries",
                    entries.stream().map(text::document).collect(Collectors.toList())));
        } else {
            shell.print(table(entries, shell.clock().instant()));
        }
        return ExitCode.YES;
    }

    private static TextTable table(List<CertificateEntry> entries, Instant now) {
        TextTable table = TextTable.of("ALIAS", "KEY", "VALID TO", "DAYS", "CHAIN", "FOR");
        for (CertificateEntry entry : entries) {
            CertificateFacts facts = CertificateFacts.of(entry.certificate());
            table.row(
                    EntryText.alias(entry),
                    entry.hasKey() ? facts.key() : "none",
                    EntryText.day(facts.end()),
                    String.valueOf(facts.daysLeft(now)),
                    String.valueOf(entry.chain().size()),
                    facts.names().describe());
        }
        return table;
    }
}
