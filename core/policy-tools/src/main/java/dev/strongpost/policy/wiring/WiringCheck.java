// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.wiring.SmtpServers.Server;
import dev.strongpost.policy.wiring.WiringFinding.Severity;

/** Finds out whether the tables of a James are applied to its mail. Use once. */
public final class WiringCheck {
    private static final int MOST_ERRORS = 20;

    private final JamesConfiguration james;
    private final Set<WiringFinding> findings = new LinkedHashSet<>();
    private final Map<TableLocation, TableFacts> tables = new LinkedHashMap<>();

    private WiringCheck(JamesConfiguration james) {
        this.james = james;
    }

    /**
     * Returns what is wrong with a James that runs, or cannot be judged; the worst first, then in the order of the files.
     */
    public static ImmutableList<WiringFinding> of(JamesConfiguration james, TableSource source) {
        return new WiringCheck(james).findings(source);
    }

    /** Returns the same for one that is to be started, with what it refuses at its start. */
    public static ImmutableList<WiringFinding> beforeStart(JamesConfiguration james, TableSource source) {
        WiringCheck check = new WiringCheck(james);
        check.whatJamesRefuses();
        return check.findings(source);
    }

    private ImmutableList<WiringFinding> findings(TableSource source) {
        findings.addAll(james.unreadable());
        readTables(source);
        jars();
        health();
        james.mailets().ifPresent(mailets -> findings.addAll(OutboundWiring.of(mailets, james.files(), tables)));
        variables();
        inbound();
        return findings.stream()
                .sorted(Comparator.comparing(WiringFinding::severity)
                        .thenComparing(finding -> finding.place().file())
                        .thenComparing(finding -> finding.place().line()))
                .collect(ImmutableList.toImmutableList());
    }

    private void readTables(TableSource source) {
        Set<TableLocation> named = new LinkedHashSet<>();
        TableLocation.of(james.files(), JamesFiles.POLICY_TABLE)
                .filter(table -> Files.exists(table.file()))
                .ifPresent(named::add);
        james.mailets().ifPresent(mailets -> mailets.allSteps().forEach(step -> {
            OutboundWiring.policy(step, james.files()).ifPresent(named::add);
            if (step.isRemoteDelivery() || step.isToProcessor()) {
                step.selection().conditions().stream()
                        .flatMap(condition -> TableLocation.ofCondition(james.files(), condition).stream())
                        .forEach(named::add);
            }
        }));
        handlers().forEach(handler -> policy(handler).ifPresent(named::add));
        named.forEach(location -> readTable(location, source));
    }

    private void readTable(TableLocation location, TableSource source) {
        try {
            source.table(location.file()).ifPresent(table -> tables.put(location, TableFacts.of(table)));
        } catch (PolicyException e) {
            e.errors().stream()
                    .limit(MOST_ERRORS)
                    .forEach(error -> add(
                            Severity.PROBLEM,
                            RuleSource.of(error.file(), error.line()),
                            error.key() + ": given " + error.given() + ": allowed " + error.allowed()
                                    + "; James does not start with this table"));
        }
    }

    private ImmutableList<XmlElement> handlers() {
        return james.servers().stream()
                .flatMap(server -> server.handler().stream())
                .collect(ImmutableList.toImmutableList());
    }

    private Optional<TableLocation> policy(XmlElement handler) {
        return TableLocation.of(james.files(), handler.childText("policy").orElse(JamesFiles.POLICY_TABLE));
    }

    private void add(Severity severity, RuleSource place, String text) {
        findings.add(new WiringFinding(severity, place, text));
    }

    private void jars() {
        if (james.jars().size() > 1) {
            add(
                    Severity.PROBLEM,
                    RuleSource.of("extensions-jars", 0),
                    "this pack is there more than once, as " + String.join(" and ", james.jars())
                            + ", and which one runs is chance: leave one");
        }
    }

    private void health() {
        boolean used = handlers().size() > 0
                || james.mailets()
                        .map(mailets -> mailets.allSteps()
                                .anyMatch(step -> step.isTlsRemoteDelivery()
                                        || !step.selection().conditions().isEmpty()))
                        .orElse(true);
        if (james.hasHealthCheck() && !used) {
            add(
                    Severity.PROBLEM,
                    RuleSource.of("healthcheck.properties", 0),
                    "the health check of the policy tables is enabled, and nothing loads a table: add TlsRemoteDelivery"
                            + " to mailetcontainer.xml or InboundTls to smtpserver.xml");
        }
    }

