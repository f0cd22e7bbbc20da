// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.PemWriter;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.certificates.store.StoreFormat;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.NewFile;
import dev.strongpost.cli.terminal.SecretSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strongpost cert export}: the chain, to be pinned or trusted, or the key too. */
@Command(
        name = "export",
        description = {
            "Write an entry's chain in PEM; with --with-key the private key too.",
            "A file that is there is never written over."
        })
final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private EntryOption entry = new EntryOption();

    @Nullable
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "A new file to write to; standard output when not given.")
    private Path out;

    @Option(
            names = "--with-key",
            description = "Write the private key too, to a file that only its owner can read: PEM for .pem and .crt,"
                    + " JKS for .jks, else PKCS12.")
    private boolean withKey;

    @Nullable
    @Option(
            names = "--out-password-file",
            paramLabel = "FILE",
            description =
                    "The password of the new file is the first line of this one. A key in PEM is not encrypted without.")
    private Path outPasswordFile;

    @Nullable
    @Option(
            names = "--out-password-env",
            paramLabel = "NAME",
            description = "The password of the new file is in this variable of the environment.")
    private String outPasswordVariable;

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        if (withKey && out == null) {
            throw CommandFailure.usage("--with-key needs --out: a private key is not written to standard output");
        }
        CertificateStore store = options.open(context).content();
        CertificateEntry present = entry.alias().isPresent() || withKey ? entry.in(store) : onlyEntry(store);
        if (withKey && out != null) {
            writeKey(store, present, out);
        } else {
            new NewFile(context, out).write(PemWriter.certificates(present.chain()), "the chain");
        }
        return ExitCode.YES;
    }

    private static CertificateEntry onlyEntry(CertificateStore store) throws KeyMaterialException {
        return store.entries().size() == 1 ? store.entries().get(0) : store.onlyKey();
    }

    private void writeKey(CertificateStore store, CertificateEntry present, Path file) throws KeyMaterialException {
        StoreFormat format = StoreFormat.ofName(file.toString());
        StoreFile target = StoreFile.create(file, format, password(format, file));
        target.content().put(present.alias(), store.key(present.alias()), present.chain());
        target.save(context.clock());
        context.print("Wrote the key and the chain to " + file + ".");
    }

    private char[] password(StoreFormat format, Path file) {
        Optional<char[]> given =
                SecretSource.of(outPasswordFile, outPasswordVariable).read(context);
        if (given.isEmpty() && format == StoreFormat.PEM) {
            return new char[0];
        }
        return given.or(() -> context.askPassword("New password of " + file + ": "))
                .orElseThrow(() -> CommandFailure.usage("the password of " + file
                        + " is needed: give --out-password-file or --out-password-env, or call from a terminal"));
    }
}
