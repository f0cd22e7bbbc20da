// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static dev.strongpost.mailets.delivery.DeliveryFixture.attribute;
import static dev.strongpost.mailets.delivery.DeliveryFixture.recipientsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.smtp.Capability;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.HandshakeFault;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviourBuilder;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Stage;

@Tag("slow")
class TlsRemoteDeliveryTest {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create();

    @TempDir
    private Path directory;

    private DeliveryFixture delivery;

    @BeforeEach
    void setUp() {
        delivery = new DeliveryFixture(directory);
    }

    @AfterEach
    void tearDown() {
        delivery.close();
    }

    private static ReceiverBehaviour tls() {
        return tlsBuilder().build();
    }

    private static ReceiverBehaviourBuilder tlsBuilder() {
        return ReceiverBehaviour.withTls(CA.issue("mx1.partner.example").serverContext()).toBuilder();
    }

    private static ReceiverBehaviour clear() {
        return ReceiverBehaviour.withoutTls();
    }

    private void assertNothingSaid(SmtpReceiver receiver) {
        assertThat(receiver.transcripts()).isNotEmpty().allSatisfy(transcript -> assertThat(transcript.clearVerbs())
                .isSubsetOf("EHLO", "STARTTLS", "QUIT"));
        assertThat(receiver.received()).isEmpty();
    }

    @Nested
    class Encrypt {
        @Test
        void mailShouldTravelOverTlsWhenTheHostOffersIt() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            ReceivedMail mail = receiver.awaitReceived(1, PATIENCE).get(0);
            assertThat(mail.tls()).get().extracting(facts -> facts.protocol()).isEqualTo("TLSv1.3");
            assertThat(mail.recipientAddresses()).containsExactly("b@partner.example");
            assertThat(mail.sender()).isEqualTo("a@here.example");
            assertThat(mail.text()).contains("Subject: hello\r\n", "\r\n\r\nhello\r\n");
            delivery.awaitQueueEmpty();
            assertThat(delivery.context().getSentMails()).isEmpty();
        }

