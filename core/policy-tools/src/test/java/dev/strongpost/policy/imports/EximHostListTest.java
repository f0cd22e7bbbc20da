// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static dev.strongpost.policy.imports.Imports.leftOut;
import static dev.strongpost.policy.imports.Imports.read;
import static dev.strongpost.policy.imports.Imports.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EximHostListTest {
    private static final String TERMS = " encrypt failure=defer";

    private static List<String> whos(String text) {
        return rules(Source.EXIM, text).stream()
                .map(rule -> {
                    assertThat(rule).endsWith(TERMS);
                    return rule.substring(0, rule.length() - TERMS.length());
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # list                                          | rules
            *                                               | *
            a.example                                       | a.example
            *.a.example                                     | a.example
            a.example : b.example:c.example                 | a.example b.example c.example
            a.example : b.example :                         | a.example b.example
            <; a.example ; b.example                        | a.example b.example
            <, *.a.example, b.example                       | a.example b.example
            hosts_require_tls = a.example : b.example       | a.example b.example
            hide hosts_require_tls=*                        | *
            a.example : !*                                  | a.example
            192.0.2.7 : 192.0.2.0/24 : ::::1 : a.example    | a.example
            <; 2001:db8::1 ; 2001:db8::/32 ; a.example      | a.example
            !b.example : a.example                          | a.example
            a.example : !b.example                          | a.example *
            !b.example                                      | *
            """)
    void readShouldTranslateList(String list, String rules) {
        assertThat(whos(list)).containsExactly(rules.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.7",
                "192.0.2.0/24",
                "::::1",
                "<; 2001:db8::1",
                "+partners",
                "^mx\\d\\.a\\.example$x", // an expansion, by its dollar
                "^mx[0-9]",
                "\\N^mx[0-9]\\N",
                "/etc/exim/hosts",
                "@",
                "@[]",
                "lsearch;/etc/exim/hosts",
                "<, net24-dbm;/networks.db",
                "${lookup{x}lsearch{/etc/exim/hosts}}",
                "*partner.example", // the end of any name
                "*a*.example",
                "\"a.example : b.example\"",
                "user@a.example",
                "accept", // of no domain
                "!acl = acl_local_deny_exceptions",
                "HOSTS_REQUIRE_TLS = *", // a macro
                "REMOTE_SMTP_HOSTS",
                "hosts_avoid_tls = *",
                "tls_verify_hosts = *",
                "hosts_require_dane = a.example"
            })
    void readShouldLeaveOut(String list) {
        leftOut(Source.EXIM, list);
    }

    @Test
    void readShouldNeverMakeExceptionsOfExceptions() {
        Imported imported = read(Source.EXIM, "! mail.a.example : *.a.example");
        assertThat(rules(imported)).containsExactly("a.example" + TERMS);
        assertThat(imported.reports())
                .extracting(ImportReport::given)
                .containsExactly("! mail.a.example", "*.a.example");
        assertThat(imported.reports())
                .extracting(ImportReport::severity)
                .containsOnly(ImportReport.Severity.MUST_BE_LOOKED_AT);
    }

    @Test
    void readShouldNeedNoLookAtEveryHost() {
        assertThat(read(Source.EXIM, "hosts_require_tls = *").reports()).isEmpty();
    }

    @Test
    void readShouldJoinLinesThatEndInBackslash() {
        assertThat(whos("hosts_require_tls = a.exam\\\n  # comment\n    ple : \\\n  b.example\n"))
                .containsExactly("a.example", "b.example");
    }

    @Test
    void readShouldFindTheTransportsOfAConfiguration() {
        Imported imported = read(
                Source.EXIM,
                """
                PARTNERS = mx.partner.example
                ALL = PARTNERS : *.bank.example
                tls_advertise_hosts = *
                begin acl
                acl_check_rcpt:
                  accept encrypted = *
                  deny hosts = a.example : b.example
                begin routers
                dnslookup:
                  driver = dnslookup
                  transport = remote_smtp
                begin transports
                remote_smtp:
                  driver = smtp
                  hosts_require_tls = ALL : \\
                      MISSING
                  tls_verify_hosts = *
                  hosts_avoid_tls = old.example
                local_delivery:
                  driver = appendfile
                begin retry
                * * F,2h,15m
                """);

        assertThat(rules(imported)).containsExactly("mx.partner.example" + TERMS, "bank.example" + TERMS);
        assertThat(imported.reports().stream()
                        .filter(report -> report.severity() == ImportReport.Severity.MUST_BE_LOOKED_AT)
                        .map(ImportReport::given))
                .containsExactly("mx.partner.example", "*.bank.example", "MISSING", "tls_verify_hosts = *");
        assertThat(imported.reports()).map(ImportReport::line).contains(15, 17, 18);
    }

    @Test
    void readShouldSayWhatATransportOfSeveralIsFor() {
        Imported imported = read(
                Source.EXIM,
                "begin transports\none:\n driver = smtp\n hosts_require_tls = *\ntwo:\n driver = smtp\n"
                        + ".ifdef X\n hosts_require_tls = a.example\n.else\n hosts_require_tls = b.example\n.endif\n");

        assertThat(rules(imported)).hasSize(3);
        assertThat(imported.reports())
                .map(ImportReport::reason)
                .anyMatch(reason -> reason.contains("in the transport one, one of 2"))
                .anyMatch(reason -> reason.contains("inside .ifdef X,"))
                .anyMatch(reason -> reason.contains("inside the .else of .ifdef X,"));
    }

    @Test
    void readShouldRefuseAConfigurationWithoutARule() {
        assertThat(leftOut(
                                Source.EXIM,
                                "begin acl\nacl_check:\n accept encrypted = *\nbegin transports\nx:\n driver = smtp\n")
                        .reason())
                .contains("no transport in it has hosts_require_tls");
    }

    @Test
    void readShouldReportIncludedFiles() {
        assertThat(read(Source.EXIM, ".include /etc/exim4/tls\nbegin transports\nx:\n hosts_require_tls = *\n")
                        .reports())
                .map(ImportReport::reason)
                .contains("an included file; import what is in it");
    }

    @Test
    void readShouldNotGrowByMacros() {
        StringBuilder macros = new StringBuilder("A0 = xxxxxxxxxx\n");
        for (int i = 1; i < 60; i++) {
            macros.append("A")
                    .append(i)
                    .append(" = A")
                    .append(i - 1)
                    .append(" A")
                    .append(i - 1)
                    .append('\n');
        }
        assertThat(read(Source.EXIM, macros + "begin transports\nx:\n hosts_require_tls = A59\n")
                        .isComplete())
                .isFalse();
    }

    @Test
    void readShouldTakeSeveralLists() {
        assertThat(whos("# transport one\nhosts_require_tls = a.example\n\nhosts_require_tls = b.example"))
                .hasSize(2);
    }
}
