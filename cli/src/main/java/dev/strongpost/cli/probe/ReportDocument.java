// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.net.InetAddresses;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.render.RecipientRenderer;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.policy.lint.LevelSurvey;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.probe.ProbeReport;
import dev.strongpost.smtpclient.probe.ProbedHost;

/** A report as a program reads it. */
final class ReportDocument {
    private final EntryRenderer certificates;
    private final boolean allLevels;

    /**
     * Prepares documents.
     *
     * @param certificates writes those of a chain
     * @param allLevels whether every host has its levels
     */
    ReportDocument(EntryRenderer certificates, boolean allLevels) {
        this.certificates = certificates;
        this.allLevels = allLevels;
    }

    /** Returns the document of a report. */
    Map<String, Object> of(
            ProbeTarget whom, TlsRequirement rule, Optional<PublishedPolicy> published, ProbeReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("recipient", whom.recipient().title());
        document.put("domain", whom.domain());
        document.put("requirement", RecipientRenderer.document(rule));
        published.ifPresent(policy -> document.put("published", policy.document()));
        document.put("answer", word(report.answer()));
        document.put("noHostBecause", report.noHostBecause());
        document.put("chosen", report.chosen().map(ReportRenderer::name));
        document.put(
                "hosts",
                report.hosts().stream()
                        .map(host -> host(host, whom, rule, published))
                        .collect(Collectors.toList()));
        return document;
    }

    private static String word(ProbeReport.Answer answer) {
        return answer.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Map<String, Object> host(
            ProbedHost host, ProbeTarget whom, TlsRequirement rule, Optional<PublishedPolicy> published) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", host.destination().hostName());
        document.put("address", addressOf(host.destination()));
        document.put("port", host.destination().address().getPort());
        document.put("unreachableBecause", host.unreachableBecause());
        published.ifPresent(policy -> document.put("dane", policy.describe(host.destination())));
        document.put("satisfies", host.isSatisfying());
        document.put("failure", host.verdict().flatMap(TlsVerdict::failure).map(ReportDocument::failure));
        document.put("evidence", host.evidence().map(TlsEvidence::describe));
        document.put("session", host.evidence().flatMap(TlsEvidence::session).map(this::session));
        if (allLevels) {
            document.put("levels", host.evidence().map(evidence -> levels(LevelSurvey.of(evidence, rule), whom.who())));
        }
        return document;
    }

    private static Map<String, Object> failure(TlsFailure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("reason", failure.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        document.put("resultType", failure.reason().resultType());
        document.put("reply", failure.reply());
        document.put("detail", failure.detail());
        document.put("proven", failure.isProven());
        return document;
    }

    private Map<String, Object> session(TlsSession session) {
        PeerIdentity peer = session.peer();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("protocol", session.protocol().word());
        document.put("suite", session.suite());
        document.put("bits", session.secretBits());
        document.put("trusted", peer.isTrusted());
        document.put("untrustedBecause", peer.untrustedBecause());
        document.put("chain", peer.chain().stream().map(certificates::document).collect(Collectors.toList()));
        return document;
    }

    private static Map<String, Object> levels(LevelSurvey survey, String who) {
        Map<String, Object> satisfied = new LinkedHashMap<>();
        survey.verdicts().forEach((level, verdict) -> satisfied.put(level.word(), verdict.isAccepted()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("satisfied", satisfied);
        document.put("best", survey.best().word());
        document.put("rule", survey.ruleLine(who, survey.best()));
        document.put("pinRule", survey.pinLine(who));
        return document;
    }

    /** Returns the address; nothing where the host has none at this time. */
    private static String addressOf(Destination destination) {
        return destination.unresolvedBecause().isPresent()
                ? ""
                : InetAddresses.toAddrString(destination.address().getAddress());
    }
}
