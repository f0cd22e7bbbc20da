// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.cli.policy.TableFile;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.cli.terminal.JsonOption;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsResolver;
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.OwnHosts;
import dev.strongpost.smtpclient.probe.DeliveryProbe;
import dev.strongpost.smtpclient.probe.DeliveryProbe.Demand;
import dev.strongpost.smtpclient.probe.ProbeReport;
import dev.strongpost.text.Sanitizer;
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
            description = "Look up what the domain publishes, too (DANE, MTA-STS), as a mailet with published on does.")
    private boolean published;

    @Nullable
    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description =
                    "With --published, for a domain of yours: print what to publish for this certificate of its hosts.")
    private Path certificate;

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
        Optional<X509Certificate> ofHosts = Optional.ofNullable(certificate).map(RecordsToPublish::certificate);
        if (ofHosts.isPresent() && !published) {
            throw CommandFailure.usage("--certificate: given without --published: allowed with it only");
        }
        PolicyTable table = policy == null ? PolicyTable.empty() : TableFile.read(context, policy);
        PolicyExplanation explanation = whom.recipient().explainIn(table);
        TlsRequirement requirement = explanation.requirement();
        boolean looksUp = !whom.isAddress() && looksUpPublished(requirement);
        DnsResolver dns = options.resolver(looksUp);
        Optional<PublishedPolicy> policyOfDomain =
                looksUp ? Optional.of(publishedBy(whom, requirement, dns)) : Optional.empty();
        ProbeReport report = visit(whom, requirement, policyOfDomain, dns);
        if (json.isWanted()) {
            EntryRenderer certificates = new EntryRenderer(context.clock().instant(), context.ink());
            context.printJson(
                    new ReportDocument(certificates, allLevels).of(whom, requirement, policyOfDomain, report));
        } else {
            new ReportRenderer(context, allLevels)
                    .print(whom, explanation, requirement, policyOfDomain, options.describe(), report);
            ofHosts.ifPresent(found -> publish(whom, report, found));
        }
        return policyOfDomain.filter(PublishedPolicy::isTemporary).isPresent() ? ExitCode.UNKNOWN : exitCode(report);
    }

    private void publish(ProbeTarget whom, ProbeReport report, X509Certificate ofHosts) {
        List<String> hosts = report.hosts().stream()
                .map(host -> Sanitizer.clean(host.destination().hostName()))
                .distinct()
                .collect(Collectors.toList());
        context.print("To publish:");
        new RecordsToPublish(whom.domain(), hosts, options.port(), ofHosts)
                .lines(context.clock())
                .forEach(context::print);
    }

    /** A rule that asks for DANE cannot be judged without. */
    private boolean looksUpPublished(TlsRequirement rule) {
        return rule.usesDane() || (published && rule.published() != PublishedUse.IGNORE);
    }

    private PublishedPolicy publishedBy(ProbeTarget whom, TlsRequirement rule, DnsResolver dns) {
        boolean dane = options.dnssec().isOn();
        return context.during(
                "Looking up what " + whom.domain() + " publishes",
                () -> rule.published() == PublishedUse.IGNORE
                        ? PublishedPolicy.ofHosts(whom.domain(), dns, context.clock())
                        : PublishedPolicy.of(whom.domain(), dns, dane, context.clock()));
    }

    private ProbeReport visit(
            ProbeTarget whom, TlsRequirement requirement, Optional<PublishedPolicy> policyOfDomain, DnsResolver dns) {
        ConnectionSettings settings = ConnectionSettings.builder()
                .connectTimeout(options.timeout())
                .replyTimeout(options.timeout())
                .build();
        Destinations destinations = new Destinations(
                dns,
                options.port(),
                ImmutableList.of(AddressFamily.IPV6, AddressFamily.IPV4),
                OwnHosts.none(),
                ImmutableList.of(),
                false);
        try (DeliveryProbe probe = new DeliveryProbe(destinations, identities(), options.helo(), settings)) {
            return context.during(
                    "Visiting the hosts of " + whom.who(),
                    () -> probe.probe(whom.domain(), host -> policyOfDomain
                            .map(found -> found.at(host, requirement))
                            .orElseGet(() -> CompletableFuture.completedFuture(Demand.of(requirement)))));
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
