// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.cli.policy.TableFile;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.OwnHosts;
import dev.strongpost.smtpclient.probe.DeliveryProbe;
import dev.strongpost.smtpclient.probe.ProbeReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strongpost probe}: visits the hosts of a domain as a delivery would, and tells what a rule makes of them. */
@Command(
        name = "probe",
        description = {
            "Visit the hosts that take mail for a domain as a delivery would, up to the verdict of the rule.",
            "No mail is sent: EHLO, STARTTLS and QUIT are all that is said.",
            "Exit with 0 if a host satisfies the rule, 1 if none does, 3 if that cannot be told now."
        })
public final class ProbeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(
            paramLabel = "DOMAIN|ADDRESS",
            description = "partner.example, user@partner.example or an address literal, [192.0.2.7].")
    private String target = "";

    @Nullable
    @Option(names = "--policy", paramLabel = "FILE", description = "The policy table; the built-in may when not given.")
    private Path policy;

    @Option(names = "--all-levels", description = "Show which levels each host would satisfy, and the rule to write.")
    private boolean allLevels;

    @Option(
            names = "--published",
            description = "Look up what the domain publishes, too (MTA-STS), as a mailet with published on does.")
    private boolean published;

    @Mixin
    private ProbeOptions options = new ProbeOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    /** Takes what the command knows of the world. */
    public ProbeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ProbeTarget whom = ProbeTarget.parse(target);
        PolicyTable table = policy == null ? PolicyTable.empty() : TableFile.read(context, policy);
        PolicyExplanation explanation = whom.recipient().explainIn(table);
        Optional<PublishedPolicy> policyOfDomain = publishedBy(whom, explanation.requirement());
        TlsRequirement requirement = policyOfDomain
                .map(found -> found.with(explanation.requirement()))
                .orElseGet(explanation::requirement);
        ProbeReport report = visit(whom, requirement, policyOfDomain);
        if (json.isWanted()) {
            EntryRenderer certificates = new EntryRenderer(context.clock().instant(), context.ink());
            context.printJson(
                    new ReportDocument(certificates, allLevels).of(whom, requirement, policyOfDomain, report));
        } else {
            new ReportRenderer(context, allLevels)
                    .print(whom, explanation, requirement, policyOfDomain, options.describe(), report);
        }
        return policyOfDomain.filter(PublishedPolicy::isTemporary).isPresent() ? ExitCode.UNKNOWN : exitCode(report);
    }

    private Optional<PublishedPolicy> publishedBy(ProbeTarget whom, TlsRequirement rule) {
        boolean asked = published && rule.published() != PublishedUse.IGNORE && !whom.isAddress();
        return asked
                ? Optional.of(context.during(
                        "Looking up what " + whom.domain() + " publishes",
                        () -> PublishedPolicy.of(whom.domain(), options.resolver())))
                : Optional.empty();
    }

    private ProbeReport visit(ProbeTarget whom, TlsRequirement requirement, Optional<PublishedPolicy> policyOfDomain) {
        ConnectionSettings settings = ConnectionSettings.builder()
                .connectTimeout(options.timeout())
                .replyTimeout(options.timeout())
                .build();
        Destinations destinations = new Destinations(
                options.resolver(),
                options.port(),
                ImmutableList.of(AddressFamily.IPV6, AddressFamily.IPV4),
                OwnHosts.none(),
                ImmutableList.of(),
                false);
        try (DeliveryProbe probe = new DeliveryProbe(destinations, identities(), options.helo(), settings)) {
            return context.during(
                    "Visiting the hosts of " + whom.who(),
                    () -> probe.probe(
                            whom.domain(),
                            requirement,
                            destination -> policyOfDomain.flatMap(found -> found.refusalOf(destination))));
        }
    }

    /**
     * Returns the client certificates in PEM files beside the table; those in James's keystore are out of sight here.
     */
    private ClientIdentities identities() {
        Path folder = policy == null ? Path.of("") : policy.toAbsolutePath().getParent();
        return ClientIdentities.in(folder == null ? Path.of("") : folder);
    }

    private static int exitCode(ProbeReport report) {
        switch (report.answer()) {
            case SATISFIED:
                return ExitCode.YES;
            case NOT_SATISFIED:
                return ExitCode.NO;
            case UNKNOWN:
                return ExitCode.UNKNOWN;
        }
        throw new AssertionError(report.answer());
    }
}
