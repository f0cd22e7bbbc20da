// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static dev.strongpost.policy.imports.Imports.parse;
import static dev.strongpost.policy.imports.Imports.read;
import static dev.strongpost.policy.imports.Imports.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class PolicyImportTest {
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    @Nested
    class Conflicts {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "SENDMAIL | TLS_Rcpt:x.example VERIFY | TLS_Rcpt:X.Example ENCR:112",
                    "POSTFIX | x.example secure | X.example may",
                    "SENDMAIL | TLS_Rcpt:x.example VERIFY | TLS_Rcpt:.x.example ENCR:112", // both cannot be
                    "SENDMAIL | TLS_Rcpt:.x.example VERIFY | TLS_Rcpt:x.example ENCR:112"
                })
        void readShouldKeepFirstAndReportSecond(Source source, String first, String second) {
            Imported imported = read(source, first + "\n" + second);
            assertThat(rules(imported)).isEqualTo(rules(source, first));
            assertThat(imported.reports()).last().satisfies(report -> {
                assertThat(report.line()).isEqualTo(2);
                assertThat(report.severity()).isEqualTo(ImportReport.Severity.MUST_BE_LOOKED_AT);
                assertThat(report.reason()).contains("of line 1");
            });
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "SENDMAIL | TLS_Rcpt:low.x.example. OK",
                    "SENDMAIL | TLS_Clt:low.x.example. OK",
                    "SENDMAIL | TLS_Rcpt:b\u00fccher.example OK",
                    "SENDMAIL | TLS_Rcpt:.low.x.example OK",
                    "SENDMAIL | TLS_Clt:.low.x.example OK",
                    "SENDMAIL | TLS_Clt:IPv6:2001:db8::25 OK",
                    "SENDMAIL | TLS_Clt:IPv6:2001:0db8:1 OK",
                    "SENDMAIL | TLS_Rcpt:from:x.example ENCR:112",
                    "SENDMAIL | TLS_Rcpt:client:192.0.2.7 ENCR:112",
                    "SENDMAIL | TLS_Rcpt:u+*@x.example ENCR:112",
                    "SENDMAIL | TLS_Rcpt:\ufeffx.example ENCR:112",
                    "SENDMAIL | TLS_Rcpt:x.example ENCR:0x80",
                    "SENDMAIL | TLS_Rcpt:x.example ENCR:0256",
                    "SENDMAIL | TLS_Rcpt:x.example",
                    "POSTFIX | low.x.example. none",
                    "POSTFIX | b\u00fccher.example none",
                    "POSTFIX | x.example\u00a0none",
                    "POSTFIX | from:x.example secure",
                    "GLOBALCERTS | cert:x.example",
                    "GLOBALCERTS | \ufeffx.example"
                })
        void readShouldLeaveOutWhatTheSourceNeverFinds(Source source, String line) {
            Imports.leftOut(
                    source,
                    "# a comment\n".repeat(source == Source.GLOBALCERTS ? 0 : 1)
                            + (source == Source.GLOBALCERTS ? "y.example\n" : "")
                            + line,
                    source == Source.GLOBALCERTS ? 1 : 0);
        }

        @Test
        void keyWithoutAValueShouldNotTakeThePlaceOfTheNext() {
            assertThat(rules(Source.SENDMAIL, "TLS_Rcpt:x.example\nTLS_Rcpt:x.example VERIFY"))
                    .containsExactly("x.example verify bits=0 failure=defer");
        }

        @Test
        void rulesForNamesBeyondAsciiShouldBeKeptWhereTheyProtect() {
            assertThat(rules(Source.POSTFIX, "b\u00fccher.example secure")).hasSize(1);
            assertThat(rules(Source.SENDMAIL, "TLS_Rcpt:.x.example VERIFY")).hasSize(1);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "SENDMAIL | TLS_Rcpt:x.example VERIFY+CI:CN=ca | TLS_Rcpt:x.example OK",
                    "POSTFIX | x.example half-dane | x.example may",
                    "POSTFIX | x.example secure match=.. | x.example none"
                })
        void readShouldNotLetSecondTakePlaceOfFirstThatWasLeftOut(Source source, String first, String second) {
            Imported imported = read(source, first + "\n" + second);
            assertThat(rules(imported)).isEmpty();
            assertThat(imported.reports()).extracting(ImportReport::line).containsExactly(1, 2);
        }

        @Test
        void readShouldOnlyNoteRuleThatSaysTheSame() {
            Imported imported = read(Source.GLOBALCERTS, "x.example\nX.EXAMPLE");
            assertThat(imported.isComplete()).isTrue();
            assertThat(imported.reports()).hasSize(1);
        }
    }

    @Nested
    class Bounds {
        @TempDir
        Path folder;

        @Test
        void readShouldRefuseFileOfMoreThan256Mebibytes() throws IOException {
            Path file = folder.resolve("huge");
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength((256L << 20) + 1);
            }
            assertRefused(PolicyImport.from(Source.SENDMAIL).read(file), "huge: must be looked at: 268435457 bytes: ");
        }

        @Test
        void readShouldRefuseBytesAboveTheBound() {
            assertRefused(
                    PolicyImport.from(Source.SENDMAIL).withLargest(1000).read("rules", new byte[1001]),
                    "rules: must be looked at: 1001 bytes: at most 1000 bytes are read");
        }

        @Test
        void readShouldRefuseTableAboveTheBound() {
            String rules = "x.example\n".repeat(90); // 900 bytes, whose reports take more
            assertRefused(
                    PolicyImport.from(Source.GLOBALCERTS)
                            .withLargest(1000)
                            .read("rules", rules.getBytes(StandardCharsets.UTF_8)),
                    "rules: must be looked at: the whole file: ");
        }

        private void assertRefused(Imported imported, String report) {
            assertThat(rules(imported)).isEmpty();
            assertThat(imported.reports()).singleElement().asString().startsWith(report);
        }

        @Test
        void readShouldReadFile() throws IOException {
            Path file = Files.writeString(folder.resolve("access"), "TLS_Rcpt:x.example ENCR:112");
            assertThat(PolicyImport.from(Source.SENDMAIL).read(file).table())
                    .contains("# access:1: TLS_Rcpt:x.example");
        }

        @Test
        void readShouldListReportsUpToTheirBound() {
            Imported imported = read(Source.GLOBALCERTS, "x\n" + "x\n".repeat(TableWriter.MOST_NOTES + 5));
            assertThat(imported.reports()).hasSize(TableWriter.MOST_NOTES + 1);
            assertThat(imported.reports()).last().asString().contains("5 more notes");
            assertThat(imported.table().lines().filter(line -> line.startsWith("# LEFT OUT")))
                    .hasSize(TableWriter.MOST_NOTES + 5);
        }

        @Test
        void readShouldListAllThatMustBeLookedAt() {
            int count = 2 * TableWriter.MOST_NOTES;
            Imported imported = read(
                    Source.SENDMAIL,
                    "spam@x.example REJECT\n".repeat(count) + "TLS_Rcpt:x.example ENCR\n".repeat(count));
            assertThat(imported.reports().stream().filter(report -> report.line() > count))
                    .hasSize(count);
            assertThat(imported.reports())
                    .last()
                    .asString()
                    .contains(count + " lines")
                    .contains("no rule of TLS");
        }

        @Test
        void readShouldRefuseMoreThanAnyoneLooksAt() {
            assertRefused(
                    read(Source.SENDMAIL, "TLS_Srv: \n".repeat(TableWriter.MOST_REPORTS + 1)),
                    "rules: must be looked at: the whole file: more than");
        }

        @ParameterizedTest
        @EnumSource
        void readShouldGetOverLineOf100Megabytes(Source source) {
            byte[] line = new byte[100 << 20];
            Arrays.fill(line, (byte) 'a');
            System.arraycopy("TLS_Rcpt:a ENCR:1".getBytes(StandardCharsets.UTF_8), 0, line, 0, 17);
            Imported imported = assertTimeoutPreemptively(
                    GENEROUS, () -> PolicyImport.from(source).read("rules", line));
            assertThat(rules(imported)).isEmpty();
            assertThat(imported.reports()).singleElement().satisfies(report -> assertThat(report.reason())
                    .contains("104857600 bytes"));
        }

        @ParameterizedTest
        @CsvSource({"POSTFIX, ' secure', 'x.example'", "EXIM, 'a : \\', 'hosts_require_tls = \\'"})
        void readShouldGetOverContinuationWithoutEnd(Source source, String more, String first) {
            String text = first + "\n" + (more + "\n").repeat(2_000_000);
            Imported imported = assertTimeoutPreemptively(GENEROUS, () -> read(source, text));
            assertThat(rules(imported)).isEmpty();
            assertThat(imported.reports()).singleElement().satisfies(report -> assertThat(report.reason())
                    .contains("" + JoinedLines.LONGEST));
        }
    }

    @Nested
    class Bytes {
        @ParameterizedTest
        @EnumSource
        void readShouldLeaveOutLineThatIsNotUtf8(Source source) {
            byte[] latin1 = "TLS_Rcpt:m\u00fcller.example PERM+ENCR:112".getBytes(StandardCharsets.ISO_8859_1);
            Imported imported = PolicyImport.from(source).read("rules", latin1);
            assertThat(rules(imported)).isEmpty();
            assertThat(imported.reports()).singleElement().asString().contains("not UTF-8");
        }

        @Test
        void readShouldTakeUtf8BehindByteOrderMark() {
            assertThat(parse(read(Source.GLOBALCERTS, "\uFEFFm\u00fcller.example"))
                            .rules())
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.who()).isEqualTo("xn--mller-kva.example"));
        }

        @ParameterizedTest
        @EnumSource
        void readShouldGiveTableForNothing(Source source) {
            Imported imported = PolicyImport.from(source).read("", new byte[0]);
            assertThat(rules(imported)).isEmpty();
            assertThat(imported.isComplete()).isTrue();
        }

        @Test
        void readShouldKeepForeignTextInsideItsComment() {
            Imported imported = read(Source.GLOBALCERTS, "a\rb c\u2028*\u0085* \uD800");
            assertThat(imported.table().lines().filter(line -> !line.startsWith("#")))
                    .isEmpty();
        }
    }

    /** Whatever is read, the table is one that the parser accepts, and no rule line comes without a place. */
    @Nested
    class Anything {
        private final Random random = new Random(20261122);

        private static final String[] GOOD = {
            "",
            "",
            "TLS_Rcpt:",
            "TLS_Rcpt:x.example PERM+ENCR:112",
            "TLS_Rcpt:a@x.example VERIFY",
            "x.example may",
            ".x.example secure "
        };

        private static final String[] PIECES = {
            "TLS_Rcpt:",
            "TLS_Srv:",
            "PERM+",
            "TEMP+",
            "VERIFY",
            "ENCR:",
            "112",
            "256",
            "+CN:",
            "++",
            "+CI:",
            "x.example",
            ".x.example",
            "=",
            "[mx.example]",
            ":587",
            "[192.0.2.7]",
            "none",
            "may",
            "encrypt",
            "verify",
            "secure",
            "fingerprint",
            "dane",
            "match=",
            "nexthop",
            "protocols=",
            ">=TLSv1.2",
            "!SSLv3",
            "ciphers=high",
            "exclude=3DES",
            "tafile=",
            "/a b",
            "servername=",
            "connection_reuse=yes",
            "*.",
            "*",
            "!",
            "<;",
            ";",
            ":",
            ",",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\n ",
            "\\\n",
            "#",
            "\"",
            "\\",
            "$",
            "user@",
            "user+tag@",
            "m\u00fcller",
            "\u0000",
            "\u2028",
            "\uD83D\uDE00",
            "\u00ad",
            "hosts_require_tls = ",
            "until=2020-01-01",
            "note=\"x",
            "%",
            "{",
            "}",
            "ab".repeat(32),
            "|",
            "9".repeat(12)
        };

        @ParameterizedTest
        @EnumSource
        void tableShouldBeAcceptedWhenInputIsMadeOfPieces(Source source) {
            int written = 0;
            for (int round = 0; round < 1500; round++) {
                StringBuilder text = new StringBuilder();
                for (int line = random.nextInt(6); line >= 0; line--) {
                    text.append(GOOD[random.nextInt(GOOD.length)]);
                    for (int i = random.nextInt(4); i > 0; i--) {
                        text.append(PIECES[random.nextInt(PIECES.length)]);
                    }
                    text.append('\n');
                }
                written += accepted(source, text.toString().getBytes(StandardCharsets.UTF_8));
            }
            assertThat(written).isPositive();
        }

        @ParameterizedTest
        @EnumSource
        void tableShouldBeAcceptedWhenInputIsMutated(Source source) {
            byte[] good = String.join(
                            "\n",
                            "TLS_Rcpt:a.example PERM+VERIFY:128+CN:mx.a.example",
                            "TLS_Rcpt: ENCR:112",
                            "b.example secure match=.b.example:b.example ciphers=high",
                            "  protocols=>=TLSv1.2 tafile=/etc/ca.pem",
                            ".b.example fingerprint match=" + "ab".repeat(32),
                            "hosts_require_tls = <; *.c.example ; d.example ; !e.example",
                            "user@f.example",
                            "",
                            "g.example")
                    .getBytes(StandardCharsets.UTF_8);
            int written = 0;
            for (int round = 0; round < 1500; round++) {
                byte[] bad = Arrays.copyOf(good, good.length - random.nextInt(8));
                for (int i = random.nextInt(6); i > 0; i--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
                }
                written += accepted(source, bad);
            }
            assertThat(written).isPositive();
        }

        @ParameterizedTest
        @EnumSource
        void tableShouldBeAcceptedWhenInputIsNoise(Source source) {
            for (int round = 0; round < 1000; round++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                accepted(source, noise);
            }
        }

        private int accepted(Source source, byte[] content) {
            Imported imported = PolicyImport.from(source).read("rules", content);
            assertThat(imported.reports())
                    .allSatisfy(report -> assertThat(report.reason()).isNotBlank());
            return rules(imported).size();
        }
    }
}
