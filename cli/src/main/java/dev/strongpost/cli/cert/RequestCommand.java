// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.issue.CertificateRequest;
import dev.strongpost.certificates.issue.SubjectNames;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.NewFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code strongpost cert request}: what an authority wants to see. Changes nothing. */
@Command(
        name = "request",
        description = {
            "Write a request (CSR) for a certificate of a key that is there.",
            "Afterwards: strongpost cert import ANSWER"
        })
final class RequestCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private EntryOption entry = new EntryOption();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "A host name or IP address that the certificate shall be for; may be given several times."
                    + " Those of the present certificate when not given.")
    private List<String> names = ImmutableList.of();

    @Nullable
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "A new file to write to; standard output when not given.")
    private Path out;

    RequestCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        CertificateStore store = options.open(context).content();
        CertificateEntry present = entry.in(store);
        SubjectNames wanted = SubjectNames.of(names.isEmpty() ? namesOf(present) : names);
        String pem = CertificateRequest.of(
                        store.key(present.alias()), present.certificate().getPublicKey(), wanted)
                .pem();
        new NewFile(context, out).write(pem, "the request");
        return ExitCode.YES;
    }

    private static List<String> namesOf(CertificateEntry entry) {
        CertificateNames names = CertificateNames.of(entry.certificate());
        return ImmutableList.<String>builder()
                .addAll(names.dnsNames())
                .addAll(names.ipAddresses())
                .build();
    }
}
