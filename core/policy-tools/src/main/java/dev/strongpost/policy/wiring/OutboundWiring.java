// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.wiring.OutboundFlow.State;
import dev.strongpost.policy.wiring.WiringFinding.Severity;

/** Finds outbound mail that meets another mailet than the one its rules are for. Use once. */
final class OutboundWiring {
    private static final ImmutableList<String> ENTRANCES = ImmutableList.of("root", "error");
    private static final String MATCHED = "match=\"" + MatcherSelection.RECIPIENT_REQUIRES_TLS + "\"";

    private final MailetContainer mailets;
    private final JamesFiles files;
    private final List<WiringFinding> findings = new ArrayList<>();

    private OutboundWiring(MailetContainer mailets, JamesFiles files) {
        this.mailets = mailets;
        this.files = files;
    }

    /** Returns what is wrong for the listed recipients of those tables. */
    static ImmutableList<WiringFinding> of(
            MailetContainer mailets, JamesFiles files, Map<TableLocation, TableFacts> tables) {
        OutboundWiring wiring = new OutboundWiring(mailets, files);
        mailets.allSteps().forEach(wiring::variables);
        mailets.allSteps().forEach(wiring::list);
        mailets.allSteps().filter(MailetStep::isTlsRemoteDelivery).forEach(wiring::mailet);
        tables.forEach(wiring::table);
        return ImmutableList.copyOf(wiring.findings);
    }

    /** Returns the table of a TlsRemoteDelivery; empty for other mailets. */
    static Optional<TableLocation> policy(MailetStep step, JamesFiles files) {
        return step.isTlsRemoteDelivery()
                ? TableLocation.of(files, step.parameter("policy").orElse(JamesFiles.POLICY_TABLE))
                : Optional.empty();
    }

    private void add(Severity severity, MailetStep step, String text) {
        findings.add(new WiringFinding(
                severity, RuleSource.of(MailetContainer.FILE, step.element().line()), step + " " + text));
    }

    private void variables(MailetStep step) {
        if (step.hasVariables()) {
            add(Severity.NOT_JUDGED, step, "has a value with ${...} in it, which only James resolves");
        }
    }

    /** A list has no rules, so that nothing says whether these recipients need TLS. */
    private void list(MailetStep step) {
        boolean isList = step.selection().conditions().stream()
                .anyMatch(
                        condition -> TableLocation.ofCondition(files, condition).isEmpty());
        if (isList && step.isToProcessor()) {
            add(
                    Severity.NOT_JUDGED,
                    step,
                    "selects by a list in its matcher: write these recipients as rules in the table, and the matcher"
                            + " without a list");
        }
    }

    private void mailet(MailetStep step) {
        table(step);
        queue(step);
        if (!step.selection().isEveryone()
                && step.onException("onMatchException").equals("nomatch")) {
            add(
                    Severity.PROBLEM,
                    step,
                    "has onMatchException nomatch: when the matcher fails, recipients with a rule go on to the next"
                            + " mailets: write error");
        }
        if (step.onException("onMailetException").equals("ignore")) {
            add(
                    Severity.PROBLEM,
                    step,
                    "has onMailetException ignore: when it fails, the mail goes on to the next mailets: write error");
        }
        step.parameter("gateway")
                .ifPresent(gateway -> add(
                        Severity.WARNING,
                        step,
                        "has the gateway " + gateway + ": rules are judged at that host alone, and what it does with"
                                + " the mail is not judged"));
    }

    /** The matcher and the mailet have to ask one table: of another the mailet knows no rules, and takes "may". */
    private void table(MailetStep step) {
        Optional<TableLocation> policy = policy(step, files);
        for (String condition : step.selection().conditions()) {
            Optional<TableLocation> matched = TableLocation.ofCondition(files, condition);
            if (policy.isPresent() && !matched.equals(policy)) {
                add(
                        Severity.PROBLEM,
                        step,
                        "selects recipients by "
                                + matched.map(TableLocation::toString).orElse("a list in its matcher")
                                + " and delivers by " + policy.get()
                                + ": to those without a rule there it delivers in cleartext too, and those whom only "
                                + policy.get() + " lists go on to the next mailets. "
                                + matcherFor(step));
            }
        }
    }

    private static String matcherFor(MailetStep step) {
        return "Write the rules in one table, and match=\"" + MatcherSelection.RECIPIENT_REQUIRES_TLS
                + step.parameter("policy").map(policy -> "=" + policy).orElse("") + "\"";
    }

    private void queue(MailetStep ours) {
        mailets.allSteps()
                .filter(MailetStep::isRemoteDelivery)
                .filter(stock -> stock.queue().equals(ours.queue()))
                .findFirst()
                .ifPresent(stock -> add(
                        Severity.PROBLEM,
                        ours,
                        "has the queue " + ours.queue() + ", as the RemoteDelivery of line "
                                + stock.element().line()
                                + " has: each would take the other's mail: write <outgoing>outgoing-tls</outgoing>"));
    }

