// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.PemWriter;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.lint.TableComparison.Change;
import dev.strongpost.policy.lint.TableComparison.Effect;
import dev.strongpost.policy.lint.TableWarning.Kind;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.testkit.Tables;
import dev.strongpost.testkit.certificates.LeafBuilder;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

class TableLintTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    private static PolicyTable table(String text) {
        try {
            return new PolicyTableParser(Set.of(), CLOCK).parse("t", text.getBytes(StandardCharsets.UTF_8));
        } catch (PolicyException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> review(String text) {
        return TableLint.of(table(text), TODAY).stream()
                .map(suspicion -> suspicion.kind() + " " + suspicion)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# nothing\n",
                "partner.example\n",
                "partner.example\nexception.partner.example may\n",
                "partner.example\nboss@partner.example verify\nboss+x@partner.example may\n",
                "=partner.example\n.partner.example verify\n",
                "* verify\npartner.example\nother.example may\n",
                "* may protocol=TLSv1.2\npartner.example\n",
                "partner.example none\n", // never STARTTLS is more than the built-in says
                "boss@ verify\npartner.example\n",
                "[192.0.2.7]\npartner.example until=2027-12-31 mode=testing\n"
            })
    void soundTableShouldHaveNoSuspicions(String text) {
        assertThat(review(text)).isEmpty();
    }

    @Test
    void everyFormOfRuleShouldBeReachable() {
        assertThat(review(
                        "* bits=1\n[IPv6:2001:db8::1] bits=2\nuser@ bits=3\nuser+tag@ bits=4\nuser+tag@d.example bits=5\n"
                                + "user@d.example bits=6\n=d.example bits=7\nd.example bits=8\n.e.example bits=9\n"
                                + "\"a b\"@d.example bits=10\nuser@[192.0.2.7] bits=11\n"))
                .hasSize(11)
                .allMatch(suspicion -> suspicion.startsWith("WEAK "));
    }

    @Test
    void ruleThatNoAddressComesToShouldBeNeverReached() {
        String longest = ("a".repeat(49) + ".").repeat(5) + "abc"; // 253 characters: nothing fits below it

        assertThat(TableLint.of(table("." + longest + "\n"), TODAY))
                .singleElement()
                .satisfies(suspicion -> assertThat(suspicion.kind()).isEqualTo(Kind.NEVER_REACHED));
    }

    @Nested
    class Redundant {
        @Test
        void whatTheWiderRuleAsksShouldChangeNothing() {
            assertThat(review("partner.example\nsub.partner.example\nuser@partner.example encrypt bits=112\n"))
                    .containsExactly(
                            "CHANGES_NOTHING t:2: sub.partner.example asks for what holds by partner.example (t:1) already",
                            "CHANGES_NOTHING t:3: user@partner.example asks for what holds by partner.example (t:1) already");
        }

        @Test
        void whatIsBuiltInShouldChangeNothing() {
            assertThat(review("other.example may\n"))
                    .containsExactly("CHANGES_NOTHING t:1: other.example asks for what holds without any rule already");
        }
    }

    @Nested
    class Exceptions {
        @Test
        void exceptionAroundItsRuleShouldBeWide() {
            assertThat(review("partner.example none\nsales.partner.example\nb@partner.example\n"))
                    .containsExactly(
                            "WIDE_EXCEPTION t:1: partner.example is an exception wider than its rule:"
                                    + " sales.partner.example (t:2) and 1 more lie inside it, and no wider rule asks for encryption");
        }

        @Test
        void exceptionAroundItsRuleShouldBeSuspectedOnce() {
            assertThat(review("partner.example may\nsales.partner.example\n"))
                    .singleElement()
                    .asString()
                    .startsWith("WIDE_EXCEPTION t:1");
        }

        @Test
        void exceptionInsideAWiderRuleShouldNotBe() {
            assertThat(review("*\npartner.example may\nsales.partner.example verify\n"))
                    .isEmpty();
        }

        @Test
        void exceptionForALocalPartShouldBeWide() {
            assertThat(review("a.example\nb.example\nboss@ may\n"))
                    .containsExactly("WIDE_EXCEPTION t:3: boss@ goes before every rule for a domain:"
                            + " of 2 that ask for encryption it takes mail to this local part out");
        }
    }

