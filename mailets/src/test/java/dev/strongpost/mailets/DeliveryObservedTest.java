// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static dev.strongpost.mailets.delivery.DeliveryFixture.attribute;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.HandshakeFault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** What a delivery tells: metrics, and attributes for the processors behind it. */
@Tag("slow")
class DeliveryObservedTest {
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
        return ReceiverBehaviour.withTls(CA.issue("mx1.partner.example").serverContext());
    }

    private static ReceiverBehaviour clear() {
        return ReceiverBehaviour.withoutTls();
    }

    private void awaitCount(String metric, long count) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(delivery.count(metric))
                .as(metric)
                .isEqualTo(count));
    }

    @Nested
    class Metrics {
        @Test
        void acceptedMailShouldBeCountedByVersionAndTimed() throws Exception {
            delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            awaitCount("outgoingMails", 1);
            assertThat(delivery.count("strongpost.attempts")).isEqualTo(1);
            assertThat(delivery.count("strongpost.verdict.accept")).isEqualTo(1);
            assertThat(delivery.count("strongpost.accepted.tlsv1-3")).isEqualTo(1);
            assertThat(delivery.count("strongpost.accepted.clear")).isZero();
            assertThat(delivery.metrics()
                            .timer("strongpost.queueToAccept.seconds")
                            .getCount())
                    .isEqualTo(1);
        }

        @Test
        void refusedConnectionShouldBeCountedByReason() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            delivery.awaitHandedOn(1);
            assertThat(delivery.count("strongpost.attempts")).isEqualTo(2);
            assertThat(delivery.count("strongpost.verdict.starttls-not-offered"))
                    .isEqualTo(2);
            assertThat(delivery.count("strongpost.verdict.accept")).isZero();
            assertThat(delivery.count("outgoingMails")).isZero();
        }

        @Test
        void failureInTestingShouldBeCountedApart() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example mode=testing").start().send("a@here.example", "b@partner.example");

            receiver.awaitReceived(1, PATIENCE);
            awaitCount("outgoingMails", 1);
            assertThat(delivery.count("strongpost.testing.failures")).isEqualTo(1);
            assertThat(delivery.count("strongpost.accepted.clear")).isEqualTo(1);
            // Of the rule that is enforced: the built-in may.
            assertThat(delivery.count("strongpost.verdict.accept")).isEqualTo(1);
        }

        @Test
        void keptConnectionShouldBeCountedOnceOpenedAndAsReused() throws Exception {
            delivery.exchanger("open.example", clear());
            delivery.start();
            for (int i = 1; i <= 3; i++) {
                delivery.send("a@here.example", "b@open.example");
                awaitCount("outgoingMails", i);
                delivery.awaitQueueEmpty();
            }

            assertThat(delivery.count("strongpost.connections.opened")).isEqualTo(1);
            assertThat(delivery.count("strongpost.connections.reused")).isEqualTo(2);
            assertThat(delivery.gauge("strongpost.connections.open")).isEqualTo(1);
            delivery.mailet().destroy();
            assertThat(delivery.gauge("strongpost.connections.open")).isEqualTo(0);
        }

        @Test
        void refusedConnectionsShouldNotStayOpen() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");

            delivery.awaitHandedOn(1);
            assertThat(delivery.count("strongpost.connections.opened")).isEqualTo(1);
            assertThat(delivery.gauge("strongpost.connections.open")).isEqualTo(0);
        }

        @Test
        void partlyDeliveredMailShouldNotCountAsOutgoing() throws Exception {
            delivery.exchanger(
                    "open.example",
                    clear().toBuilder()
                            .atRecipient("no@open.example", Fault.reply("550 5.1.1 no such user"))
                            .build());
            delivery.start().send("a@here.example", "yes@open.example", "no@open.example");

            delivery.awaitHandedOn(1);
            delivery.awaitQueueEmpty();
            assertThat(delivery.count("strongpost.accepted.clear")).isEqualTo(1);
            assertThat(delivery.count("outgoingMails")).isZero();
        }

        @Test
        void retriedMailShouldBeTimedFromItsFirstDay() throws Exception {
            SmtpReceiver receiver = delivery.exchanger(
                    "open.example",
                    clear().toBuilder().greeting("421 4.3.2 busy").build());
            delivery.with("delayTime", "2 seconds").start().send("a@here.example", "b@open.example");
            receiver.awaitConnectionsEnded(1, PATIENCE);
            receiver.behave(clear());

            awaitCount("outgoingMails", 1);
            assertThat(delivery.metrics()
                            .timer("strongpost.queueToAccept.seconds")
                            .getSnapshot()
                            .getMin())
                    .isGreaterThanOrEqualTo(2_000_000_000L);
        }
    }

    @Nested
    class OnSuccess {
        @Test
        void deliveredMailShouldCarryItsTlsFacts() throws Exception {
            delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example")
                    .with("onSuccess", "sent")
                    .start()
                    .send("a@here.example", "b@partner.example");

            SentMail sent = delivery.awaitHandedOn(1).get(0);
            assertThat(sent.getState()).isEqualTo("sent");
            assertThat(attribute(sent, "strongpost.protocol")).isEqualTo("TLSv1.3");
            assertThat(attribute(sent, "strongpost.suite")).startsWith("TLS_AES_256_GCM");
            assertThat(attribute(sent, "strongpost.bits")).isEqualTo("256");
            assertThat(attribute(sent, "strongpost.remote-mta")).isEqualTo("mx1.partner.example");
            assertThat(attribute(sent, "strongpost.rule")).isEqualTo("partner.example (tls-policy.conf:1)");
            assertThat(attribute(sent, "strongpost.reply")).startsWith("250 ");
            assertThat(attribute(sent, "strongpost.would-have-failed")).isEmpty();
            assertThat(attribute(sent, "strongpost.reason")).isEmpty();
        }

        @Test
        void mailSentInClearShouldSaySo() throws Exception {
            delivery.exchanger("open.example", clear());
            delivery.with("onSuccess", "sent").start().send("a@here.example", "b@open.example");

            SentMail sent = delivery.awaitHandedOn(1).get(0);
            assertThat(attribute(sent, "strongpost.bits")).isEqualTo("0");
            assertThat(attribute(sent, "strongpost.protocol")).isEmpty();
            assertThat(attribute(sent, "strongpost.suite")).isEmpty();
            assertThat(attribute(sent, "strongpost.rule")).isEqualTo("built-in may");
        }

        @Test
        void mailUnderRuleInTestingShouldCarryTheReplyItWouldHaveHad() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example mode=testing")
                    .with("onSuccess", "sent")
                    .start()
                    .send("a@here.example", "b@partner.example");

            SentMail sent = delivery.awaitHandedOn(1).get(0);
            assertThat(sent.getState()).isEqualTo("sent");
            assertThat(attribute(sent, "strongpost.would-have-failed"))
                    .isEqualTo("503 5.7.0 encryption too weak 0 less than 112");
            assertThat(attribute(sent, "strongpost.reason")).isEqualTo("starttls-not-offered");
        }

        @Test
        void whatAnEarlierDeliveryLeftShouldBeGone() throws Exception {
            delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example").with("onSuccess", "sent").start();
            MailImpl mail = delivery.mail("a@here.example", "Subject: s\r\n\r\nx\r\n", "b@partner.example");
            mail.setAttribute(new Attribute(TlsMailAttributes.REQUIRED, AttributeValue.of("more than there was")));
            delivery.send(mail);

            assertThat(attribute(delivery.awaitHandedOn(1).get(0), "strongpost.required"))
                    .isEmpty();
        }

        @Test
        void noHeaderShouldBeAdded() throws Exception {
            SmtpReceiver receiver = delivery.exchanger("partner.example", tls());
            delivery.policy("partner.example")
                    .with("onSuccess", "sent")
                    .start()
                    .send("a@here.example", "b@partner.example");

            SentMail sent = delivery.awaitHandedOn(1).get(0);
            assertThat(receiver.received().get(0).text()).doesNotContain("X-");
            assertThat(java.util.Collections.list(sent.getMsg().getAllHeaderLines()))
                    .containsExactly("Subject: hello");
        }
    }

    @Nested
    class Bounce {
        @Test
        void senderShouldReadTheSameWordsWhenJamesItselfBounces() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example note=\"contract 4711\"")
                    .without("bounceProcessor")
                    .start()
                    .send("a@here.example", "b@partner.example");

            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> !delivery.context().getBouncedMails().isEmpty());
            assertThat(delivery.context().getBouncedMails().get(0).getMessage())
                    .contains("This is the mail server at james.example.")
                    .containsPattern("Required: +TLS with at least 112 bits")
                    .containsPattern("Offered: +no STARTTLS")
                    .containsPattern("Note: +contract 4711")
                    .contains("    503 5.7.0 encryption too weak 0 less than 112", "What you can do:");
        }
    }

    @Nested
    class Explained {
        private final ListAppender<ILoggingEvent> log = new ListAppender<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger("dev.strongpost.delivery");
        private final Level level = logger.getLevel();

        @BeforeEach
        void listen() {
            log.start();
            logger.addAppender(log);
        }

        @AfterEach
        void stopListening() {
            logger.detachAppender(log);
            logger.setLevel(level);
        }

        @Test
        void choiceOfTheRuleShouldBeExplainedInOneLineAtDebug() throws Exception {
            logger.setLevel(Level.DEBUG);
            SmtpReceiver receiver = delivery.exchanger("sales.partner.example", clear());
            delivery.policy("partner.example", "sales.partner.example may")
                    .start()
                    .send("a@here.example", "b@sales.partner.example");
            receiver.awaitReceived(1, PATIENCE);

            assertThat(log.list)
                    .filteredOn(line -> line.getLevel() == Level.DEBUG)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .startsWith("mail=mail1-to-sales.partner.example why: b@sales.partner.example: TLS when offered; ")
                    .contains("sales.partner.example (tls-policy.conf:2) decides")
                    .contains("; partner.example (tls-policy.conf:1) is less specific")
                    .doesNotContain("\n");
        }

        @Test
        void lineShouldSayWhetherTheConnectionHadCarriedAMailBefore() throws Exception {
            logger.setLevel(Level.INFO);
            SmtpReceiver receiver = delivery.exchanger("open.example", clear());
            delivery.start();
            for (int i = 1; i <= 3; i++) {
                int mails = i;
                delivery.send("a@here.example", "b@open.example");
                receiver.awaitReceived(mails, PATIENCE);
                Awaitility.await().atMost(PATIENCE).until(() -> attempts().size() == mails);
            }

            assertThat(attempts())
                    .satisfiesExactly(
                            first -> assertThat(first).contains(" verdict=accept reused=false "),
                            second -> assertThat(second).contains(" verdict=accept reused=true "),
                            third -> assertThat(third).contains(" verdict=accept reused=true "));
        }

        private List<String> attempts() {
            return List.copyOf(log.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(line -> line.contains(" verdict="))
                    .toList();
        }

        @Test
        void whatEndsADeliveryShouldBeAWarning() throws Exception {
            logger.setLevel(Level.WARN);
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example").start().send("a@here.example", "b@partner.example");
            delivery.awaitHandedOn(1);

            Awaitility.await().atMost(PATIENCE).until(() -> !attempts().isEmpty());
            assertThat(attempts()).singleElement().asString().contains(" verdict=reject ");
        }

        @Test
        void nothingShouldBeExplainedAtInfo() throws Exception {
            logger.setLevel(Level.INFO);
            SmtpReceiver receiver = delivery.exchanger("open.example", clear());
            delivery.start().send("a@here.example", "b@open.example");
            receiver.awaitReceived(1, PATIENCE);

            assertThat(log.list).noneMatch(line -> line.getFormattedMessage().contains(" why: "));
        }
    }

    @Nested
    class FailureProcessor {
        private final ListAppender<ILoggingEvent> log = new ListAppender<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger("dev.strongpost.mailets");

        @BeforeEach
        void listen() {
            log.start();
            logger.addAppender(log);
        }

        @AfterEach
        void stopListening() {
            logger.detachAppender(log);
        }

        @Test
        void mailShouldCarryRuleReasonHostAndReply() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example failure=processor:portal")
                    .start()
                    .send("a@here.example", "b@partner.example");

            SentMail handedOn = delivery.awaitHandedOn(1).get(0);
            assertThat(handedOn.getState()).isEqualTo("portal");
            assertThat(handedOn.getRecipients()).containsExactly(new MailAddress("b@partner.example"));
            assertThat(attribute(handedOn, "strongpost.rule")).isEqualTo("partner.example (tls-policy.conf:1)");
            assertThat(attribute(handedOn, "strongpost.reason")).isEqualTo("starttls-not-offered");
            assertThat(attribute(handedOn, "strongpost.remote-mta")).isEqualTo("mx1.partner.example");
            assertThat(attribute(handedOn, "strongpost.reply"))
                    .isEqualTo("503 5.7.0 encryption too weak 0 less than 112");
        }

        @Test
        void brokenHandshakesShouldEndInTheProcessorToo() throws Exception {
            delivery.exchanger(
                    "partner.example",
                    tls().toBuilder().handshake(HandshakeFault.GARBAGE).build());
            delivery.policy("partner.example failure=processor:portal")
                    .start()
                    .send("a@here.example", "b@partner.example");

            SentMail handedOn = delivery.awaitHandedOn(1).get(0);
            assertThat(handedOn.getState()).isEqualTo("portal");
            assertThat(attribute(handedOn, "strongpost.reason")).isEqualTo("handshake-failed");
        }

        @Test
        void processorOfAReadAgainTableShouldBeUsedWhenItExists() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.processor("portal").start();
            replaceTable("partner.example failure=processor:portal");
            delivery.send("a@here.example", "b@partner.example");

            assertThat(delivery.awaitHandedOn(1).get(0).getState()).isEqualTo("portal");
        }

        @Test
        void mailShouldBounceWhenAReadAgainTableNamesAnUnknownProcessor() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.start();
            replaceTable("partner.example failure=processor:portla");
            delivery.send("a@here.example", "b@partner.example");

            SentMail bounced = delivery.awaitHandedOn(1).get(0);
            assertThat(bounced.getState()).isEqualTo("bounces");
            assertThat(attribute(bounced, "strongpost.reply"))
                    .isEqualTo("503 5.7.0 encryption too weak 0 less than 112");
            assertThat(errors())
                    .satisfiesExactlyInAnyOrder(
                            table -> assertThat(table)
                                    .startsWith("partner.example (tls-policy.conf:1) names the processor portla"),
                            mail -> assertThat(mail)
                                    .contains("portla", "partner.example (tls-policy.conf:1)", "it is bounced"));
        }

        @Test
        void mailFromNobodyShouldBeKeptByTheErrorProcessorWhenTheNamedOneIsUnknown() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.start();
            replaceTable("partner.example failure=processor:portla");
            delivery.send("", "b@partner.example");

            SentMail kept = delivery.awaitHandedOn(1).get(0);
            assertThat(kept.getState()).isEqualTo("error");
            // It was not handed over: once the processor is there, the rule may do so.
            assertThat(attribute(kept, "strongpost.handed-over")).isEmpty();
        }

        @Test
        void mailThatComesBackFromItsProcessorShouldBeSentBackThen() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example failure=processor:portal").start();
            delivery.send("a@here.example", "b@partner.example");
            SentMail handedOn = delivery.awaitHandedOn(1).get(0);

            delivery.send(cameBack(handedOn, "a@here.example"));

            SentMail bounced = delivery.awaitHandedOn(2).get(1);
            assertThat(handedOn.getState()).isEqualTo("portal");
            assertThat(bounced.getState()).isEqualTo("bounces");
            assertThat(errors())
                    .singleElement()
                    .asString()
                    .contains("partner.example (tls-policy.conf:1)", "has come back from the processor portal");
        }

        @Test
        void mailFromNobodyThatComesBackShouldBeKeptByTheErrorProcessor() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.policy("partner.example failure=processor:portal").start();
            delivery.send("", "b@partner.example");

            delivery.send(cameBack(delivery.awaitHandedOn(1).get(0), ""));

            assertThat(delivery.awaitHandedOn(2).get(1).getState()).isEqualTo("error");
        }

        @Test
        void mailThatCameBackShouldBeHandedOverByAnotherRule() throws Exception {
            delivery.exchanger("partner.example", clear());
            delivery.exchanger("other.example", clear());
            delivery.policy("partner.example failure=processor:portal", "other.example failure=processor:portal")
                    .start();
            delivery.send("a@here.example", "b@partner.example");
            MailImpl back = cameBack(delivery.awaitHandedOn(1).get(0), "a@here.example");
            back.setRecipients(List.of(new MailAddress("c@other.example")));

            delivery.send(back);

            assertThat(delivery.awaitHandedOn(2).get(1).getState()).isEqualTo("portal");
        }

        private MailImpl cameBack(SentMail handedOn, String sender) throws Exception {
            MailImpl mail = delivery.mail(sender, "Subject: hello\r\n\r\nhello\r\n", "b@partner.example");
            handedOn.getAttributes().values().forEach(mail::setAttribute);
            return mail;
        }

        private List<String> errors() {
            return log.list.stream()
                    .filter(line -> line.getLevel() == Level.ERROR)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        private void replaceTable(String rule) throws Exception {
            delivery.policy(rule);
            delivery.awaitRule(rule.substring(0, rule.indexOf(' ')));
        }
    }
}
