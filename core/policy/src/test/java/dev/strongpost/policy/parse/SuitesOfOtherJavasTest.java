// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.rule.PolicyException;

/** A Java that an update has left with one suite. */
class SuitesOfOtherJavasTest {
    private static final Set<String> LEFT = Set.of("TLS_AES_128_GCM_SHA256");

    private static PolicyTable table(String rule) throws PolicyException {
        return new PolicyTableParser(LEFT, Clock.systemUTC()).parse("t", rule.getBytes(StandardCharsets.UTF_8));
    }

    private static String degradations(PolicyTable table) {
        return table.degradations(LocalDate.of(2026, 1, 1)).stream()
                .map(how -> (how.isGrave() ? "grave: " : "") + how)
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            a.example exclude=TLS_RSA_WITH_AES_128_CBC_SHA | a.example (t:1): this Java does not have TLS_RSA_WITH_AES_128_CBC_SHA: to exclude it means nothing
            a.example ciphers=TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256 | a.example (t:1): this Java does not have TLS_AES_256_GCM_SHA384: it is not offered, the others of the rule are
            a.example ciphers=TLS_AES_256_GCM_SHA384 | grave: a.example (t:1): this Java does not have TLS_AES_256_GCM_SHA384: its mail waits
            a.example bits=256 ciphers=TLS_AES_256_GCM_SHA384,TLS_AES_128_GCM_SHA256 | grave: a.example (t:1): this Java does not have TLS_AES_256_GCM_SHA384: its mail waits
            a.example ciphers=TLS_AES_128_GCM_SHA256 | ''
            """)
    void updateOfJavaShouldDegradeAndNotRefuse(String rule, String degradations) throws Exception {
        assertThat(degradations(table(rule))).isEqualTo(degradations);
    }

    @Test
    void mailShouldWaitWhereNoSuiteIsLeft() throws Exception {
        TlsEvidence session = TlsEvidence.session(
                TlsSession.of(TlsProtocol.TLSV1_3, "TLS_AES_128_GCM_SHA256", PeerIdentity.notPresented()));
        for (String level : new String[] {"encrypt", "may", "encrypt direction=in"}) {
            PolicyTable table = table("a.example " + level + " ciphers=TLS_AES_256_GCM_SHA384");
            TlsRequirement requirement = level.endsWith("in")
                    ? table.inbound().forSender("u", "a.example").get(0)
                    : table.lookup("u", "a.example");

            assertThat(TlsDecision.decide(requirement, session).failure().orElseThrow())
                    .as(level)
                    .returns(FailureReason.OWN_FAULT, TlsFailure::reason)
                    .returns(403, TlsFailure::replyCode)
                    .returns("4.3.5", TlsFailure::status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example ciphers=TLS_NO_JAVA_HAS_THIS",
                "a.example exclude=TLS_RSA_WITH_CAMELLIA_128_CBC_SHA",
                "a.example protocol=TLSv1.3 ciphers=TLS_RSA_WITH_AES_128_CBC_SHA",
                "a.example bits=256 ciphers=TLS_RSA_WITH_AES_128_CBC_SHA"
            })
    void whatWasWrittenWronglyShouldBeRefused(String rule) {
        assertThatThrownBy(() -> table(rule)).isInstanceOf(PolicyException.class);
    }

    @Test
    void everySuiteOfThisJavaShouldBeKnown() throws Exception {
        SuiteCatalogue none = new SuiteCatalogue(Set.of());

        assertThat(Arrays.asList(
                        SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()))
                .allMatch(suite -> none.find(suite).equals(Optional.of(suite)));
    }
}
