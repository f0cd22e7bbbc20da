// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.testkit.smtp.HandshakeFault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** Hosts that offer STARTTLS and then fail at it. */
class TlsFaultsIT {
    private static final String REFUSED = "503 5.7.0 STARTTLS failed.";
    private static final String BROKEN = "503 5.7.0 TLS handshake failed.";

    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.asShipped(TlsFaultsIT.class);
    }

    /**
     * Failures that may pass: the host's name, what it does, and the reply that the mail comes back with at the end.
     */
    static Stream<Arguments> transientFaults() {
        return Stream.of(
                Arguments.of("refused454", refusing("454 4.7.0 TLS not available due to local problem"), REFUSED),
                Arguments.of("garbage", failing(HandshakeFault.GARBAGE), BROKEN),
                Arguments.of("cut", failing(HandshakeFault.CUT_AT_ONCE), BROKEN),
                Arguments.of("cut-later", failing(HandshakeFault.CUT_AFTER_CLIENT_HELLO), BROKEN),
                Arguments.of("injected", failing(HandshakeFault.INJECT_IN_SAME_SEGMENT), BROKEN),
                Arguments.of("injected-later", failing(HandshakeFault.INJECT_IN_NEXT_SEGMENT), BROKEN));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transientFaults")
    void mailShouldBeRetriedAndComeBackInTheEnd(String name, ReceiverBehaviour fault, String reply) {
        String domain = name + ".partner.example";
        SmtpReceiver host = scenario.host(domain, fault);
        String sender = scenario.user("lasting-" + name);

        scenario.james().mailClient().send(sender, "lasting", "someone@" + domain);

        Evidence.assertOnePolicyBounce(scenario.mailbox(sender), "someone@" + domain, reply);
        assertThat(host.connections()).as("attempts").isGreaterThan(1);
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transientFaults")
    void mailShouldBeDeliveredOverTlsOnceTheFaultHasPassed(String name, ReceiverBehaviour fault, String reply) {
        String domain = "passing-" + name + ".partner.example";
        SmtpReceiver host = scenario.host(domain, fault);
        String sender = scenario.user("passing-" + name);

        scenario.james().mailClient().send(sender, "passing", "someone@" + domain);
        host.awaitConnectionsEnded(1, PATIENCE);
        host.behave(OutboundScenario.withTls());

        host.awaitReceived(1, PATIENCE);
        Evidence.assertHeardOfMailInsideTlsOnly(host);
        assertThat(scenario.mailbox(sender).messages()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("permanentRefusals")
    void mailShouldComeBackAtOnceWhenStartTlsIsRefusedForGood(String name, String startTlsReply) {
        String domain = name + ".partner.example";
        SmtpReceiver host = scenario.host(domain, refusing(startTlsReply));
        String sender = scenario.user(name);

        scenario.james().mailClient().send(sender, "refused", "someone@" + domain);

        Evidence.assertOnePolicyBounce(scenario.mailbox(sender), "someone@" + domain, REFUSED);
        assertThat(host.connections()).as("attempts").isEqualTo(1);
        Evidence.assertHeardNothingOfAnyMail(host);
    }

    static Stream<Arguments> permanentRefusals() {
        return Stream.of(
                Arguments.of("refused501", "501 5.5.4 syntax error"),
                Arguments.of("refused554", "554 5.7.3 unable to initialize security subsystem"));
    }

    private static ReceiverBehaviour refusing(String reply) {
        return ReceiverBehaviour.builder()
                .tls(OutboundScenario.tls())
                .startTlsAnswered(reply)
                .build();
    }

    private static ReceiverBehaviour failing(HandshakeFault fault) {
        return ReceiverBehaviour.builder()
                .tls(OutboundScenario.tls())
                .handshake(fault)
                .build();
    }
}
