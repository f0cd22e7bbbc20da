// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.issue.KeyKind;
import dev.strongpost.certificates.issue.SelfSigned;
import dev.strongpost.certificates.issue.SubjectNames;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.certificates.store.StoreFormat;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.text.UtcDay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strongpost cert create}: a new key with a certificate that is its own issuer. */
@Command(name = "create", description = "Make a key and a self-signed certificate.")
final class CreateCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 3650;

    /** What the smtpserver.xml and imapserver.xml of James's sample configuration say. */
    private static final String SAMPLE_ALIAS = "james";

    private static final String SAMPLE_SECRET = "james72laBalle";

    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "A host name (*.example.org for all below) or IP address that the certificate is for;"
                    + " may be given several times.")
    private List<String> names = ImmutableList.of();

    @Option(
            names = {"-k", "--key"},
            paramLabel = "KIND",
            defaultValue = "rsa-3072",
            description = "rsa-2048, rsa-3072, rsa-4096, p-256 or p-384; ${DEFAULT-VALUE} when not given.")
    private String kind = "rsa-3072";

    @Option(
            names = {"-d", "--days"},
            paramLabel = "N",
            defaultValue = "365",
            description = "How long the certificate is valid, 1 to 3650; ${DEFAULT-VALUE} when not given.")
    private int days = 365;

    @Option(
            names = {"-a", "--alias"},
            paramLabel = "ALIAS",
            defaultValue = SAMPLE_ALIAS,
            description = "The name of the entry; ${DEFAULT-VALUE} when not given.")
    private String alias = SAMPLE_ALIAS;

    @Option(names = "--force", description = "Replace the key that is there under that alias.")
    private boolean force;

    @Option(
            names = "--default",
            description =
                    "Make the key store that James's sample configuration names: conf/keystore, PKCS12, alias james,"
                            + " secret james72laBalle; for this machine's name unless --name is given. For a first start.")
    private boolean sample;

    CreateCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        KeyKind keyKind = KeyKind.parse(kind)
                .orElseThrow(() -> CommandFailure.usage("--key: given " + kind + ": allowed " + KeyKind.words()));
        if (days < 1 || days > MOST_DAYS) {
            throw CommandFailure.usage("--days: given " + days + ": allowed 1 to " + MOST_DAYS);
        }
        SubjectNames subject = sample && names.isEmpty() ? SubjectNames.ofThisMachine() : SubjectNames.of(names);
        StoreFile store = sample ? sampleStore() : options.openOrCreate(context);
        requireFree(store);
        KeyPair keys = context.during("Making a key of the kind " + keyKind.word(), keyKind::generate);
        X509Certificate certificate = new SelfSigned(context.clock()).certificate(keys, subject, Duration.ofDays(days));
        store.content().put(alias, keys.getPrivate(), ImmutableList.of(certificate));
        return save(store, certificate);
    }

    private StoreFile sampleStore() throws KeyMaterialException {
        if (force || !alias.equals(SAMPLE_ALIAS)) {
            throw CommandFailure.usage("--default makes a new key store with the alias " + SAMPLE_ALIAS
                    + ": it goes with neither --force nor --alias");
        }
        return StoreFile.create(options.file(), StoreFormat.PKCS12, SAMPLE_SECRET.toCharArray());
    }

    private void requireFree(StoreFile store) throws KeyMaterialException {
        Optional<CertificateEntry> present = store.content().format() == StoreFormat.PEM
                ? store.content().entries().stream().findFirst()
                : store.content().find(alias);
        if (present.isPresent() && !force) {
            throw CommandFailure.no(store.file() + " has an entry " + EntryRenderer.alias(present.get())
                    + " already, for "
                    + CertificateFacts.of(present.get().certificate()).names().describe() + "; --force replaces it");
        }
    }

    private int save(StoreFile store, X509Certificate certificate) throws KeyMaterialException {
        CertificateFacts facts = CertificateFacts.of(certificate);
        StoreOptions.save(context, store);
        context.print(context.ink().good("Made") + " a key " + facts.key() + " and a certificate for "
                + facts.names().describe() + " in " + store.file() + ", valid to " + UtcDay.of(facts.end())
                + ".");
        context.print("  pin=" + facts.pin());
        context.print("  pin=" + facts.keyPin());
        if (sample) {
            context.remark("The secret is that of James's sample configuration, which everybody knows:"
                    + " the file's permissions are what protects the key.");
        }
        return ExitCode.YES;
    }
}
