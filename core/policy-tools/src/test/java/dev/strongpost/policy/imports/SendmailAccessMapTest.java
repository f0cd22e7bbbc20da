// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static dev.strongpost.policy.imports.Imports.leftOut;
import static dev.strongpost.policy.imports.Imports.onlyRule;
import static dev.strongpost.policy.imports.Imports.read;
import static dev.strongpost.policy.imports.Imports.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.testkit.Checkout;
import dev.strongpost.testkit.Tables;

class SendmailAccessMapTest {
    private static List<String> sendmail(String text) {
        return rules(Source.SENDMAIL, text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # value                          | rule for x.example
            PERM+ENCR:112                    | encrypt bits=112 failure=bounce
            TEMP+ENCR:112                    | encrypt bits=112 failure=defer
            ENCR:112                         | encrypt bits=112 failure=defer
            perm+encr:256                    | encrypt bits=256 failure=bounce
            VERIFY                           | verify bits=0 failure=defer
            PERM+VERIFY                      | verify bits=0 failure=bounce
            PERM+VERIFY:256                  | verify bits=256 failure=bounce
            ENCR:112+CN:smtp.endmail.org     | secure bits=112 match=smtp.endmail.org failure=defer
            PERM+VERIFY+CN                   | verify bits=0 failure=bounce
            VERIFY:128+CN:mx.x.example       | secure bits=128 match=mx.x.example failure=defer
            ENCR:0                           | may
            OK                               | may
            RELAY                            | may
            """)
    void readShouldTranslateRequirement(String value, String terms) {
        assertThat(sendmail("TLS_Rcpt:x.example\t" + value)).containsExactly("x.example " + terms);
    }

    @ParameterizedTest
    @CsvSource({
        "darth@endmail.org, darth@endmail.org",
        "x.example, x.example", // takes in sub-domains there and here
        ".x.example, .x.example", // FEATURE(lookupdotdomain)
        "boss@, boss@",
        "'', *",
        "[192.0.2.7], [192.0.2.7]"
    })
    void readShouldTranslateKey(String key, String who) {
        assertThat(sendmail("TLS_Rcpt:" + key + "  PERM+ENCR:112"))
                .containsExactly(who + " encrypt bits=112 failure=bounce");
    }

    @Test
    void readShouldTakeTagWithoutRegardToCase() {
        assertThat(sendmail("tls_rcpt:x.example ENCR:112")).hasSize(1);
    }

    @Test
    void readShouldSkipCommentsAndBlankLines() {
        Imported imported = read(Source.SENDMAIL, "# comment\n\n \t\r\nTLS_Rcpt:x.example\t \tPERM+ENCR:112\r\n");
        assertThat(imported.reports()).isEmpty();
        assertThat(imported.table())
                .endsWith(
                        """
                        # rules:4: TLS_Rcpt:x.example	 	PERM+ENCR:112
                        x.example encrypt bits=112 failure=bounce
                        """
                                .replace("\t", "?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENCR", // without bits Sendmail accepts all
                "ENCR:", // the same
                "ENCR:abc",
                "ENCR:-1",
                "ENCR:257", // no cipher has it
                "ENCR:99999999999",
                "ENCRYPT:112", // a misspelling
                "VERIFY # a comment is none here",
                "PERM+",
                "VERIFY+CI:CN=ca,C=US", // no name as Sendmail has it
                "VERIFY+CI:/ca",
                "VERIFY+CI:/XX=ca",
                "VERIFY+CI",
                "VERIFY+CI:/CN=a++CI:/CN=b", // no certificate has two issuers
                "VERIFY+CS:/CN=a++CS:/CN=b",
                "VERIFY+CN++CN:a.example", // match= is met by one of its names
                "VERIFY+XY:1",
                "VERIFY+CITag:MyCA", // no line accepts an issuer by it
                "VERIFY+CN:a.example++CN:b.example", // and a certificate has one CN
                "VERIFY+CN:",
                "VERIFY+CN:a.example,b.example", // would be a list in match=
                "VERIFY+CN:nexthop", // would be a word of match=
                "VERIFY+CN:.x.example", // would be a suffix in match=
                "VERIFY+"
            })
    void readShouldLeaveOutRequirement(String value) {
        ImportReport report = leftOut(Source.SENDMAIL, "#\nTLS_Rcpt:x.example " + value);
        assertThat(report.line()).isEqualTo(2);
        assertThat(report.given()).isEqualTo("TLS_Rcpt:x.example " + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "=x.example", "x..example", "user@x@y", "a\"b@x.example", "[192.0.2]", "x.example#", "-"})
    void readShouldLeaveOutKey(String key) {
        leftOut(Source.SENDMAIL, "TLS_Rcpt:" + key + " PERM+ENCR:112");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_Srv:secure.example.com", "Try_TLS:broken.server", "Srv_Features:10"})
    void readShouldReportRulesForHosts(String key) {
        assertThat(leftOut(Source.SENDMAIL, key + " PERM+VERIFY:112").reason()).contains("host");
    }

    @ParameterizedTest
    @CsvSource({
        "laptop.example.com, client:laptop.example.com", // takes in what is below, there and here
        ".example.com, client:.example.com",
        "192.0.2.7, client:192.0.2.7",
        "192.0.2, client:192.0.2.0/24",
        "10, client:10.0.0.0/8",
        "IPv6:2001:db8:1, client:2001:db8:1:0:0:0:0:0/48",
        "ipv6:2001:db8::25, client:2001:db8::25",
        "IPv6:2001:db8:0:0:0:0:0:25, client:2001:db8:0:0:0:0:0:25",
        "'', client:*",
    })
    void readShouldTranslateClient(String key, String who) {
        assertThat(sendmail("TLS_Clt:" + key + "  PERM+ENCR:112"))
                .containsExactly(who + " encrypt bits=112 failure=bounce");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # value                          | rule for client:x.example
            PERM+ENCR:128                    | encrypt bits=128 failure=bounce
            VERIFY                           | verify bits=0 failure=defer
            PERM+VERIFY:128+CN               | verify bits=128 failure=bounce match=hostname
            VERIFY+CN:mx.x.example           | secure bits=0 match=mx.x.example failure=defer
            OK                               | may
            """)
    void readShouldTranslateRequirementOfClient(String value, String terms) {
        assertThat(sendmail("TLS_Clt:x.example\t" + value)).containsExactly("client:x.example " + terms);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/8", // Sendmail never finds it: here it would be a network, perhaps an exception
                "2001:db8::1", // the same, for want of IPv6:
                "IPv6:2001:db8:",
                "IPv6:2001:db8::/32",
                "192.0.2.0.7",
                "192.0.777",
                "user@x.example",
                "[192.0.2.7]",
                "*",
                "=x.example",
                "IPv6:1:2:3:4:5:6:7:8:9",
            })
    void readShouldLeaveOutClient(String key) {
        leftOut(Source.SENDMAIL, "TLS_Clt:" + key + " OK");
    }

