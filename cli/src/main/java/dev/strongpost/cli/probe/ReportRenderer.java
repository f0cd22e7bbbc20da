// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.cli.render.EntryRenderer;
import dev.strongpost.cli.terminal.AnsiStyle;
import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.decision.FailureAction;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.lint.LevelSurvey;
import dev.strongpost.smtpclient.probe.ProbeReport;
import dev.strongpost.smtpclient.probe.ProbedHost;
import dev.strongpost.text.Sanitizer;

/** A report as a person reads it. */
final class ReportRenderer {
    private static final int LABEL_WIDTH = 13;

    private final CommandContext context;
    private final AnsiStyle ink;
    private final boolean allLevels;

    ReportRenderer(CommandContext context, boolean allLevels) {
        this.context = context;
        this.ink = context.ink();
        this.allLevels = allLevels;
    }

    /** Writes the rule, the hosts and the answer. */
    void print(
            ProbeTarget whom,
            PolicyExplanation explanation,
            TlsRequirement rule,
            Optional<PublishedPolicy> published,
            String asked,
            ProbeReport report) {
        context.print(ink.heading(whom.recipient().title()) + ": " + rule.describe());
        // The same lines as those of "policy explain"; the first of it names a stand-in for "anyone".
        explanation.toString().lines().skip(1).forEach(context::print);
        published.ifPresent(policy -> context.print("Published: " + policy.describe() + "."));
        context.print("Asked: " + asked + ".");
        for (int i = 0; i < report.hosts().size(); i++) {
            host(i + 1, report.hosts().get(i), whom, rule, published);
        }
        answer(report, rule);
        if (allLevels) {
            common(report, whom, rule);
        }
    }

    private void host(
            int number, ProbedHost host, ProbeTarget whom, TlsRequirement rule, Optional<PublishedPolicy> published) {
        context.print(number + ". " + ink.heading(name(host)) + " " + standing(host));
        published.flatMap(policy -> policy.describe(host.destination())).ifPresent(words -> line("DANE", words));
        host.verdict().flatMap(verdict -> verdict.failure()).ifPresent(failure -> line("because", failure.detail()));
        host.evidence().ifPresent(evidence -> {
            evidence.session().ifPresentOrElse(this::session, () -> line("session", evidence.describe()));
            if (allLevels) {
                levels(LevelSurvey.of(evidence, rule), whom.who());
            }
        });
    }

    /** Returns the host with its address, as a terminal may see it: the name comes from DNS. */
    static String name(ProbedHost host) {
        return Sanitizer.clean(host.destination().toString());
    }

    private String standing(ProbedHost host) {
        if (host.isSatisfying()) {
            return ink.good("satisfies the rule");
        }
        Optional<TlsFailure> failure = host.verdict().flatMap(verdict -> verdict.failure());
        return failure.map(why -> (why.isProven()
                                ? ink.bad("does not satisfy the rule")
                                : ink.warning("does not satisfy the rule now"))
                        + ": " + why.reply())
                .orElseGet(() -> ink.warning("is out of reach") + ": "
                        + host.unreachableBecause().orElse("no reason known"));
    }

    private void session(TlsSession session) {
        line("session", session.protocol().word() + " " + session.suite() + ", " + session.secretBits() + " bits");
        PeerIdentity peer = session.peer();
        peer.chain().stream().findFirst().map(CertificateFacts::of).ifPresent(this::certificate);
        line("chain", chain(peer));
    }

    private void certificate(CertificateFacts leaf) {
        String left = new EntryRenderer(context.clock().instant(), ink).left(leaf);
        line("certificate", "for " + leaf.names().describe() + "; " + leaf.key() + "; " + left);
    }

    private String chain(PeerIdentity peer) {
        // Where it is not trusted the path may stop short of what was sent.
        List<X509Certificate> certificates = peer.isTrusted() ? peer.path().certificates() : peer.chain();
        String titles = certificates.stream()
                .map(certificate -> CertificateFacts.of(certificate).title())
                .collect(Collectors.joining(" < "));
        if (!peer.isPresented()) {
            return ink.warning("no certificate");
        }
        return titles + ": "
                + peer.untrustedBecause()
                        .map(why -> ink.warning("not trusted") + ", " + why)
                        .orElseGet(() -> ink.good("trusted"));
    }

    private void levels(LevelSurvey survey, String who) {
        survey.verdicts()
                .forEach((level, verdict) -> line(
                        level == TlsLevel.MAY ? "levels" : "",
                        level.word() + ": "
                                + verdict.failure()
                                        .map(failure -> ink.warning("no") + ", " + failure.replyText())
                                        .orElseGet(() -> ink.good("yes"))));
        line("at best", survey.ruleLine(who, survey.best()));
        survey.pinLine(who).ifPresent(pin -> line("or", pin));
    }

    private void line(String label, String text) {
        context.print("     " + label + " ".repeat(LABEL_WIDTH - label.length()) + text);
    }

    private void answer(ProbeReport report, TlsRequirement rule) {
        switch (report.answer()) {
            case SATISFIED:
                report.chosen()
                        .ifPresent(host -> context.print(ink.good("satisfied") + ": mail goes to " + name(host)
                                + (crossesInClear(host, rule) ? ", " + ink.warning("in cleartext") : "")));
                break;
            case NOT_SATISFIED:
                context.print(
                        ink.bad("not satisfied") + ": " + report.noHostBecause().orElseGet(() -> consequence(rule)));
                break;
            case UNKNOWN:
                context.print(ink.warning("cannot be told") + ": "
                        + report.noHostBecause().orElse("no host satisfies the rule now, one may later; mail waits"));
                break;
        }
    }

    private static boolean crossesInClear(ProbedHost host, TlsRequirement rule) {
        return rule.level().forbidsTls()
                || !host.evidence().filter(TlsEvidence::isEncrypted).isPresent();
    }

    private static String consequence(TlsRequirement rule) {
        if (rule.isTesting()) {
            return "the rule is only tried out, mail goes all the same";
        }
        FailureAction action = rule.failure();
        return action.processor()
                .map(processor -> "mail goes to the processor " + processor)
                .orElse(action.isDefer() ? "mail is tried again, and goes back in the end" : "mail goes back at once");
    }

    /** Writes the rule that holds at every host that answered, if there are several. */
    private void common(ProbeReport report, ProbeTarget whom, TlsRequirement rule) {
        List<LevelSurvey> surveys = report.hosts().stream()
                .flatMap(host -> host.evidence().stream())
                .map(evidence -> LevelSurvey.of(evidence, rule))
                .collect(Collectors.toList());
        if (surveys.size() > 1) {
            surveys.stream()
                    .min(Comparator.comparing(LevelSurvey::best))
                    .ifPresent(weakest -> context.print(
                            "Every host that answered satisfies: " + weakest.ruleLine(whom.who(), weakest.best())));
        }
    }
}
