// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.util.concurrent.Callable;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code strongpost cert delete}: the entry that is named, and no other. */
@Command(name = "delete", description = "Delete an entry. The file as it was is kept beside the new one.")
final class DeleteCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Parameters(paramLabel = "ALIAS", description = "The entry.")
    private String alias = "";

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        StoreFile store = options.openToChange(context);
        CertificateEntry entry = store.content().entry(alias);
        store.content().remove(entry.alias());
        StoreOptions.save(context, store);
        context.print("Deleted " + EntryRenderer.alias(entry) + " from " + store.file() + ".");
        if (store.content().entries().stream().noneMatch(CertificateEntry::hasKey)) {
            context.remark("There is no key left in it: a James that is given it does not start.");
        }
        return ExitCode.YES;
    }
}
