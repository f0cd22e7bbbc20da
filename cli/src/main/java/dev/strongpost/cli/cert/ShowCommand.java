// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code strongpost cert show}: everything about an entry, and what to write into a rule. */
@Command(name = "show", description = "Show an entry: names, days left, chain, key, and the pins to paste into a rule.")
final class ShowCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Nullable
    @Parameters(arity = "0..1", paramLabel = "ALIAS", description = "The entry; all when not given.")
    private String alias;

    ShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        List<CertificateEntry> entries =
                EntryRenderer.selected(options.open(context).content(), Optional.ofNullable(alias));
        EntryRenderer text = new EntryRenderer(context.clock().instant(), context.ink());
        if (json.isWanted()) {
            context.printJson(ImmutableMap.of(
                    "store",
                    options.file().toString(),
                    "entries",
                    entries.stream().map(text::document).collect(Collectors.toList())));
        } else {
            entries.forEach(entry -> text.describe(entry).forEach(context::print));
        }
        return ExitCode.YES;
    }
}
