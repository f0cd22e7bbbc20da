// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.cli.terminal.TextTable;
import dev.strongpost.text.Sanitizer;
import dev.strongpost.text.UtcDay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code strongpost cert list}: a line for each entry. */
@Command(name = "list", description = "List the entries of a key store.")
final class ListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        CertificateStore store = options.open(context).content();
        List<CertificateEntry> entries = store.entries();
        if (json.isWanted()) {
            EntryRenderer text = new EntryRenderer(context.clock().instant(), context.ink());
            context.printJson(ImmutableMap.of(
                    "store",
                    options.file().toString(),
                    "entries",
                    entries.stream().map(text::document).collect(Collectors.toList()),
                    "others",
                    store.unseen().stream().map(Sanitizer::clean).collect(Collectors.toList())));
        } else {
            context.print(table(entries, context.clock().instant()));
            store.unseen()
                    .forEach(other -> context.remark("There is also " + Sanitizer.clean(other)
                            + ": while it is there, this store cannot be changed."));
        }
        return ExitCode.YES;
    }

    private static TextTable table(List<CertificateEntry> entries, Instant now) {
        TextTable table = TextTable.of("ALIAS", "KEY", "VALID TO", "DAYS", "CHAIN", "FOR");
        for (CertificateEntry entry : entries) {
            CertificateFacts facts = CertificateFacts.of(entry.certificate());
            table.row(
                    EntryRenderer.alias(entry),
                    entry.hasKey() ? facts.key() : "none",
                    UtcDay.of(facts.end()).toString(),
                    String.valueOf(facts.daysLeft(now)),
                    String.valueOf(entry.chain().size()),
                    facts.names().describe());
        }
        return table;
    }
}