    @Nested
    class Single {
        @Test
        void lastDayThatIsNearShouldBeSaid() {
            assertThat(review("a.example until=2026-12-01\nb.example until=2027-06-01\n"))
                    .containsExactly(
                            "ENDS_SOON t:1: a.example ends on 2026-12-01, in 9 days; after that day its mail has"
                                    + " to satisfy the rule that would apply without it, too");
        }

        @Test
        void lastDayThatHasPassedShouldBeSaid() {
            assertThat(review("a.example until=2026-11-21\n"))
                    .containsExactly("ENDS_SOON t:1: a.example ended on 2026-11-21: its mail has"
                            + " to satisfy the rule that would apply without it, too");
        }

        @Test
        void suiteThatThisJavaLacksShouldBeSaid() {
            assertThat(review("a.example exclude=TLS_RSA_WITH_AES_128_CBC_SHA\n"))
                    .containsExactly("SUITE_UNKNOWN t:1: a.example is degraded: this Java does not have"
                            + " TLS_RSA_WITH_AES_128_CBC_SHA: to exclude it means nothing");
        }

        @Test
        void anchorsThatProveNothingShouldBeSaid(@TempDir Path folder) throws Exception {
            TestCertificateAuthority authority = TestCertificateAuthority.create();
            LeafBuilder later = authority.certificate().validity(Duration.ofDays(9), Duration.ofDays(99));
            LeafBuilder ending = authority.certificate().validity(Duration.ofDays(-9), Duration.ofDays(1));
            Files.writeString(
                    folder.resolve("a.pem"),
                    PemWriter.certificates(List.of(
                            authority.root(),
                            later.issue().certificate(),
                            ending.issue().certificate(),
                            Tables.certificate("chain-rsa1024"))));
            Path file =
                    Files.writeString(folder.resolve("t"), "a.example verify ca=a.pem\nb.example verify ca=a.pem\n");
            PolicyTable table = new PolicyTableParser(Set.of(), Clock.systemUTC()).parse(file);

            assertThat(TableLint.of(table, LocalDate.now(ZoneOffset.UTC)))
                    .map(warning -> warning.rule().who() + " " + warning.kind())
                    .containsExactlyInAnyOrder(
                            "a.example WEAK_ANCHOR", "a.example ANCHOR_NOT_YET_VALID", "a.example ANCHOR_EXPIRES");
        }

        @Test
        void testingWithoutEndShouldBeSaid() {
            assertThat(review("a.example mode=testing\n"))
                    .singleElement()
                    .asString()
                    .startsWith("ONLY_TESTING t:1");
        }

        @Test
        void weakTermsShouldBeSaid() {
            assertThat(review("a.example bits=0\nb.example protocol=TLSv1\n"))
                    .containsExactly(
                            "WEAK t:1: a.example takes encryption of 0 bits, less than 112",
                            "WEAK t:2: b.example takes TLS 1.0, which RFC 8996 forbids");
        }
    }

    @Nested
    class Comparison {
        private static final String PIN = "sha256:" + "0".repeat(64);