    /** What James refuses at its start, so that it is found before. */
    private void whatJamesRefuses() {
        for (Server server : james.servers()) {
            RuleSource place = RuleSource.of(SmtpServers.FILE, server.line());
            if (server.handler().isPresent() && server.hasTlsOfJames()) {
                add(
                        Severity.FAULT,
                        place,
                        server + " has TLS of James's own beside InboundTls, and James does not start: write"
                                + " <tls socketTLS=\"false\" startTLS=\"false\"/>");
            }
            if (server.hasAnotherFirst()) {
                add(
                        Severity.FAULT,
                        place,
                        server + " has another handler before InboundTls, and James does not start: make it the first"
                                + " of its handlerchain");
            }
            server.handler().ifPresent(this::keyStore);
        }
    }

    private void keyStore(XmlElement handler) {
        Optional<String> location = handler.childText("keystore");
        if (location.isEmpty() || Words.hasVariable(handler) || isTlsNone(handler)) {
            return;
        }
        boolean made = handler.childText("defaultCertificate")
                .filter("create"::equalsIgnoreCase)
                .isPresent();
        try {
            Path file = james.files().resolve(location.get()).orElse(Path.of(location.get()));
            if (made && !Files.exists(file)) {
                return;
            }
            CertificateStore unused = StoreFile.read(
                    file,
                    handler.childText("keystoreType").orElse("PKCS12"),
                    handler.childText("secret").orElse("").toCharArray());
        } catch (KeyMaterialException e) {
            add(
                    Severity.FAULT,
                    RuleSource.of(SmtpServers.FILE, handler.line()),
                    "the keystore of InboundTls cannot be used, and James does not start: " + e.getMessage());
        }
    }

    private void inbound() {
        tables.forEach((location, facts) ->
                facts.firstInbound().ifPresent(rule -> inbound(location, rule, facts.firstInboundTls())));
    }

    private static boolean isTlsNone(XmlElement handler) {
        return handler.childText("tls").filter("none"::equalsIgnoreCase).isPresent();
    }

    private void variables() {
        for (Server server : james.servers()) {
            if (server.hasVariables()) {
                add(
                        Severity.NOT_JUDGED,
                        RuleSource.of(SmtpServers.FILE, server.line()),
                        server + " has a value with ${...} in it, which only James resolves");
            }
        }
    }

    private void inbound(TableLocation table, RuleSource rule, Optional<RuleSource> tlsRule) {
        boolean applied = handlers().stream().anyMatch(handler -> applies(handler, table));
        for (Server server : james.servers()) {
            Optional<XmlElement> handler = server.handler();
            if (handler.filter(ours -> applies(ours, table)).isPresent()) {
                tlsRule.filter(any -> isTlsNone(handler.get()))
                        .ifPresent(first -> add(
                                Severity.WARNING,
                                RuleSource.of(SmtpServers.FILE, handler.get().line()),
                                server + " has tls none and so refuses all mail that " + first
                                        + " and other rules want encrypted: write <tls>accept</tls>"));
            } else if (!handler.filter(Words::hasVariable).isPresent()) {
                // Servers may have tables of their own; then each rule is for those of its table.
                notApplied(server, table, rule, handler.isPresent() && applied ? Severity.WARNING : Severity.PROBLEM);
            }
        }
        if (james.servesLmtp()) {
            add(
                    Severity.NOT_JUDGED,
                    RuleSource.of("lmtpserver.xml", 0),
                    "mail that comes in by LMTP is held to no inbound rule: rules of " + table
                            + " are for the servers of smtpserver.xml");
        }
    }

    private boolean applies(XmlElement handler, TableLocation table) {
        return policy(handler).filter(table::equals).isPresent();
    }

    private void notApplied(Server server, TableLocation table, RuleSource rule, Severity severity) {
        add(
                severity,
                RuleSource.of(SmtpServers.FILE, server.line()),
                server + " does not apply the inbound rules of " + table + " (the first is at " + rule
                        + "): write <handler class=\"" + SmtpServers.INBOUND_TLS
                        + "\"> as the first handler of its handlerchain, with <tls>, <keystore> and <secret>, and with"
                        + " that table as its policy");
    }
}
