// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;
import dev.strongpost.certificates.parse.KeyMaterial;
import dev.strongpost.certificates.store.CertificateCheck;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.IssuedChain;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.certificates.store.StoreFormat;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.SecretSource;
import dev.strongpost.text.UtcDay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost cert import}: what an authority answered, or a key and chain made elsewhere. */
@Command(
        name = "import",
        description = {
            "Take in what an authority answered, a PFX, or a PEM key and its chain.",
            "Key, certificate and chain have to belong together; their order does not matter."
        })
final class ImportCommand implements Callable<Integer> {
    private static final String USUAL_ALIAS = "james";

    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private EntryOption entry = new EntryOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "PEM, DER, PKCS#7, PKCS#12 (PFX) or JKS; what is in them is taken together.")
    private List<Path> files = ImmutableList.of();

    @Nullable
    @Option(
            names = "--source-password-file",
            paramLabel = "FILE",
            description = "The password of what is imported is the first line of this file.")
    private Path sourcePasswordFile;

    @Nullable
    @Option(
            names = "--source-password-env",
            paramLabel = "NAME",
            description = "The password of what is imported is in this variable of the environment.")
    private String sourcePasswordVariable;

    @Nullable
    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates of an authority of your own, to which the chain may lead.")
    private Path anchors;

    @Option(
            names = "--incomplete",
            description = "Take the chain even if a certificate between it and a known authority is missing.")
    private boolean incomplete;

    @Option(names = "--force", description = "Replace the key that is there under that alias by another.")
    private boolean force;

    ImportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        KeyMaterial material = read();
        StoreFile store = material.keys().isEmpty() ? options.openToChange(context) : options.openOrCreate(context);
        Optional<CertificateEntry> present = present(store, material);
        String alias = present.map(CertificateEntry::alias).or(entry::alias).orElse(USUAL_ALIAS);
        PrivateKey key = material.keys().isEmpty()
                ? store.content().key(alias)
                : material.keys().get(0);
        requireSameKey(store, present, key);
        material.remarks().forEach(context::remark);
        IssuedChain chain = IssuedChain.of(key, material.certificates(), knownAuthorities());
        requireComplete(chain);
        store.content().put(alias, key, chain.certificates());
        StoreOptions.save(context, store);
        report(store.content().find(alias).or(() -> present).orElseThrow(), chain);
        return ExitCode.YES;
    }

    private KeyMaterial read() throws KeyMaterialException {
        SecretSource password = SecretSource.of(sourcePasswordFile, sourcePasswordVariable);
        KeyMaterial material = KeyMaterial.read(files.get(0), () -> sourcePassword(password, files.get(0)));
        for (Path file : files.subList(1, files.size())) {
            material = material.and(KeyMaterial.read(file, () -> sourcePassword(password, file)));
        }
        if (material.keys().size() > 1) {
            throw CommandFailure.no("there are " + material.keys().size()
                    + " private keys in what is to be imported, and an entry has one");
        }
        return material;
    }

    private char[] sourcePassword(SecretSource password, Path file) {
        return password.read(context)
                .or(() -> context.askPassword("Password of " + file + ": "))
                .orElseThrow(() -> CommandFailure.usage("the password of " + file
                        + " is needed: give --source-password-file or --source-password-env, or call from a terminal"));
    }

    /** Returns the entry that the import is for; an answer without a key has to have one. */
    private Optional<CertificateEntry> present(StoreFile store, KeyMaterial material) throws KeyMaterialException {
        if (material.keys().isEmpty()) {
            return Optional.of(entry.in(store.content()));
        }
        return store.content().format() == StoreFormat.PEM
                ? store.content().entries().stream().findFirst()
                : store.content().find(entry.alias().orElse(USUAL_ALIAS));
    }

    private void requireSameKey(StoreFile store, Optional<CertificateEntry> present, PrivateKey key) {
        if (present.isPresent()
                && !force
                && !KeySignature.belongs(key, present.get().certificate())) {
            throw CommandFailure.no(store.file() + " has another key under " + EntryRenderer.alias(present.get())
                    + " already; --force replaces it, --alias names another entry");
        }
    }

    private List<X509Certificate> knownAuthorities() throws KeyMaterialException {
        ImmutableList.Builder<X509Certificate> known = ImmutableList.builder();
        known.addAll(IssuedChain.anchorsOfThisJvm());
        if (anchors != null) {
            known.addAll(KeyMaterial.read(anchors, () -> new char[0]).certificates());
        }
        return known.build();
    }

    private void requireComplete(IssuedChain chain) {
        if (chain.missing().isPresent() && !incomplete) {
            throw CommandFailure.no(chain.missing().get()
                    + ": add its file; for an authority of your own, name it with --ca;"
                    + " --incomplete takes the chain as it is");
        }
    }

    private void report(CertificateEntry imported, IssuedChain chain) {
        CertificateFacts facts = CertificateFacts.of(imported.certificate());
        int count = imported.chain().size();
        context.print(context.ink().good("Imported") + " " + EntryRenderer.alias(imported) + " for "
                + facts.names().describe() + ": " + (count == 1 ? "1 certificate" : "a chain of " + count)
                + ", valid to " + UtcDay.of(facts.end()) + ".");
        context.remarks(chain.remarks());
        chain.missing().ifPresent(context::remark);
        context.remarks(new CertificateCheck(
                        context.clock(), OptionalInt.of(0), CertificateCheck.Use.SERVER, ImmutableList.of())
                .findings(imported));
    }
}
