// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.james.StartFailure;
import dev.strongpost.testkit.james.StockJamesBuilder;

/** James does not start with a policy table that is not right in every line, and says what is wrong with it. */
class BadTableIT {
    /** Each kind of mistake: the line, and what the log says of it up to what would be allowed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    partner..example                         | who: given partner..example
                    [192.0.2.300]                            | who: given [192.0.2.300]
                    partner.example always                   | level: given always
                    partner.example dane direction=both      | level: given dane for inbound mail
                    partner.example bits=300                 | bits: given 300
                    partner.example bits=many                | bits: given many
                    partner.example may bits=128             | bits: given 128 at level may
                    partner.example protocol=TLS1.2          | protocol: given TLS1.2
                    partner.example ciphers=AES              | ciphers: given AES
                    partner.example exclude=RC4              | exclude: given RC4
                    partner.example secure match=*           | match: given *
                    partner.example fingerprint pin=md5:00   | pin: given md5:00
                    partner.example fingerprint              | pin: given nothing at level fingerprint
                    partner.example sni=-                    | sni: given -
                    partner.example failure=reject           | failure: given reject
                    partner.example mode=test                | mode: given test
                    partner.example direction=up             | direction: given up
                    partner.example until=soon               | until: given soon
                    partner.example bit=128                  | bit: given bit=128
                    partner.example bits=128 bits=256        | bits: given 256 again
                    partner.example note="open               | line: given partner.example note="open
                    """)
    void mistakeShouldKeepJamesFromStarting(String line, String report) {
        StartFailure start = start("# a comment\n" + line + "\n");

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(reports(start)).singleElement().satisfies(logged -> assertThat(logged)
                .startsWith("tls-policy.conf:2: " + report + ": allowed ")
                .doesNotEndWith(": allowed "));
    }

    @Test
    void twoRulesForTheSameShouldKeepJamesFromStarting() {
        StartFailure start = start("partner.example\n.partner.example\nother.example\nOTHER.example. may\n");

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(reports(start)).hasSize(2);
        assertThat(reports(start).get(0))
                .startsWith("tls-policy.conf:2: who: given .partner.example: allowed ")
                .contains("line 1");
        assertThat(reports(start).get(1))
                .startsWith("tls-policy.conf:4: who: given other.example: allowed ")
                .contains("line 3");
    }

    @Test
    void everyMistakeShouldBeReported() {
        StartFailure start = start(
                """
                        good.example
                        bad..example
                        one.example bits=1000 protocol=SSLv9
                        two.example sometimes mode=maybe
                        fine.example bits=256
                        three.example until=yesterday
                        """);

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(reports(start))
                .extracting(report -> report.substring(0, report.indexOf(": allowed ")))
                .containsExactly(
                        "tls-policy.conf:2: who: given bad..example",
                        "tls-policy.conf:3: bits: given 1000",
                        "tls-policy.conf:3: protocol: given SSLv9",
                        "tls-policy.conf:4: level: given sometimes",
                        "tls-policy.conf:4: mode: given maybe",
                        "tls-policy.conf:6: until: given yesterday");
    }

    @Test
    void absentFileShouldBeCalledAbsent() {
        StartFailure start = james().without(OutboundScenario.TABLE).startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.log()).containsPattern("tls-policy\\.conf.*(does not exist|no such file)");
    }

    @Test
    void unreadableFileShouldBeCalledUnreadable() {
        StartFailure start = james().permissions(OutboundScenario.TABLE, "---------")
                .commandPrefix(asOneWhoMayNotReadEverything())
                .startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(reports(start)).singleElement().satisfies(report -> assertThat(report)
                .startsWith("tls-policy.conf: file: given ")
                .contains("which this user may not read"));
    }

    @Test
    void latin1ShouldBeCalledSo() {
        byte[] latin1 = "partner.example\nm\u00fcller@partner.example\n".getBytes(StandardCharsets.ISO_8859_1);

        StartFailure start = james().file(OutboundScenario.TABLE, latin1).startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(reports(start)).singleElement().satisfies(report -> assertThat(report)
                .startsWith("tls-policy.conf:2: line: given byte 0xFC at position 2")
                .contains("Latin-1", "allowed UTF-8"));
    }

    @Test
    void emptyFileShouldBeCalledEmpty() {
        StartFailure start = start("");

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(reports(start)).singleElement().satisfies(report -> assertThat(report)
                .startsWith("tls-policy.conf: file: given a file of 0 bytes: allowed "));
    }

    /** The superuser reads a file whatever its permissions, unless he lays the capability down. */
    private static String[] asOneWhoMayNotReadEverything() {
        boolean superuser = "root".equals(System.getProperty("user.name"));
        return superuser ? new String[] {"setpriv", "--bounding-set=-dac_override,-dac_read_search"} : new String[0];
    }

    private static StartFailure start(String table) {
        return james().file(OutboundScenario.TABLE, table).startExpectingFailure();
    }

    private static StockJamesBuilder james() {
        return ItPaths.classPath()
                .in(ItPaths.directory("BadTableIT"))
                .extension(ItPaths.jar())
                .scenario(ItPaths.scenario("outbound"));
    }

    /** The lines that the pack itself logged at ERROR about the table, without what the logger puts before them. */
    private static List<String> reports(StartFailure start) {
        return start.log()
                .lines()
                .filter(line -> line.contains("[ERROR]") && line.contains("tls-policy.conf"))
                .map(line -> line.substring(line.indexOf("tls-policy.conf")))
                .toList();
    }
}
