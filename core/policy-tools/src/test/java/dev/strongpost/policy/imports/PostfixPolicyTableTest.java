// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static dev.strongpost.policy.imports.Imports.leftOut;
import static dev.strongpost.policy.imports.Imports.read;
import static dev.strongpost.policy.imports.Imports.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.io.BaseEncoding;

class PostfixPolicyTableTest {
    private static final String HEX = "00ff".repeat(16);
    private static final String PIN = "sha256:" + HEX + ",spki-sha256:"
            + BaseEncoding.base64().encode(BaseEncoding.base16().lowerCase().decode(HEX));

    private static List<String> postfix(String text) {
        return rules(Source.POSTFIX, text);
    }

    @Test
    void readShouldTranslateTheExampleOfTheManual() {
        Imported imported = read(
                Source.POSTFIX,
                """
                # postconf(5), smtp_tls_policy_maps
                example.edu                 none
                example.mil                 may
                example.gov                 encrypt protocols=TLSv1
                example.com                 verify ciphers=high
                example.net                 secure
                .example.net                secure match=.example.net:example.net
                [mail.example.org]:587      secure match=nexthop
                [thumb.example.org]          fingerprint
                    match=b6:b4:72:34
                    match=51:e9:af:2e
                """);
        assertThat(rules(imported))
                .containsExactly(
                        "=example.edu none",
                        "=example.mil may",
                        "=example.gov encrypt protocol=TLSv1 failure=defer",
                        "=example.com verify bits=128 failure=defer",
                        "=example.net secure failure=defer",
                        ".example.net secure match=.example.net,example.net failure=defer");
        assertThat(imported.reports()).extracting(ImportReport::line).containsExactly(4, 5, 8, 9);
    }

    @Nested
    class Keys {
        @ParameterizedTest
        @CsvSource({
            "example.com, =example.com", // not its sub-domains
            "Example.COM, =Example.COM", // the table compares without case
            ".example.com, .example.com",
            "[192.0.2.7], [192.0.2.7]",
            "[ipv6:2001:db8::1], [ipv6:2001:db8::1]"
        })
        void readShouldTranslateKey(String key, String who) {
            assertThat(postfix(key + "\tencrypt")).containsExactly(who + " encrypt failure=defer");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[mx.example.com]",
                    "[mx.example.com]:587",
                    "[192.0.2.7]:25",
                    "example.com:submission",
                    "user@example.com",
                    "*",
                    "/var/run/lmtp",
                    "\"example.com\"",
                    "=example.com",
                    ".",
                    "a..b"
                })
        void readShouldLeaveOutKey(String key) {
            leftOut(Source.POSTFIX, key + " encrypt");
        }