    @Test
    void readShouldKeepClientsAndRecipientsApart() {
        assertThat(sendmail(
                        "TLS_Rcpt:x.example OK\nTLS_Clt:x.example OK\nTLS_Clt:y.example OK\nTLS_Clt:.y.example VERIFY"))
                .containsExactly("x.example may", "client:x.example may", "client:y.example may");
    }

    @Test
    void readShouldNoteThatNameExcusesFromNothingElse() {
        assertThat(read(Source.SENDMAIL, "TLS_Clt:x.example OK").reports())
                .extracting(ImportReport::reason)
                .contains("a name of a client excuses from no rule for its address, nor from that for everyone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connect:127.0.0.1 RELAY", "spammer@x.example REJECT", "MyCA:/C=US/CN=x/ OK"})
    void readShouldNoteWhatIsNotOfTls(String line) {
        Imported imported = read(Source.SENDMAIL, line);
        assertThat(rules(imported)).isEmpty();
        assertThat(imported.isComplete()).isTrue();
        assertThat(imported.reports()).singleElement().hasToString("rules:1: note: 1 line: no rule of TLS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            VERIFY+CI:/C=US/O=My+20CA/CN=Root+20CA | verify bits=0 issuer="CN=Root CA,O=My CA,C=US"
            VERIFY:128+CS:/C=US/CN=mx              | verify bits=128 subject=CN=mx,C=US
            ENCR:112+CI:/CN=ca                     | verify bits=112 issuer=CN=ca
            ENCR:0+CI:/CN=ca                       | verify bits=0 issuer=CN=ca
            VERIFY+CN++CI:/CN=ca                   | verify bits=0 issuer=CN=ca
            VERIFY+CN:a.example++CI:/CN=ca++CS:/CN=a.example | secure bits=0 match=a.example subject=CN=a.example issuer=CN=ca
            VERIFY+CI:/CN=ca++CI:/cn=CA            | verify bits=0 issuer=cn=CA
            VERIFY+CITag:MyCA                      | verify bits=0 issuer=CN=one,C=DE issuer=CN=two
            VERIFY+CITag:myca++CI:/CN=two          | verify bits=0 issuer=CN=two
            VERIFY+CI:/O=A+2FB/CN=a/b              | verify bits=0 issuer=CN=a/b,O=A/B
            VERIFY+CI:/CN=M\\xC3\\xBCller,+20Ltd+2B | verify bits=0 issuer="CN=Müller\\\\, Ltd\\\\+"
            VERIFY+CS:/SN=Smith/emailAddress=a@b   | verify bits=0 subject=emailAddress=a@b,2.5.4.4=Smith
            """)
    void readShouldTranslateWhatIsAskedOfTheCertificate(String value, String terms) {
        assertThat(sendmail("TLS_Rcpt:x.example " + value
                        + "\nMyCA:/C=DE/CN=one OK\nMyCA:/CN=two ok\nMyCA:/CN=three REJECT\nOther:/CN=four OK"))
                .containsExactly("x.example " + terms + " failure=defer");
    }

    @Test
    void blanksInAValueShouldNotCount() {
        assertThat(sendmail("TLS_Rcpt:x.example  TEMP + VERIFY : 128 + CN : mx.x.example"))
                .containsExactly("x.example secure bits=128 match=mx.x.example failure=defer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            low@partner.example ENCR:40     | partner.example VERIFY:256  | true
            low@partner.example OK          | partner.example ENCR:112    | true
            low@partner.example OK          | example ENCR:112            | true
            low@partner.example VERIFY:256  | partner.example ENCR:112    | false
            low@partner.example ENCR:112    | partner.example ENCR:112    | false
            low@partner.example ENCR:112    | other.example VERIFY        | false
            low+x@partner.example OK        | partner.example ENCR:112    | false
            low@ ENCR:40                    | partner.example VERIFY:256  | true
            low@ VERIFY:256                 | partner.example ENCR:112    | false
            low@partner.example OK          | low@ VERIFY                 | false
            """)
    void userThatAsksForLessThanItsDomainShouldBeReported(String user, String domain, boolean looked) {
        Imported imported = read(Source.SENDMAIL, "TLS_Rcpt:" + domain + "\nTLS_Rcpt:" + user);

        assertThat(imported.reports().stream()
                        .anyMatch(
                                report -> report.line() == 2 && report.reason().contains("+anything@")))
                .isEqualTo(looked);
    }

    @Test
    void readShouldLeaveOutLineThatBeginsWithBlank() {
        leftOut(Source.SENDMAIL, " TLS_Rcpt:x.example VERIFY");
    }

    @Test
    void readShouldNoteThatNamesAreComparedDifferently() {
        assertThat(read(Source.SENDMAIL, "TLS_Rcpt:x.example ENCR:112+CN:mx.x.example")
                        .reports())
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.severity()).isEqualTo(ImportReport.Severity.NOTE);
                    assertThat(report.reason()).contains("subjectAltName");
                });
    }

    @Test
    void readShouldWriteTheTableOfTheManual() throws IOException {
        String access = "\n".repeat(11) + "TLS_Rcpt:partner.example PERM+ENCR:112\nTLS_Rcpt:bank.example ENCR:high";
        Imported imported =
                PolicyImport.from(Source.SENDMAIL).read("/etc/mail/access", access.getBytes(StandardCharsets.UTF_8));
        String shown = imported.table()
                .lines()
                .skip(1)
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
        assertThat(Checkout.file("docs/import.md")).content().contains(shown);
    }

    @Test
    void readShouldAskWhatSendmailWasSeenToAsk() {
        // The table of Sendmail's replies names the rule that stands for each line of the access map it was made with.
        String access =
                """
                TLS_Rcpt:perm.example PERM+ENCR:112
                TLS_Rcpt:perm256.example PERM+ENCR:256
                TLS_Rcpt:temp.example TEMP+ENCR:112
                TLS_Rcpt:ver.example PERM+VERIFY
                TLS_Rcpt:tver.example TEMP+VERIFY
                TLS_Rcpt:ver256.example PERM+VERIFY:256
                """;
        List<String> seen = Tables.rows("/sendmail-replies.tsv", 1)
                .map(row -> row.get(0) + " " + row.get(1))
                .filter(rule -> !onlyRule(rule).who().contains("@"))
                .distinct()
                .toList();
        assertThat(seen).containsAll(sendmail(access));
    }
}