        @Test
        void mailShouldBounceAtOnceWhenTheHostHasNoStartTls() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            SentMail bounced = delivery.awaitHandedOn(1).get(0);
            assertThat(bounced.getState()).isEqualTo("bounces");
            assertThat(recipientsOf(bounced)).containsExactly("b@partner.example");
            assertThat(attribute(bounced, "delivery-error")).isEqualTo("503 5.7.0 encryption too weak 0 less than 112");
            assertThat(attribute(bounced, "delivery-error-code")).isEqualTo("503");
            assertThat(attribute(bounced, "is-delivery-permanent-error")).isEqualTo("true");
            assertThat(attribute(bounced, "strongpost.status")).isEqualTo("5.7.0");
            assertThat(attribute(bounced, "strongpost.remote-mta")).isEqualTo("mx1.partner.example");
            assertThat(attribute(bounced, "strongpost.offered")).isEqualTo("no STARTTLS");
            assertThat(attribute(bounced, "strongpost.rule")).isEqualTo("partner.example (tls-policy.conf:1)");
            assertNothingSaid(receiver);
            assertThat(receiver.connections()).isEqualTo(1);
        }

        @Test
        void strengthShouldBeHeldAgainstTheRule() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example",
                    tlsBuilder().suites("TLS_AES_128_GCM_SHA256").build());
            delivery.policy("partner.example bits=256").start().send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 encryption too weak 128 less than 256");
            assertNothingSaid(receiver);
        }

        @Test
        void noCommonProtocolShouldBounceAtOnce() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example", tlsBuilder().protocols("TLSv1.2").build());
            delivery.policy("partner.example protocol=TLSv1.3").start().send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 TLS handshake failed.");
            assertNothingSaid(receiver);
            assertThat(receiver.connections()).isEqualTo(1);
        }

        @Test
        void onlyTheListedSuitesShouldBeOffered() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example ciphers=TLS_AES_128_GCM_SHA256")
                    .start()
                    .send("a@here.example", "b@partner.example");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).tls())
                    .get()
                    .extracting(facts -> facts.suite())
                    .isEqualTo("TLS_AES_128_GCM_SHA256");
        }

        @Test
        void excludedSuitesShouldNotBeOffered() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example",
                    tlsBuilder().suites("TLS_AES_128_GCM_SHA256").build());
            delivery.policy("partner.example exclude=TLS_AES_128_GCM_SHA256")
                    .start()
                    .send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 TLS handshake failed.");
            assertNothingSaid(receiver);
        }

        @Test
        void deferShouldRetryAndThenBounceWithItsReply() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example failure=defer").start().send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("403 4.7.0 encryption too weak 0 less than 112");
            assertThat(receiver.connections()).isEqualTo(4);
            assertNothingSaid(receiver);
        }

        @Test
        void mailShouldGoToTheProcessorThatTheRuleNames() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example failure=processor:portal").start().send("", "b@partner.example");

            assertThat(delivery.awaitHandedOn(1).get(0).getState()).isEqualTo("portal");
        }
    }

    @Nested
    class StartTlsFaults {
        @ParameterizedTest
        @EnumSource(
                value = HandshakeFault.class,
                names = {"NONE", "STALL"},
                mode = EnumSource.Mode.EXCLUDE)
        void brokenHandshakeShouldBeRetriedAndNeverFallBack(HandshakeFault fault) throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example",
                    tlsBuilder().handshake(fault).injected("250 2.0.0 ok\r\n").build());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 TLS handshake failed.");
            assertThat(receiver.connections()).isEqualTo(4);
            assertNothingSaid(receiver);
        }

        @Test
        void stalledHandshakeShouldTimeOut() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example",
                    tlsBuilder().handshake(HandshakeFault.STALL).build());
            delivery.policy("partner.example")
                    .with("timeout", "500")
                    .with("maxRetries", "1")
                    .with("delayTime", "100 ms")
                    .start()
                    .send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "strongpost.offered"))
                    .contains("handshake failed", "timed out");
            assertNothingSaid(receiver);
        }

        @ParameterizedTest
        @CsvSource({"454 4.7.0 TLS not available, 4", "501 5.5.2 no parameters allowed, 1"})
        void refusedStartTlsShouldBeRetriedWhenTransientOnly(String reply, int connections) throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example", tlsBuilder().startTlsAnswered(reply).build());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 STARTTLS failed.");
            assertThat(receiver.connections()).isEqualTo(connections);
            assertNothingSaid(receiver);
        }

        @ParameterizedTest
        @EnumSource(value = HandshakeFault.class, names = "GARBAGE")
        void opportunisticMailShouldGoInClearWhenTlsDoesNotWork(HandshakeFault fault) throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example", tlsBuilder().handshake(fault).build());
            delivery.start().send("a@here.example", "b@open.example");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
        }

        @Test
        void noneShouldNotUseTlsEvenWhenOffered() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("plain.example", tls());
            delivery.policy("plain.example none").start().send("a@here.example", "b@plain.example");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).tls()).isEmpty();
            assertThat(receiver.transcripts().get(0).verbs()).doesNotContain("STARTTLS");
        }
    }

    @Nested
    class Exchangers {
        @Test
        void theNextHostShouldGetTheMailWhenTheFirstFailsThePolicy() throws Exception {
            SmtpReceiver first = delivery.exchanger("partner.example", clear());
            SmtpReceiver second = delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            assertThat(second.awaitReceived(1, PATIENCE).get(0).tls()).isPresent();
            assertNothingSaid(first);
        }

        @Test
        void mailShouldWaitWhenAHostWasMerelyNotReachable() throws Exception {
            delivery.deadExchanger("partner.example")
                    .with("delayTime", "100*200 ms")
                    .with("maxRetries", "100");
            SmtpReceiver second = delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            second.awaitConnectionsEnded(2, PATIENCE);
            second.behave(tls());
            assertThat(second.awaitReceived(1, PATIENCE).get(0).tls()).isPresent();
            delivery.awaitQueueEmpty();
            assertThat(delivery.context().getSentMails()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"554 5.3.2 no service", "421 4.3.2 busy"})
        void aHostThatGreetsUnkindlyShouldBePassedBy(String greeting) throws Exception {
            delivery.exchanger(
                    "open.example", clear().toBuilder().greeting(greeting).build());
            SmtpReceiver second = delivery.exchanger("open.example", clear());
            delivery.start().send("a@here.example", "b@open.example");

            second.awaitReceived(1, PATIENCE);
        }

        @Test
        void nullMxShouldBounceAtOnce() throws Exception {
            delivery.dns().setExchangers("nomail.example", ".");
            delivery.start().send("a@here.example", "b@nomail.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .startsWith("556 5.1.10 ");
        }

        @Test
        void unknownDomainShouldBounceAtOnce() throws Exception {
            delivery.start().send("a@here.example", "b@unknown.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "strongpost.status"))
                    .isEqualTo("5.1.2");
        }

        @Test
        void unansweredDnsShouldBeRetried() throws Exception {
            delivery.dns().doNotAnswer("slow.example");
            delivery.start().send("a@here.example", "b@slow.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "strongpost.status"))
                    .isEqualTo("4.4.3");
            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery_retry_count"))
                    .isEqualTo("3");
        }

        @Test
        void addressLiteralShouldBeConnectedToDirectly() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("unused.example", clear());
            delivery.start().send("a@here.example", "b@[" + receiver.host() + "]");

            receiver.awaitReceived(1, PATIENCE);
        }
    }

    @Nested
    class Recipients {
        @Test
        void oneMailShouldBeSplitByRequirement() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("mixed.example", clear());
            delivery.policy("vip@mixed.example")
                    .start()
                    .send("a@here.example", "vip@mixed.example", "other@mixed.example");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).recipientAddresses())
                    .containsExactly("other@mixed.example");
            assertThat(recipientsOf(delivery.awaitHandedOn(1).get(0))).containsExactly("vip@mixed.example");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void oneRefusedRecipientShouldNotFailTheOthers(boolean pipelining) throws Exception {
            ReceiverBehaviourBuilder behaviour =
                    clear().toBuilder().atRecipient("no@open.example", Fault.reply("550 5.1.1 no such user"));
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example", (pipelining ? behaviour : behaviour.without(Capability.PIPELINING)).build());
            delivery.start().send("a@here.example", "yes@open.example", "no@open.example", "too@open.example");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).recipientAddresses())
                    .containsExactlyInAnyOrder("yes@open.example", "too@open.example");
            SentMail bounced = delivery.awaitHandedOn(1).get(0);
            assertThat(recipientsOf(bounced)).containsExactly("no@open.example");
            assertThat(attribute(bounced, "delivery-error")).isEqualTo("550 5.1.1 no such user");
        }

        @Test
        void aTemporarilyRefusedRecipientShouldBeRetriedAlone() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example",
                    clear().toBuilder()
                            .atRecipient("later@open.example", Fault.reply("451 4.2.1 later"))
                            .build());
            delivery.start().send("a@here.example", "now@open.example", "later@open.example");

            receiver.awaitReceived(1, PATIENCE);
            receiver.behave(clear());
            List<ReceivedMail> received = receiver.awaitReceived(2, PATIENCE);
            assertThat(received.get(1).recipientAddresses()).containsExactly("later@open.example");
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void allRecipientsRefusedShouldSendNoMessage(boolean pipelining) throws Exception {
            ReceiverBehaviourBuilder behaviour = clear().toBuilder().at(Stage.RCPT, Fault.reply("550 5.7.1 no"));
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example", (pipelining ? behaviour : behaviour.without(Capability.PIPELINING)).build());
            delivery.start().send("a@here.example", "b@open.example", "c@open.example");

            assertThat(recipientsOf(delivery.awaitHandedOn(1).get(0)))
                    .containsExactly("b@open.example", "c@open.example");
            assertThat(receiver.received()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"DATA, 250 2.0.0 done already", "END_OF_DATA, 354 more", "MAIL, 354 more", "RCPT, 354 more"})
        void aReplyThatMakesNoSenseShouldNotPassForDelivery(Stage stage, String reply) throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example",
                    clear().toBuilder()
                            .without(Capability.PIPELINING)
                            .at(stage, Fault.reply(reply))
                            .build());
            delivery.with("connectionIdleTime", "0 seconds").start().send("a@here.example", "b@open.example");

            receiver.awaitConnectionsEnded(1, PATIENCE);
            receiver.behave(clear());
            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).recipientAddresses())
                    .containsExactly("b@open.example");
            delivery.awaitQueueEmpty();
        }

        @Test
        void nullSenderShouldGetNoBounce() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example").start().send("", "b@partner.example");

            delivery.awaitQueueEmpty();
            assertThat(delivery.context().getSentMails()).isEmpty();
        }

        @Test
        void manyRecipientsShouldGoInSeveralTransactions() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("open.example", clear());
            String[] recipients = java.util.stream.IntStream.range(0, 250)
                    .mapToObj(i -> "r" + i + "@open.example")
                    .toArray(String[]::new);
            delivery.start().send("a@here.example", recipients);

            assertThat(receiver.awaitReceived(3, PATIENCE).stream().flatMap(mail -> mail.recipientAddresses().stream()))
                    .containsExactlyInAnyOrder(recipients);
        }
    }

    @Nested
    class Connections {
        @Test
        void connectionShouldBeKeptAndUsedAgain() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example").start();
            for (int i = 1; i <= 5; i++) {
                delivery.send("a@here.example", "b@partner.example");
                receiver.awaitReceived(i, PATIENCE);
                delivery.awaitQueueEmpty();
            }

            assertThat(receiver.connections()).isEqualTo(1);
            assertThat(receiver.received().get(4).isOnReusedConnection()).isTrue();
        }

        @Test
        void aKeptConnectionShouldBeJudgedAgainForEachMail() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "mixed.example",
                    tlsBuilder().suites("TLS_AES_128_GCM_SHA256").build());
            delivery.policy("mixed.example", "vip@mixed.example bits=256").start();
            delivery.send("a@here.example", "other@mixed.example");
            receiver.awaitReceived(1, PATIENCE);
            delivery.awaitQueueEmpty();
            delivery.send("a@here.example", "vip@mixed.example");

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "delivery-error"))
                    .isEqualTo("503 5.7.0 encryption too weak 128 less than 256");
            assertThat(receiver.received()).hasSize(1);
        }

        @Test
        void aConnectionThatDiedWhileKeptShouldNotCostAnAttempt() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "partner.example", tlsBuilder().dropAfterTransactions(1).build());
            delivery.policy("partner.example").with("delayTime", "1 hour").start();
            for (int i = 1; i <= 3; i++) {
                delivery.send("a@here.example", "b@partner.example");
                receiver.awaitReceived(i, PATIENCE);
            }

            delivery.awaitQueueEmpty();
        }

        @Test
        void idleConnectionShouldBeClosedPolitely() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("open.example", clear());
            delivery.with("connectionIdleTime", "1 second").start().send("a@here.example", "b@open.example");

            assertThat(receiver.awaitConnectionsEnded(1, PATIENCE).get(0).verbs())
                    .endsWith("QUIT");
        }

        @Test
        void noMoreConnectionsThanAllowedShouldBeOpened() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example",
                    clear().toBuilder().replyDelay(Duration.ofMillis(20)).build());
            delivery.with("maxConnectionsPerHost", "2").start();
            for (int i = 0; i < 20; i++) {
                delivery.send("a@here.example", "b@open.example");
            }

            receiver.awaitReceived(20, PATIENCE);
            assertThat(receiver.connections()).isEqualTo(2);
        }

        @Test
        void aSlowDestinationShouldNotHoldUpOthers() throws Exception {
            delivery.exchanger(
                    "slow.example",
                    clear().toBuilder().at(Stage.GREETING, Fault.stall()).build());
            SmtpReceiver fast = delivery.exchanger("fast.example", clear());
            delivery.with("maxConnectionsPerHost", "2").start();
            for (int i = 0; i < 50; i++) {
                delivery.send("a@here.example", "b@slow.example");
            }
            delivery.send("a@here.example", "b@fast.example");

            fast.awaitReceived(1, PATIENCE);
        }

        @Test
        void aMailCutOffBeforeTheFinalDotIsAnsweredShouldBeTriedAgain() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example",
                    clear().toBuilder().at(Stage.END_OF_DATA, Fault.drop()).build());
            delivery.start().send("a@here.example", "b@open.example");

            receiver.awaitConnectionsEnded(1, PATIENCE);
            receiver.behave(clear());
            receiver.awaitReceived(1, PATIENCE);
            delivery.awaitQueueEmpty();
            assertThat(delivery.context().getSentMails()).isEmpty();
        }
    }

    @Nested
    class Configuration {
        @ParameterizedTest
        @CsvSource({
            "startTLS, true, policy table",
            "mail.smtp.ssl.enable, true, JavaMail",
            "nonsense, 1, unknown parameter",
            "port, 70000, 1 to 65535",
            "port, x, 1 to 65535",
            "maxConnections, 0, whole number",
            "outgoing, outgoing, any name but that one",
            "bind, nowhere, IP address",
            "connectionIdleTime, soon, 10 seconds"
        })
        void mistakesShouldStopInit(String parameter, String value, String message) {
            assertThatThrownBy(() -> delivery.with(parameter, value).start()).hasMessageContaining(message);
        }

        @Test
        void aBadTableShouldStopInit() {
            delivery.policy("partner.example encryt", "x.example bits=300");

            assertThatThrownBy(() -> delivery.start())
                    .hasMessageContaining("tls-policy.conf:1: ")
                    .hasMessageContaining("tls-policy.conf:2: bits");
        }
    }
}
