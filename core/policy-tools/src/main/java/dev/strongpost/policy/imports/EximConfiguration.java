// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableSet;

/**
 * A configuration of Exim's, or a piece of one (specification, chapter 6): of all that is in it, the TLS options of its
 * smtp transports. Macros are replaced by what the file defines. Not thread-safe; use once.
 */
final class EximConfiguration {
    private static final Pattern SECTION = Pattern.compile("begin\\s+([a-z]+)");
    private static final Pattern DRIVER = Pattern.compile("([A-Za-z0-9_-]{1,64}):");
    private static final Pattern CONDITION = Pattern.compile("\\.(ifn?def|elifn?def)\\s+(\\S+)");
    private static final String TRANSPORTS = "transports";

    /** What they demand is missing from a rule that says no more than "TLS". */
    private static final ImmutableSet<String> DEMANDS = ImmutableSet.of(
            "tls_verify_hosts",
            "tls_verify_certificates",
            "tls_verify_cert_hostnames",
            "tls_require_ciphers",
            "tls_dh_min_bits",
            "tls_certificate",
            "tls_privatekey",
            "tls_sni",
            "hosts_require_dane",
            "hosts_require_ocsp",
            "dane_require_tls_ciphers");

    private static final ImmutableSet<String> OTHERS = ImmutableSet.of(
            "hosts_avoid_tls",
            "hosts_verify_avoid_tls",
            "hosts_nopass_tls",
            "hosts_noproxy_tls",
            "hosts_try_dane",
            "hosts_request_ocsp",
            "tls_try_verify_hosts",
            "tls_tempfail_tryclear",
            "tls_crl",
            "tls_resumption_hosts",
            "tls_alpn");

    private final TableWriter table;
    private final EximMacros macros = new EximMacros();
    private final Deque<String> conditions = new ArrayDeque<>();
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> transports = new ArrayList<>();

    /** Empty before the first {@code begin}: the main section, or a piece of any. */
    private String section = "";

    private String transport = "";
    private boolean hasSections;

    /** One TLS option of a transport. */
    private static final class Setting {
        final int number;
        final String text;
        final String transport;
        final String condition;

        Setting(int number, String text, String transport, String condition) {
            this.number = number;
            this.text = text;
            this.transport = transport;
            this.condition = condition;
        }
    }

    EximConfiguration(TableWriter table) {
        this.table = table;
    }

    /** Tells whether {@code text} is in a configuration, and not in a list of hosts. */
    static boolean isPartOfOne(String text) {
        return SECTION.matcher(text).matches()
                || DRIVER.matcher(text).matches()
                || EximMacros.isDefinition(text)
                || text.startsWith(".if")
                || text.startsWith(".include");
    }

    /** Writes the rules that the logical lines of the file are. */
    void read(List<SourceLine> lines) {
        hasSections =
                lines.stream().anyMatch(line -> SECTION.matcher(line.text()).matches());
        lines.forEach(this::line);
        if (settings.stream()
                .noneMatch(setting -> EximFile.optionName(setting.text).equals(EximFile.OPTION))) {
            table.leaveOut(0, "the whole file", "no transport in it has " + EximFile.OPTION + ": there is no rule");
        }
        settings.forEach(this::write);
    }

    private void line(SourceLine line) {
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), line.text(), line.damage().get());
        } else if (line.text().startsWith(".")) {
            directive(line);
        } else if (EximMacros.isDefinition(line.text())) {
            macros.define(line.text());
        } else {
            statement(line.number(), macros.replaced(line.text()));
        }
    }

    private void directive(SourceLine line) {
        String text = line.text();
        Matcher condition = CONDITION.matcher(text);
        if (condition.lookingAt()) {
            if (condition.group(1).startsWith("el")) {
                conditions.pollLast();
            }
            conditions.addLast("." + condition.group(1) + " " + condition.group(2));
        } else if (text.startsWith(".else")) {
            String before = conditions.pollLast();
            conditions.addLast("the .else of " + (before == null ? "?" : before));
        } else if (text.startsWith(".endif")) {
            conditions.pollLast();
        } else if (text.startsWith(".include")) {
            table.leaveOut(line.number(), text, "an included file; import what is in it");
        }
    }

    private void statement(int number, String text) {
        Matcher begin = SECTION.matcher(text);
        Matcher driver = DRIVER.matcher(text);
        if (begin.matches()) {
            section = begin.group(1);
            transport = "";
        } else if (!isAboutTransports()) {
            return;
        } else if (driver.matches()) {
            transport = driver.group(1);
        } else {
            option(number, text);
        }
    }

    private boolean isAboutTransports() {
        return hasSections ? section.equals(TRANSPORTS) : section.isEmpty();
    }

    private void option(int number, String text) {
        String name = EximFile.optionName(text);
        if (name.equals("driver") && EximFile.optionValue(text).equals("smtp")) {
            transports.add(transport);
        }
        if (name.equals(EximFile.OPTION) || DEMANDS.contains(name) || OTHERS.contains(name)) {
            settings.add(new Setting(number, text, transport, String.join(", ", conditions)));
        }
    }

    private void write(Setting setting) {
        String name = EximFile.optionName(setting.text);
        if (name.equals(EximFile.OPTION)) {
            new EximHostList(table, setting.number, rule -> remarks(setting).forEach(rule::mustBeLookedAt))
                    .read(setting.text, EximFile.optionValue(setting.text));
        } else if (DEMANDS.contains(name)) {
            table.leaveOut(
                    setting.number, setting.text, "only " + EximFile.OPTION + " is translated: write what it asks for");
        } else {
            table.leaveOut(
                    setting.number,
                    setting.text,
                    ImportReport.Severity.NOTE,
                    "only " + EximFile.OPTION + " is translated; this asks for nothing more");
        }
    }

    private Stream<String> remarks(Setting setting) {
        Stream<String> place = transports.size() > 1
                ? Stream.of("it holds in the transport " + setting.transport + ", one of " + transports.size()
                        + "; the rule holds for mail by any of them")
                : Stream.empty();
        Stream<String> condition = setting.condition.isEmpty()
                ? Stream.empty()
                : Stream.of("it stands inside " + setting.condition + ", which this import does not judge");
        return Stream.concat(place, condition);
    }
}
