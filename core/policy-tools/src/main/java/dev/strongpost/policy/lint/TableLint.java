// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.WeakCertificate;
import dev.strongpost.policy.PolicyExplanation;
import dev.strongpost.policy.PolicyExplanation.Outcome;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.lint.TableWarning.Kind;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.text.UtcDay;

/**
 * Looks through a table for rules that are legal and suspicious. Asks the table itself about those whom each rule
 * covers, so it knows no order of rules of its own; the time is that of some lookups for each rule. Use once.
 */
public final class TableLint {
    private static final int USUAL_BITS = 112;

    private final PolicyTable table;
    private final LocalDate today;
    private final Set<TrustAnchors> lookedAt = new HashSet<>();
    private final List<TableWarning> suspicions = new ArrayList<>();

    /** The narrower rules that ask for encryption, by the wider exception that they stand in. */
    private final Map<PolicyRule, List<PolicyRule>> strictInside = new LinkedHashMap<>();

    private TableLint(PolicyTable table, LocalDate today) {
        this.table = table;
        this.today = today;
    }

    /** Returns what is suspicious on that day, in the order of the file. */
    public static ImmutableList<TableWarning> of(PolicyTable table, LocalDate today) {
        TableLint review = new TableLint(table, today);
        table.degradations(today).forEach(review::degraded);
        for (PolicyRule rule : table.rules()) {
            review.look(rule);
        }
        review.wideExceptions();
        return review.suspicions.stream()
                .sorted(Comparator.comparingInt(
                        suspicion -> suspicion.rule().requirement().source().line()))
                .collect(ImmutableList.toImmutableList());
    }

    private void add(Kind kind, PolicyRule rule, String reason) {
        suspicions.add(new TableWarning(kind, rule, reason));
    }

    private void degraded(Degradation how) {
        add(
                Kind.of(how.kind()),
                how.rule(),
                (how.kind() == Degradation.Kind.RULE_ENDS ? "" : "is degraded: ") + how.reason());
    }

    private void look(PolicyRule rule) {
        TlsRequirement requirement = rule.requirement();
        if (requirement.isTesting() && rule.until().isEmpty()) {
            add(Kind.ONLY_TESTING, rule, "is only tried out, with no day (until=) to remind of it");
        }
        weak(requirement).ifPresent(reason -> add(Kind.WEAK, rule, reason));
        requirement.trustAnchors().filter(lookedAt::add).ifPresent(anchors -> lookAtAnchors(rule, anchors));
        if (rule.direction().covers(Direction.OUT)) {
            lookAtPlace(rule);
        }
    }

    private void lookAtAnchors(PolicyRule rule, TrustAnchors anchors) {
        for (X509Certificate certificate : anchors.certificates()) {
            CertificateFacts facts = CertificateFacts.of(certificate);
            String title = "trusts " + facts.title() + " of " + anchors.path();
            WeakCertificate.key(certificate.getPublicKey())
                    .ifPresent(
                            why -> add(Kind.WEAK_ANCHOR, rule, title + ", which " + why + ": no chain satisfies it"));
            LocalDate begin = UtcDay.of(facts.begin());
            if (begin.isAfter(today)) {
                add(Kind.ANCHOR_NOT_YET_VALID, rule, title + ", which is valid from " + begin + " on");
            }
        }
    }

    private static Optional<String> weak(TlsRequirement requirement) {
        if (!requirement.level().requiresEncryption()) {
            return Optional.empty();
        }
        if (requirement.minimumBits() < USUAL_BITS) {
            return Optional.of("takes encryption of " + requirement.minimumBits() + " bits, less than " + USUAL_BITS);
        }
        return requirement
                .minimumProtocol()
                .filter(protocol -> !protocol.isAtLeast(TlsProtocol.TLSV1_2))
                .map(protocol -> "takes " + protocol.title() + ", which RFC 8996 forbids");
    }

    private void lookAtPlace(PolicyRule rule) {
        Optional<PolicyExplanation> place = Recipient.coveredBy(rule.who()).stream()
                .map(recipient -> recipient.explainIn(table))
                .filter(explanation -> explanation.decisive().equals(Optional.of(rule)))
                .findFirst();
        if (place.isEmpty()) {
            add(Kind.NEVER_REACHED, rule, "is never reached: no address can be what it covers");
            return;
        }
        ImmutableList<PolicyRule> wider = wider(place.get());
        TlsRequirement without =
                wider.isEmpty() ? TlsRequirement.builtInMay() : wider.get(0).requirement();
        // A rule for a local part goes before those for domains: even what is built in may be new to it.
        if (rule.requirement().asksTheSameAs(without) && !rule.who().endsWith("@")) {
            String holds = wider.isEmpty() ? "without any rule" : "by " + without.rule();
            add(Kind.CHANGES_NOTHING, rule, "asks for what holds " + holds + " already");
        }
        if (requiresEncryption(rule) && !wider.isEmpty() && isLoose(wider)) {
            strictInside
                    .computeIfAbsent(wider.get(0), exception -> new ArrayList<>())
                    .add(rule);
        }
    }

    private static ImmutableList<PolicyRule> wider(PolicyExplanation explanation) {
        return explanation.steps().stream()
                .filter(step -> step.outcome() == Outcome.LESS_SPECIFIC || step.outcome() == Outcome.DECIDES_TOO)
                .map(PolicyExplanation.Step::rule)
                .collect(ImmutableList.toImmutableList());
    }

    private static boolean requiresEncryption(PolicyRule rule) {
        return rule.requirement().level().requiresEncryption();
    }

    /** Tells whether the nearest wider rule lets mail out in cleartext, and is no exception inside one that does not. */
    private static boolean isLoose(List<PolicyRule> wider) {
        return wider.stream().noneMatch(TableLint::requiresEncryption)
                && !wider.get(0).who().equals("*");
    }

    private void wideExceptions() {
        // Said once: an exception that loosens nothing is most often one that is around its rule.
        suspicions.removeIf(
                suspicion -> suspicion.kind() == Kind.CHANGES_NOTHING && strictInside.containsKey(suspicion.rule()));
        strictInside.forEach((exception, strict) -> {
            String others = strict.size() == 1 ? " lies" : " and " + (strict.size() - 1) + " more lie";
            add(
                    Kind.WIDE_EXCEPTION,
                    exception,
                    "is an exception wider than its rule: "
                            + strict.get(0).requirement().rule() + others
                            + " inside it, and no wider rule asks for encryption");
        });
        long encrypting = table.rules().stream().filter(TableLint::isForADomain).count();
        table.rules().stream()
                .filter(rule -> rule.who().endsWith("@") && !requiresEncryption(rule) && encrypting > 0)
                .filter(rule -> rule.direction().covers(Direction.OUT))
                .forEach(rule -> add(
                        Kind.WIDE_EXCEPTION,
                        rule,
                        "goes before every rule for a domain: of " + encrypting
                                + " that ask for encryption it takes mail to this local part out"));
    }

    private static boolean isForADomain(PolicyRule rule) {
        return rule.who().indexOf('@') < 0
                && requiresEncryption(rule)
                && rule.direction().covers(Direction.OUT);
    }
}