    private void table(TableLocation table, TableFacts facts) {
        facts.firstOutbound().ifPresent(rule -> listed(table, rule));
        facts.firstPublished().ifPresent(rule -> published(table, rule));
        facts.processors().forEach(this::processor);
        facts.processors().forEach((name, rule) -> handedOver(name, rule, table));
    }

    private void listed(TableLocation table, RuleSource rule) {
        OutboundFlow flow = OutboundFlow.from(ENTRANCES, mailets, table);
        boolean explained = false;
        for (Map.Entry<MailetStep, State> met : flow.met().entrySet()) {
            MailetStep step = met.getKey();
            if (step.isRemoteDelivery()) {
                explained |= stock(step, met.getValue(), table) && isApplied(table);
            } else if (step.isTlsRemoteDelivery()) {
                explained |= ours(step, table);
            }
        }
        if (!explained) {
            findings.add(new WiringFinding(
                    Severity.PROBLEM,
                    RuleSource.of(MailetContainer.FILE, 0),
                    "no TlsRemoteDelivery applies the outbound rules of " + table + " (the first is at " + rule
                            + "): write <mailet " + MATCHED + " class=\"" + MailetStep.TLS_REMOTE_DELIVERY
                            + "\"> before RemoteDelivery"));
        }
    }

    private boolean isApplied(TableLocation table) {
        return mailets.allSteps()
                .anyMatch(step -> policy(step, files).filter(table::equals).isPresent());
    }

    /** Tells whether the mailet certainly takes mail that it must not have. */
    private boolean stock(MailetStep step, State before, TableLocation table) {
        boolean certain = before == State.UNSEEN && step.selection().covers(table);
        if (certain) {
            add(
                    Severity.PROBLEM,
                    step,
                    "takes mail to recipients with a rule in " + table
                            + ", and sends it without the rule: write <mailet " + MATCHED + " class=\""
                            + MailetStep.TLS_REMOTE_DELIVERY + "\"> before it");
        } else if (before == State.UNSEEN || before == State.SELECTED) {
            add(
                    Severity.NOT_JUDGED,
                    step,
                    "may take mail to recipients with a rule in " + table
                            + " before TlsRemoteDelivery does; whom the matchers select that lead here is not known: put it behind");
        } else {
            add(
                    Severity.NOT_JUDGED,
                    step,
                    "takes what the TlsRemoteDelivery before it leaves, and whom the matcher of that one selects is not"
                            + " known here: give that one " + MATCHED + " or match=\"All\"");
        }
        return certain;
    }

    /** Tells whether the mailet applies that table. */
    private boolean ours(MailetStep step, TableLocation table) {
        Optional<TableLocation> policy = policy(step, files);
        if (policy.filter(table::equals).isPresent()) {
            return true;
        }
        if (step.selection().covers(table) && step.selection().conditions().isEmpty()) {
            add(
                    Severity.PROBLEM,
                    step,
                    "takes mail to recipients with a rule in " + table + " and delivers by "
                            + policy.map(TableLocation::toString).orElse("another table")
                            + ": write all outbound rules in one table");
        } else if (!step.selection().isOfAnotherTable(table)
                && step.selection().conditions().isEmpty()) {
            add(
                    Severity.NOT_JUDGED,
                    step,
                    "delivers by " + policy.map(TableLocation::toString).orElse("another table")
                            + " and may take mail to recipients with a rule in " + table
                            + "; whom its matcher selects is not known here");
        }
        return false;
    }

    private void published(TableLocation table, RuleSource rule) {
        mailets.allSteps()
                .filter(step -> policy(step, files).filter(table::equals).isPresent())
                .filter(step -> !step.parameter("published").orElse("off").equals("on"))
                .forEach(step -> add(
                        Severity.FAULT,
                        step,
                        "looks up nothing of what domains publish, and the rule at " + rule
                                + " asks for that: its mail waits, and comes back in the end: write"
                                + " <published>on</published>"));
    }

    private void processor(String name, RuleSource rule) {
        if (!mailets.has(name)) {
            findings.add(new WiringFinding(
                    Severity.FAULT,
                    rule,
                    "failure=processor:" + name + " names a processor that " + MailetContainer.FILE
                            + " lacks: James does not start, or, with a table that was changed later, bounces its mail"
                            + " instead; add the processor or change the rule"));
        }
    }

    /** What a rule hands over has failed that rule: it may go on encrypted otherwise, which is not for us to see. */
    private void handedOver(String name, RuleSource rule, TableLocation table) {
        OutboundFlow.from(ImmutableList.of(name), mailets, table)
                .firstRemoteDelivery()
                .ifPresent(step -> add(
                        Severity.WARNING,
                        step,
                        "sends on what " + rule + " hands to the processor " + name + " because TLS failed: only right"
                                + " where the mail is encrypted otherwise before"));
    }
}
