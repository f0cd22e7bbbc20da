// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateCheck;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost cert check}: for a timer that calls somebody. */
@Command(
        name = "check",
        description =
                "Exit with 1 if a certificate has to be renewed, rests on a weak key or signature, lacks a name, or"
                        + " cannot be used at all.")
final class CheckCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 36_500;

    private final CommandContext context;

    @Mixin
    private StoreOptions options = new StoreOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Nullable
    @Parameters(arity = "0..1", paramLabel = "ALIAS", description = "The entry; all when not given.")
    private String alias;

    @Nullable
    @Option(
            names = {"-d", "--days"},
            paramLabel = "N",
            description =
                    "How many days every certificate has to be valid yet. When not given: a third of its lifetime;"
                            + " for those of authorities 30 days.")
    private Integer days;

    @Option(
            names = "--use",
            paramLabel = "USE",
            defaultValue = "server",
            description =
                    "What the keys are for: server (a listener) or client (client-cert=); ${DEFAULT-VALUE} when not"
                            + " given.")
    private CertificateCheck.Use use = CertificateCheck.Use.SERVER;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "A host name or IP address that the certificate has to be for; may be given several times.")
    private List<String> hosts = ImmutableList.of();

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws KeyMaterialException {
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            throw CommandFailure.usage("--days: given " + days + ": allowed 0 to " + MOST_DAYS);
        }
        CertificateStore store = options.open(context).content();
        List<CertificateEntry> entries = EntryRenderer.selected(store, Optional.ofNullable(alias));
        if (entries.isEmpty()) {
            throw CommandFailure.no(options.file() + " has no certificate");
        }
        CertificateCheck check = new CertificateCheck(
                context.clock(), days == null ? OptionalInt.empty() : OptionalInt.of(days), use, hosts);
        Map<String, ImmutableList<String>> findings = new LinkedHashMap<>();
        entries.forEach(entry -> findings.put(entry.alias(), check.findings(store, entry)));
        boolean good = findings.values().stream().allMatch(List::isEmpty);
        report(findings, entries, good);
        return good ? ExitCode.YES : ExitCode.NO;
    }

    private void report(Map<String, ImmutableList<String>> findings, List<CertificateEntry> entries, boolean good) {
        if (json.isWanted()) {
            context.printJson(ImmutableMap.of("store", options.file().toString(), "good", good, "findings", findings));
            return;
        }
        for (CertificateEntry entry : entries) {
            ImmutableList<String> wrong = findings.getOrDefault(entry.alias(), ImmutableList.of());
            String verdict =
                    wrong.isEmpty() ? context.ink().good("good") : context.ink().bad("not good");
            context.print(EntryRenderer.alias(entry) + ": " + verdict);
            wrong.forEach(finding -> context.print("  " + finding));
        }
    }
}
