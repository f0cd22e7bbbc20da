// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.certificates.store.StoreFormat;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.PasswordOptions;
import dev.strongpost.files.FileReplacementException;
import dev.strongpost.files.ReplacementLock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which file of keys and certificates is meant, and how it is opened. */
final class StoreOptions {
    /** Another command may ask a person for a password meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(
            names = {"-s", "--store"},
            paramLabel = "FILE",
            defaultValue = "conf/keystore",
            description = "The key store or PEM file; ${DEFAULT-VALUE} when not given, which is James's own.")
    private Path file = Path.of("conf/keystore");

    @Nullable
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "PKCS12, JKS or PEM. When not given: what the file is; for a new one by its name"
                    + " (.jks, .pem, .crt), else PKCS12.")
    private StoreFormat format;

    @Mixin
    private PasswordOptions password = new PasswordOptions();

    /** Returns the file. */
    Path file() {
        return file;
    }

    /** Returns the store in the file. */
    StoreFile open(CommandContext context) throws KeyMaterialException {
        return StoreFile.open(file, Optional.ofNullable(format), () -> password.existing(context, file));
    }

    /** Returns the store in the file, to be changed: no other program changes it until this command ends. */
    StoreFile openToChange(CommandContext context) throws KeyMaterialException {
        lock(context);
        return open(context);
    }

    /** Returns the same; an empty store for a file that is not there. */
    StoreFile openOrCreate(CommandContext context) throws KeyMaterialException {
        lock(context);
        return Files.exists(file) ? open(context) : create(context);
    }

    private void lock(CommandContext context) {
        try {
            context.closeAtEnd(ReplacementLock.acquire(file, PATIENCE));
        } catch (FileReplacementException e) {
            throw CommandFailure.unknown(String.valueOf(e.getMessage()));
        }
    }

    private StoreFile create(CommandContext context) throws KeyMaterialException {
        StoreFormat chosen = Optional.ofNullable(format).orElse(StoreFormat.ofName(file.toString()));
        // A key in PEM is encrypted only for who asks for it: James's sample has it in cleartext, under the file's
        // permissions.
        char[] secret = chosen == StoreFormat.PEM
                ? password.given(context).orElse(new char[0])
                : password.chosen(context, file);
        return StoreFile.create(file, chosen, secret);
    }

    /** Writes {@code store}, and tells where the old one is. */
    static void save(CommandContext context, StoreFile store) throws KeyMaterialException {
        Optional<Path> backup = store.save(context.clock());
        if (backup.isPresent()) {
            context.print("The old file is kept as " + backup.get() + ".");
            context.print("InboundTls follows the file; servers with James's own TLS need: strongpost cert reload");
        }
    }
}
