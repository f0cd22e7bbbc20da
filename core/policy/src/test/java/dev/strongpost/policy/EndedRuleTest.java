// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/** An exception ends, a protection stays, and nothing stops by a date. */
class EndedRuleTest {
    private static final LocalDate BEFORE = LocalDate.of(2026, 11, 30);
    private static final LocalDate AFTER = LocalDate.of(2026, 12, 1);

    private static PolicyTable table(String rules) throws PolicyException {
        Clock clock = Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
        String text = rules.replace("; ", "\n").replace("ENDS", "until=2026-11-30");
        return new PolicyTableParser(Set.of(), clock).parse("t", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String rules(TlsRequirement requirement) {
        return requirement.each().stream().map(TlsRequirement::who).collect(Collectors.joining(" + "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # rules                                           | up to that day | afterwards
            a.example ENDS                                    | a.example      | a.example
            a.example may ENDS                                | a.example      | built-in
            a.example none ENDS                               | a.example      | built-in
            a.example may ENDS; * encrypt                     | a.example      | *
            a.example none ENDS; * verify                     | a.example      | *
            a.example verify ENDS; * may                      | a.example      | a.example
            a.example verify ENDS; * encrypt bits=256         | a.example      | a.example + *
            a.example may ENDS; example may ENDS; * encrypt   | a.example      | *
            a.example ENDS; example verify ENDS; * bits=256   | a.example      | a.example + example + *
            a.example ENDS; example may; * verify             | a.example      | a.example
            u@a.example may ENDS; a.example may; * encrypt    | u@a.example    | a.example
            a.example ENDS; example mode=testing; * verify    | a.example      | a.example + *
            a.example mode=testing ENDS; * verify             | a.example      | a.example
            * may ENDS                                        | *              | built-in
            """)
    void mailShouldHaveToSatisfyTheNextRuleAsWell(String rules, String before, String after) throws Exception {
        PolicyTable table = table(rules);

        assertThat(rules(table.on(BEFORE).lookup("u", "a.example"))).isEqualTo(before);
        TlsRequirement ended = table.on(AFTER).lookup("u", "a.example");
        assertThat(ended.source().isBuiltIn() ? "built-in" : rules(ended)).isEqualTo(after);
        assertThat(table.on(AFTER).explain("u", "a.example").requirement()).isEqualTo(ended);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            a.example mode=testing ENDS; * verify             | *
            a.example mode=testing; example may ENDS; * verify | *
            a.example mode=testing; example ENDS; * verify    | example + *
            a.example mode=testing ENDS                       | built-in
            """)
    void enforcedShouldBeWhatIsNotTriedOut(String rules, String enforced) throws Exception {
        TlsRequirement found = table(rules).on(AFTER).lookupEnforced("u", "a.example");

        assertThat(found.source().isBuiltIn() ? "built-in" : rules(found)).isEqualTo(enforced);
    }

    @Test
    void handshakeShouldBeOneThatCanSatisfyBoth() throws Exception {
        TlsRequirement both = table(
                        "a.example verify match=x.example protocol=TLSv1.3 connections=3 failure=defer ENDS;"
                                + " * bits=256 exclude=TLS_RSA_WITH_NULL_SHA256 connections=2")
                .on(AFTER)
                .lookup("u", "a.example");

        assertThat(both.describe())
                .isEqualTo("TLS 1.3 or newer with at least 112 bits and a trusted certificate for x.example;"
                        + " and TLS with at least 256 bits by the listed ciphers");
        assertThat(both.minimumBits()).isEqualTo(256);
        assertThat(both.minimumProtocol().orElseThrow().word()).isEqualTo("TLSv1.3");
        assertThat(both.excludedCiphers()).hasSize(1);
        assertThat(both.connectionLimit()).hasValue(2);
        assertThat(both.level().requiresTrustedPeer()).isTrue();
        assertThat(both.failure().isDefer()).isTrue();
    }

    @Test
    void suitesThatExcludeEachOtherShouldMakeMailWait() throws Exception {
        TlsRequirement both = table("a.example ciphers=TLS_AES_256_GCM_SHA384 ENDS; * ciphers=TLS_AES_128_GCM_SHA256")
                .on(AFTER)
                .lookup("u", "a.example");

        assertThat(both.ownFault()).isPresent();
    }

    @Test
    void explanationShouldNameTheEndAndTheNextRule() throws Exception {
        assertThat(table("a.example may ENDS; * encrypt; x.example").on(AFTER).explain("u", "a.example"))
                .hasToString(
                        """
                        u@a.example: TLS with at least 112 bits
                          a.example (t:1) decides: TLS when offered, ended on 2026-11-30
                          * (t:2) decides too: TLS with at least 112 bits
                          built-in may is less specific: TLS when offered""");
    }

    @Test
    void inboundMailShouldHaveToSatisfyTheNextRuleAsWell() throws Exception {
        InboundRules rules = table(
                        "from:a.example may ENDS; from:* encrypt; client:192.0.2.7 may ENDS; client:* bits=256;"
                                + " to:b@ mode=testing; to:* verify")
                .on(AFTER)
                .inbound();

        assertThat(rules.forSender("u", "a.example"))
                .map(TlsRequirement::who)
                .containsExactly("from:a.example", "from:*");
        assertThat(rules.forClient(InetAddresses.forString("192.0.2.7"), ImmutableList.of()))
                .map(TlsRequirement::who)
                .containsExactly("client:192.0.2.7", "client:*");
        assertThat(rules.forRecipient("b", "here.example"))
                .map(TlsRequirement::who)
                .containsExactly("to:b@", "to:*");
        assertThat(rules.forRecipient("c", "here.example"))
                .map(TlsRequirement::who)
                .containsExactly("to:*");
    }
}
