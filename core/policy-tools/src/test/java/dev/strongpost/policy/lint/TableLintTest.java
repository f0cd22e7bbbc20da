// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.lint.TableComparison.Change;
import dev.strongpost.policy.lint.TableComparison.Effect;
import dev.strongpost.policy.lint.TableWarning.Kind;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

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
                    .containsExactly("ENDS_SOON t:1: a.example ends on 2026-12-01, and then the table is refused");
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
        private static List<String> changes(String before, String after) {
            return TableComparison.of(table(before), table(after)).stream()
                    .map(change -> change.recipient() + " " + change.effect().word())
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
                    "a.example|a.example failure=defer|different"
                })
        void effectShouldBeThatOnTheMail(String tables) {
            String[] parts = tables.split("\\|");

            assertThat(changes(parts[0] + "\n", parts[1] + "\n")).containsExactly("a.example " + parts[2]);
        }

        @Test
        void sameDemandsByOtherRulesShouldBeNoChange() {
            assertThat(changes("a.example\nsub.a.example\n", "# moved\n\na.example\n"))
                    .isEmpty();
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
                    .returns(recipient, Change::recipient);
        }
    }
}
