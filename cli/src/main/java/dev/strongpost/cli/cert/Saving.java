package dev.strongpost.cli.cert;

import java.nio.file.Path;
import java.util.Optional;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.cli.terminal.CommandContext;

/** Writes a store, and tells where the old one is. */
final class Saving {
    private Saving() {}

    static void save(CommandContext shell, StoreFile store) throws KeyMaterialException {
        Optional<Path> backup = store.save(shell.clock());
        backup.ifPresent(file -> shell.print("The old file is kept as " + file + "."));
        if (backup.isPresent()) {
            shell.print("A running James takes the new one after: strongpost cert reload");
        }
    }
}