        private static List<String> changes(String before, String after) {
            return TableComparison.of(table(before), table(after)).stream()
                    .map(change -> change.about() + " " + change.effect().word())
                    .toList();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a.example|a.example verify|stricter",
                    "a.example verify|a.example|looser",
                    "a.example|a.example may|looser",
                    "a.example may|a.example none|looser",
                    "a.example|a.example mode=testing|looser",
                    "a.example|a.example bits=128|stricter",
                    "a.example bits=256|a.example bits=128|looser",
                    "a.example|a.example protocol=TLSv1.3|stricter",
                    "a.example bits=256|a.example protocol=TLSv1.3|different",
                    "a.example|a.example failure=defer|different",
                    "a.example verify match=x.example bits=112|a.example verify bits=128|different",
                    "a.example fingerprint pin=PINA|a.example fingerprint pin=PINB|different",
                    "a.example fingerprint pin=PINA,PINB|a.example fingerprint pin=PINB|stricter",
                    "a.example fingerprint pin=PINA|a.example fingerprint pin=PINA,PINB|looser",
                    "a.example fingerprint pin=PINA|a.example verify|different",
                    "a.example encrypt bits=256|a.example verify|different",
                    "a.example encrypt|a.example fingerprint pin=PINA|stricter",
                    "a.example verify|a.example verify sni=x.example bits=128|different",
                    "a.example|a.example note=x|different",
                    "a.example|a.example published=ignore|looser",
                    "a.example|a.example published=require|stricter",
                    "a.example|a.example note=x bits=128|stricter",
                    "a.example|a.example until=2027-01-01|different",
                    "a.example|a.example exclude=TLS_AES_128_GCM_SHA256|stricter",
                    "a.example exclude=TLS_AES_128_GCM_SHA256|a.example|looser",
                    "a.example|a.example ciphers=TLS_AES_128_GCM_SHA256|stricter",
                    "a.example verify issuer=CN=a|a.example verify issuer=CN=a issuer=CN=b|looser",
                    "a.example verify|a.example verify subject=CN=a|stricter",
                    "a.example mode=testing|a.example verify mode=testing|different",
                    "a.example|a.example until=2026-11-01;* bits=256|stricter",
                    "a.example|a.example verify until=2026-11-01;* bits=256|different",
                    "a.example may until=2026-11-01|a.example may|different"
                })
        void effectShouldBeThatOnTheMail(String tables) {
            String[] parts = tables.replace("PINA", PIN)
                    .replace("PINB", PIN.replace('0', '1'))
                    .replace(";", "\n")
                    .split("\\|");

            assertThat(changes(parts[0] + "\n", parts[1] + "\n")).contains("a.example " + parts[2]);
        }

        @Test
        void sameDemandsByOtherRulesShouldBeNoChange() {
            assertThat(changes("a.example\nsub.a.example\n", "# moved\n\na.example\n"))
                    .isEmpty();
        }

        @Test
        void everyFieldThatChangedShouldBeShown() {
            assertThat(TableComparison.of(
                                    table("a.example verify match=x.example bits=112 note=old\n"),
                                    table("a.example verify bits=128 issuer=CN=ca until=2027-01-31\n"))
                            .get(0)
                            .fields())
                    .map(field -> field.field() + ": " + field.before() + " -> " + field.after())
                    .containsExactlyInAnyOrder(
                            "bits: 112 -> 128",
                            "match: x.example -> -",
                            "note: old -> -",
                            "issuer: - -> CN=ca",
                            "until: - -> 2027-01-31");
        }

        @Test
        void mailThatComesInShouldBeComparedToo() {
            assertThat(
                            changes(
                                    "client:192.0.2.0/24\nfrom:a.example\na.example direction=both\nclient:*\ncert:x.example verify\n"
                                            .replace("from:a.example\n", ""),
                                    "client:192.0.2.0/24 may\na.example verify direction=both\nclient:mx.example\nto:b@here.example\n"))
                    .containsExactly(
                            "a.example stricter",
                            "cert:x.example looser",
                            "client:* looser",
                            "client:192.0.2.0 looser",
                            "client:192.0.2.255 looser",
                            "client:mx.example stricter",
                            "from:a.example stricter",
                            "to:b@here.example stricter");
        }

        @Test
        void subDomainsShouldBeListedApartWhereTheyDiffer() {
            assertThat(changes("a.example\n", "=a.example\n")).containsExactly(".a.example looser");
            assertThat(changes("a.example\n", "a.example verify\n=a.example\n")).containsExactly(".a.example stricter");
            assertThat(changes("# none\n", "a.example\n")).containsExactly("a.example stricter");
        }

        @Test
        void givenRecipientsShouldBeAskedAlone() {
            Recipient recipient = Recipient.parse("x@sub.a.example").orElseThrow();

            assertThat(TableComparison.of(table("*\n"), table("a.example may\n"), List.of(recipient)))
                    .singleElement()
                    .returns(Effect.LOOSER, Change::effect)
                    .returns(recipient, Change::about);
        }
    }
}