        @Test
        void readShouldKeepDomainAndItsSubDomainsApart() {
            assertThat(postfix("x.example secure\n.x.example encrypt")).hasSize(2);
        }
    }

    @Nested
    class Policies {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # policy                                            | terms
                NONE                                                | none
                none ciphers=high                                   | none
                may protocols=>=TLSv1.2                             | may protocol=TLSv1.2
                may ciphers=high exclude=CAMELLIA                   | may
                may servername=sni.x.example                        | may sni=sni.x.example
                encrypt ciphers=medium                              | encrypt bits=112 failure=defer
                encrypt ciphers=low                                 | encrypt bits=112 failure=defer
                dane                                                | dane
                dane-only ciphers=high                              | dane-only bits=128 failure=defer
                encrypt, ciphers=high, protocols=>=TLSv1.3          | encrypt protocol=TLSv1.3 bits=128 failure=defer
                encrypt exclude=aNULL:MD5:3DES                      | encrypt bits=128 failure=defer
                encrypt exclude=eNULL:LOW                           | encrypt bits=112 failure=defer
                encrypt connection_reuse=yes connection_reuse=no    | encrypt failure=defer
                encrypt enable_rpk=yes                              | encrypt failure=defer
                verify match=hostname:nexthop                       | verify match=hostname,nexthop failure=defer
                verify match=mx.a.example match=.b.example          | verify match=mx.a.example,.b.example failure=defer
                secure match=nexthop:dot-nexthop                    | secure match=nexthop,dot-nexthop failure=defer
                secure servername=hostname                          | secure failure=defer
                secure servername=nexthop                           | secure failure=defer
                secure policy_type=sts policy_ttl=86400             | secure failure=defer
                """)
        void readShouldTranslatePolicy(String policy, String terms) {
            assertThat(postfix("x.example " + policy)).containsExactly("=x.example " + terms);
        }

        @Test
        void readShouldTranslateAnchorsThatAreThere(@TempDir Path folder) throws IOException {
            Path anchors = folder.resolve("ca.pem");
            try (InputStream authority =
                    PostfixPolicyTableTest.class.getResourceAsStream("/certificates/authority.pem")) {
                Files.copy(authority, anchors);
            }

            assertThat(postfix("x.example secure tafile=" + anchors))
                    .containsExactly("=x.example secure ca=" + anchors + " failure=defer");
        }

        @Test
        void readShouldLeaveOutARuleWhoseAnchorsAreNot() {
            Imported imported = read(Source.POSTFIX, "x.example secure tafile=/nowhere/ca.pem");

            assertThat(imported.reports()).singleElement().asString().contains("/nowhere/ca.pem");
            assertThat(imported.table()).contains("/nowhere/ca.pem");
        }

        @ParameterizedTest
        @CsvSource({
            "!SSLv2:!SSLv3, TLSv1",
            "!SSLv2:!SSLv3:!TLSv1:!TLSv1.1, TLSv1.2",
            "!SSLv2:!SSLv3:!TLSv1.1, TLSv1", // up to TLSv1 only, which cannot be said
            "TLSv1.2:TLSv1.3, TLSv1.2",
            ">=TLSv1.2:<=TLSv1.2, TLSv1.2",
            ">=0303, TLSv1.2",
            ">=0x303, TLSv1.2",
            ">=304:<=0305x, ''",
            ">=305, ''",
            "<=SSLv2, ''",
            "TLSv9, ''",
            "!SSLv3:!TLSv1:!TLSv1.1:!TLSv1.2:!TLSv1.3, ''"
        })
        void readShouldTranslateProtocolsOrLeaveRuleOut(String protocols, String lowest) {
            List<String> rules = postfix("x.example encrypt protocols=" + protocols);
            if (lowest.isEmpty()) {
                assertThat(rules).isEmpty();
            } else {
                assertThat(rules).containsExactly("=x.example encrypt protocol=" + lowest + " failure=defer");
            }
        }

        @Test
        void readShouldNoteThatNewerVersionsCannotBeForbidden() {
            assertThat(read(Source.POSTFIX, "x.example encrypt protocols=>=TLSv1.2:<=TLSv1.2")
                            .reports())
                    .singleElement()
                    .satisfies(report -> assertThat(report.reason()).contains("newer than TLSv1.2"));
        }

        @Test
        void readShouldPinCertificateAndKeyByOneFingerprint() {
            String colons = HEX.replaceAll("..(?!$)", "$0:");
            assertThat(postfix("x.example fingerprint match=" + colons))
                    .containsExactly("=x.example fingerprint pin=" + PIN + " failure=defer");
        }

        @Test
        void readShouldTakeSeveralFingerprints() {
            assertThat(postfix("x.example fingerprint match=" + HEX + "|" + HEX + "\n  match=" + HEX))
                    .containsExactly("=x.example fingerprint pin=" + PIN + "," + PIN + "," + PIN + " failure=defer");
        }

        @Test
        void readShouldTakeWhatPostfixTlspolWrites() {
            Imported imported = read(
                    Source.POSTFIX,
                    "x.example secure match=mx1.x.example:.mx.x.example servername=hostname policy_type=sts"
                            + " policy_domain=x.example policy_ttl=86400 { policy_string = version: STSv1 }"
                            + " { policy_string = mode: enforce } mx_host_pattern=mx1.x.example mx_host_pattern=*.mx.x.example");

            assertThat(rules(imported))
                    .containsExactly("=x.example secure match=mx1.x.example,.mx.x.example failure=defer");
            assertThat(imported.isComplete()).isTrue();
            assertThat(imported.reports()).hasSize(5); // each attribute once
        }

        @Test
        void readShouldTakeAttributesInBraces() {
            assertThat(postfix("x.example secure,{ match = a.example : b.example },{servername=c.example}"
                            .replace(" : ", ":")))
                    .containsExactly("=x.example secure sni=c.example match=a.example,b.example failure=defer");
        }

        @Test
        void readShouldTakeEmptyProtocolsForTheDefault() {
            assertThat(postfix("x.example encrypt protocols=")).containsExactly("=x.example encrypt failure=defer");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/\\.x\\.example$/ encrypt", "!/x/i secure"})
        void readShouldSayThatExpressionsAreNone(String line) {
            assertThat(leftOut(Source.POSTFIX, line).reason()).startsWith("a regular expression");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "half-dane",
                    "dane match=x.example", // Postfix refuses it
                    "encrypted", // no such level
                    "encrypt ciphers=HIGH:!aNULL", // an OpenSSL list is no grade
                    "encrypt ciphers=high ciphers=low", // Postfix refuses it
                    "encrypt exclude=CAMELLIA",
                    "encrypt exclude=kRSA",
                    "encrypt match=x.example", // Postfix refuses it
                    "encrypt tafile=/ca.pem", // the same
                    "secure tafile=/a.pem tafile=/b.pem",
                    "secure tafile=",
                    "secure match=",
                    "secure match=*.x.example",
                    "secure match=a:b:..",
                    "secure match=:",
                    "secure servername=",
                    "secure { match = x.example",
                    "secure { match = x.example }sni=x",
                    "secure { match = x example }",
                    "secure {}",
                    "secure wich=wat",
                    "secure # a comment is none here",
                    "secure =x",
                    "fingerprint", // the fingerprints stand in main.cf
                    "fingerprint match=b6:b4:72:34", // neither SHA-256 nor anything
                    "fingerprint match=00112233445566778899aabbccddeeff", // MD5
                    "fingerprint match=0011223344556677889900112233445566778899", // SHA-1
                    ","
                })
        void readShouldLeaveOutPolicy(String policy) {
            leftOut(Source.POSTFIX, "x.example " + policy);
        }
    }

    @Nested
    class Lines {
        @Test
        void readShouldJoinContinuedLinesAroundComments() {
            assertThat(postfix("x.example\n# comment\n\n\tsecure\n   # another\n match=a.example\ny.example may"))
                    .containsExactly("=x.example secure match=a.example failure=defer", "=y.example may");
        }

        @Test
        void readShouldReportFirstOfJoinedLines() {
            assertThat(leftOut(Source.POSTFIX, "#\nx.example\n secure\n  wich=wat")
                            .line())
                    .isEqualTo(2);
        }

        @Test
        void readShouldLeaveOutContinuationOfNothing() {
            leftOut(Source.POSTFIX, "  x.example encrypt");
        }

        @Test
        void readShouldLeaveOutKeyWithoutPolicy() {
            leftOut(Source.POSTFIX, "x.example");
        }
    }
}
