// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.smtp.ReceiverBehaviour.ClientCertificate;

class SmtpReceiverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final SSLContext SERVER = AUTHORITY.issue("receiver.test").serverContext(AUTHORITY);

    private final SmtpReceiver receiver = SmtpReceiver.listen(ReceiverBehaviour.withoutTls());
    private RawSmtpClient client;

    @BeforeEach
    void connect() throws IOException {
        client = RawSmtpClient.connect(receiver);
        assertThat(client.reply()).isEqualTo("220 receiver.test ESMTP");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        receiver.close();
    }

    @Nested
    class InClear {
        @Test
        void ehloShouldListCapabilitiesWithoutStartTls() throws IOException {
            assertThat(client.say("EHLO me.example").lines())
                    .containsExactlyInAnyOrder(
                            "250-receiver.test at your service",
                            "250-PIPELINING",
                            "250-8BITMIME",
                            "250-SIZE 52428800",
                            "250-DSN",
                            "250-SMTPUTF8",
                            "250 ENHANCEDSTATUSCODES");
        }

        @Test
        void capabilitiesShouldBeSwitchedOneByOne() throws IOException {
            receiver.behave(ReceiverBehaviour.builder()
                    .without(Capability.DSN)
                    .with(Capability.CHUNKING)
                    .credentials("user", "secret")
                    .build());

            assertThat(client.say("EHLO me.example"))
                    .contains("CHUNKING", "AUTH PLAIN LOGIN")
                    .doesNotContain("DSN");
        }

        @Test
        void mailShouldBeTakenWithEnvelopeAndContent() throws IOException {
            client.say("EHLO me.example");
            client.say("MAIL FROM:<from@me.example> BODY=8BITMIME RET=HDRS");
            client.say("RCPT TO:<one@receiver.test> NOTIFY=NEVER");
            client.say("RCPT TO:<two@receiver.test>");
            client.say("DATA");
            assertThat(client.say("Subject: x\r\n\r\n..dot\r\n.\r\r\ncaf\u00e9\r\n."))
                    .isEqualTo("250 2.0.0 taken");

            ReceivedMail mail = receiver.awaitReceived(1, PATIENCE).get(0);
            assertThat(mail.sender()).isEqualTo("from@me.example");
            assertThat(mail.mailParameters()).containsExactly("BODY=8BITMIME", "RET=HDRS");
            assertThat(mail.recipientAddresses()).containsExactly("one@receiver.test", "two@receiver.test");
            assertThat(mail.recipients().get(0).parameters()).containsExactly("NOTIFY=NEVER");
            assertThat(mail.text()).isEqualTo("Subject: x\r\n\r\n.dot\r\n\r\r\ncaf\u00e9\r\n");
            assertThat(mail.tls()).isEmpty();
            assertThat(mail.isOnReusedConnection()).isFalse();
        }

        @Test
        void secondMailShouldBeOnAReusedConnection() throws IOException {
            client.say("EHLO me.example");
            send(client);
            send(client);

            assertThat(receiver.awaitReceived(2, PATIENCE))
                    .extracting(ReceivedMail::isOnReusedConnection)
                    .containsExactly(false, true);
            assertThat(receiver.connections()).isEqualTo(1);
        }

        @Test
        void dotBetweenBareLineFeedsShouldBeContent() throws IOException {
            client.say("EHLO me.example");
            client.say("MAIL FROM:<>");
            client.say("RCPT TO:<one@receiver.test>");
            client.say("DATA");
            client.say("a\n.\nb\r\n.");

            ReceivedMail mail = receiver.awaitReceived(1, PATIENCE).get(0);
            assertThat(mail.text()).isEqualTo("a\n.\nb\r\n");
            assertThat(mail.hasBareLineEnd()).isTrue();
            assertThat(mail.sender()).isEmpty();
        }

        @Test
        void emptyMessageShouldBeTaken() throws IOException {
            client.say("EHLO me.example");
            client.say("MAIL FROM:<>");
            client.say("RCPT TO:<one@receiver.test>");
            client.say("DATA");
            client.say(".");

            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).content()).isEmpty();
        }

        @Test
        void pipelinedGroupShouldBeAnsweredInOrder() throws IOException {
            client.say("EHLO me.example");
            client.write("MAIL FROM:<a@me.example>\r\nRCPT TO:<one@receiver.test>\r\nDATA\r\n");

            assertThat(List.of(client.reply(), client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "250", "354");
        }

        @Test
        void pipeliningShouldBeNotedWhenItWasNotOffered() throws IOException {
            receiver.behave(
                    ReceiverBehaviour.builder().without(Capability.PIPELINING).build());
            client.say("EHLO me.example");
            client.write("MAIL FROM:<a@me.example>\r\nRCPT TO:<one@receiver.test>\r\n");
            client.reply();
            client.reply();

            assertThat(receiver.transcripts().get(0).notes())
                    .containsExactly("pipelined though PIPELINING was not offered");
        }

        @ParameterizedTest
        @CsvSource({
            "MAIL FROM:<a@me.example>, 503 5.5.1 say EHLO first",
            "RCPT TO:<a@me.example>, 503 5.5.1 MAIL first",
            "DATA, 503 5.5.1 no valid recipients",
            "BDAT 3, 500 5.5.1 no such BDAT here",
            "STARTTLS, 502 5.5.1 no STARTTLS here",
            "AUTH PLAIN, 502 5.5.1 no AUTH here",
            "JUMP, 500 5.5.2 unknown command"
        })
        void commandOutOfPlaceShouldBeRefused(String command, String reply) throws IOException {
            assertThat(client.say(command)).isEqualTo(reply);
        }

        @Test
        void parameterThatWasNotOfferedShouldBeRefused() throws IOException {
            receiver.behave(ReceiverBehaviour.builder().without(Capability.DSN).build());
            client.say("EHLO me.example");

            assertThat(client.say("MAIL FROM:<a@me.example> RET=FULL"))
                    .isEqualTo("555 5.5.4 parameter not offered: RET=FULL");
        }

        @Test
        void messageBeyondTheSizeShouldBeRefused() throws IOException {
            receiver.behave(ReceiverBehaviour.builder().maximumSize(10).build());
            client.say("EHLO me.example");

            assertThat(client.say("MAIL FROM:<a@me.example> SIZE=11")).startsWith("552");
            client.say("MAIL FROM:<a@me.example>");
            client.say("RCPT TO:<one@receiver.test>");
            client.say("DATA");
            assertThat(client.say("0123456789\r\n.")).startsWith("552");
            assertThat(receiver.received()).isEmpty();
        }

        @Test
        void chunksShouldMakeOneMessage() throws IOException {
            receiver.behave(
                    ReceiverBehaviour.builder().with(Capability.CHUNKING).build());
            client.say("EHLO me.example");
            client.say("MAIL FROM:<a@me.example>");
            client.say("RCPT TO:<one@receiver.test>");
            client.write("BDAT 5\r\n.\r\nab");
            client.reply();
            client.write("BDAT 3 LAST\r\nc\r\n");

            assertThat(client.reply()).startsWith("250");
            assertThat(receiver.awaitReceived(1, PATIENCE).get(0).text()).isEqualTo(".\r\nabc\r\n");
        }

        @Test
        void mailShouldWaitForCredentials() throws IOException {
            receiver.behave(
                    ReceiverBehaviour.builder().credentials("user", "secret").build());
            client.say("EHLO me.example");

            assertThat(client.say("MAIL FROM:<a@me.example>")).startsWith("530");
            assertThat(client.say("AUTH PLAIN " + base64("\0user\0wrong"))).startsWith("535");
            assertThat(client.say("AUTH LOGIN")).isEqualTo("334 " + base64("Username:"));
            assertThat(client.say(base64("user"))).isEqualTo("334 " + base64("Password:"));
            assertThat(client.say(base64("secret"))).startsWith("235");
            assertThat(client.say("MAIL FROM:<a@me.example>")).startsWith("250");
        }
    }

    @Nested
    class Faults {
        @Test
        void greetingShouldBeReplacedAndCommandsBeRefused() throws IOException {
            receiver.behave(
                    ReceiverBehaviour.builder().greeting("554-go\n554 away").build());

            try (RawSmtpClient other = RawSmtpClient.connect(receiver)) {
                assertThat(other.reply()).isEqualTo("554-go\n554 away");
                assertThat(other.say("EHLO me.example")).startsWith("503");
            }
        }

        @Test
        void greeting421ShouldCloseTheConnection() throws IOException {
            receiver.behave(ReceiverBehaviour.builder().greeting("421 too busy").build());

            try (RawSmtpClient other = RawSmtpClient.connect(receiver)) {
                assertThat(other.rest()).isEqualTo("421 too busy\r\n");
            }
        }

        @Test
        void ehloShouldBeRefusedByAHostThatKnowsHeloOnly() throws IOException {
            receiver.behave(ReceiverBehaviour.builder().helloOnly().build());

            assertThat(client.say("EHLO me.example")).startsWith("502");
            assertThat(client.say("HELO me.example")).startsWith("250");
            send(client);
        }

        @Test
        void recipientShouldBeRefusedWithoutTheOther() throws IOException {
            receiver.behave(ReceiverBehaviour.builder()
                    .atRecipient("Bad@receiver.test", Fault.reply("550 5.1.1 nobody here"))
                    .build());
            client.say("EHLO me.example");
            client.say("MAIL FROM:<a@me.example>");

            assertThat(client.say("RCPT TO:<bad@receiver.test>")).isEqualTo("550 5.1.1 nobody here");
            client.say("RCPT TO:<good@receiver.test>");
            client.say("DATA");
            client.say(".");
            assertThat(receiver.received().get(0).recipientAddresses()).containsExactly("good@receiver.test");
        }

        @ParameterizedTest
        @EnumSource(
                value = Stage.class,
                names = {"MAIL", "RCPT", "DATA", "END_OF_DATA"})
        void replyShouldBeReplacedAtTheStageAndNothingBeTaken(Stage stage) throws IOException {
            receiver.behave(ReceiverBehaviour.builder()
                    .at(stage, Fault.reply("451 4.0.0 not now"))
                    .build());
            client.say("EHLO me.example");

            client.write("MAIL FROM:<a@me.example>\r\nRCPT TO:<one@receiver.test>\r\nDATA\r\n");
            if (stage == Stage.END_OF_DATA) {
                client.write(".\r\n");
            }
            client.write("QUIT\r\n");

            assertThat(client.rest()).contains("451 4.0.0 not now\r\n").endsWith("221 2.0.0 bye\r\n");
            assertThat(receiver.received()).isEmpty();
        }

        @Test
        void connectionShouldBeDroppedBeforeTheReplyToTheFinalDot() throws IOException {
            receiver.behave(ReceiverBehaviour.builder()
                    .at(Stage.END_OF_DATA, Fault.drop())
                    .build());
            client.say("EHLO me.example");
            client.say("MAIL FROM:<a@me.example>");
            client.say("RCPT TO:<one@receiver.test>");
            client.say("DATA");
            client.write(".\r\n");

            assertThat(client.rest()).isEmpty();
            assertThat(receiver.received()).isEmpty();
        }

        @Test
        void connectionShouldBeStaleAfterTheGivenNumberOfMails() throws IOException {
            receiver.behave(ReceiverBehaviour.builder().dropAfterTransactions(2).build());
            client.say("EHLO me.example");
            send(client);
            send(client);

            assertThat(client.rest()).isEmpty();
            assertThat(receiver.received()).hasSize(2);
        }

        @Test
        void closeShouldEndAStalledConversation() throws IOException {
            receiver.behave(
                    ReceiverBehaviour.builder().at(Stage.EHLO, Fault.stall()).build());
            client.write("EHLO me.example\r\n");
            await().until(() -> receiver.transcripts().get(0).notes().contains("STALL"));

            receiver.close();

            assertThat(receiver.transcripts().get(0).ended()).isTrue();
            assertThat(client.rest()).isEmpty();
        }

        @Test
        void closeShouldFreeThePort() {
            receiver.close();

            assertThatThrownBy(() -> RawSmtpClient.connect(receiver)).isInstanceOf(ConnectException.class);
        }
    }

    @Nested
    class OverTls {
        @BeforeEach
        void offer() {
            receiver.behave(ReceiverBehaviour.withTls(SERVER));
        }

        @Test
        void mailShouldCarryTheSession() throws IOException {
            SSLSocket session = secure(client);
            client.say("EHLO me.example");
            send(client);

            TlsFacts tls = receiver.received().get(0).tls().orElseThrow();
            assertThat(tls.protocol()).isEqualTo("TLSv1.3");
            assertThat(tls.suite()).isEqualTo(session.getSession().getCipherSuite());
            assertThat(tls.bits()).isEqualTo(256);
            assertThat(tls.resumed()).isFalse();
            assertThat(tls.clientCertificate()).isEmpty();
        }

        @Test
        void transcriptShouldTellClearLinesFromSecuredOnes() throws IOException {
            secure(client);
            client.say("EHLO again.example");
            client.say("QUIT");

            Transcript transcript = receiver.awaitConnectionsEnded(1, PATIENCE).get(0);
            assertThat(transcript.clearVerbs()).containsExactly("EHLO", "STARTTLS");
            assertThat(transcript.verbs()).containsExactly("EHLO", "STARTTLS", "EHLO", "QUIT");
            assertThat(transcript.toString()).contains("clear C: STARTTLS", "TLS   C: EHLO again.example");
        }

        @Test
        void startTlsShouldNotBeListedInsideTls() throws IOException {
            secure(client);

            assertThat(client.say("EHLO me.example")).doesNotContain("STARTTLS");
            assertThat(client.say("STARTTLS")).startsWith("502");
        }

        @Test
        void greetingShouldBeForgottenByTheHandshake() throws IOException {
            secure(client);

            assertThat(client.say("MAIL FROM:<a@me.example>")).isEqualTo("503 5.5.1 say EHLO first");
        }

        @Test
        void protocolsAndSuitesShouldBeRestricted() throws IOException {
            receiver.behave(receiver.behaviour().toBuilder()
                    .protocols("TLSv1.2")
                    .suites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                    .build());

            SSLSocket session = secure(client);

            assertThat(session.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(session.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        }

        @Test
        void resumedSessionShouldBeSeen() throws IOException {
            SSLContext context = AUTHORITY.clientContext();
            secure(client, context);
            client.say("QUIT");
            try (RawSmtpClient second = RawSmtpClient.connect(receiver)) {
                second.reply();
                secure(second, context);
            }

            assertThat(receiver.awaitConnectionsEnded(2, PATIENCE))
                    .extracting(transcript -> transcript.tls().map(TlsFacts::resumed))
                    .containsExactly(Optional.of(false), Optional.of(true));
        }

        @Test
        void clientCertificateShouldBeKept() throws IOException {
            receiver.behave(receiver.behaviour().toBuilder()
                    .clientCertificate(ClientCertificate.REQUIRED)
                    .build());
            TestIdentity identity = AUTHORITY.issue("me.example");

            secure(client, AUTHORITY.clientContext(identity));
            client.say("EHLO me.example");
            send(client);

            assertThat(receiver.received().get(0).tls().flatMap(TlsFacts::clientCertificate))
                    .contains(identity.certificate());
        }

        @Test
        void startTlsShouldBeRefusedWithTheGivenReply() throws IOException {
            receiver.behave(ReceiverBehaviour.builder()
                    .startTlsAnswered("454 4.7.0 TLS not available")
                    .build());

            assertThat(client.say("EHLO me.example")).contains("STARTTLS");
            assertThat(client.say("STARTTLS")).isEqualTo("454 4.7.0 TLS not available");
            send(client);
        }

        @ParameterizedTest
        @EnumSource(
                value = HandshakeFault.class,
                names = {"GARBAGE", "CUT_AT_ONCE", "CUT_AFTER_CLIENT_HELLO", "INJECT_IN_NEXT_SEGMENT"})
        void handshakeShouldFailOnFault(HandshakeFault fault) {
            receiver.behave(receiver.behaviour().toBuilder().handshake(fault).build());

            assertThatThrownBy(() -> secure(client))
                    .isInstanceOfAny(SSLException.class, java.net.SocketException.class);
        }

        @Test
        void injectedTextShouldComeInOneSegmentWithThe220() throws IOException {
            receiver.behave(receiver.behaviour().toBuilder()
                    .handshake(HandshakeFault.INJECT_IN_SAME_SEGMENT)
                    .injected("250 forged\r\n")
                    .build());
            client.say("EHLO me.example");
            client.write("STARTTLS\r\n");

            assertThat(client.oneRead(1000)).isEqualTo("220 2.0.0 go ahead\r\n250 forged\r\n");
        }

        @Test
        void handshakeShouldGoOnBehindInjectedText() throws IOException {
            receiver.behave(receiver.behaviour().toBuilder()
                    .handshake(HandshakeFault.INJECT_IN_SAME_SEGMENT)
                    .build());
            client.say("EHLO me.example");
            client.say("STARTTLS");

            assertThat(client.reply()).as("what a careless client takes").startsWith("250-forged.example");
            client.startTls(AUTHORITY.clientContext(), "receiver.test");
            assertThat(client.say("EHLO me.example")).startsWith("250-receiver.test");
        }

        @Test
        void stalledHandshakeShouldLastUntilTheClientLeaves() throws IOException {
            receiver.behave(receiver.behaviour().toBuilder()
                    .handshake(HandshakeFault.STALL)
                    .build());
            client.say("EHLO me.example");
            client.say("STARTTLS");
            client.write("some hello");

            assertThat(receiver.transcripts().get(0).ended()).isFalse();
            client.close();
            assertThat(receiver.awaitConnectionsEnded(1, PATIENCE).get(0).clearVerbs())
                    .containsExactly("EHLO", "STARTTLS");
        }

        @Test
        void clientThatDistrustsShouldBeNoted() throws IOException {
            SSLContext stranger = TestCertificateAuthority.create().clientContext();

            assertThatThrownBy(() -> secure(client, stranger)).isInstanceOf(SSLException.class);
            assertThat(receiver.awaitConnectionsEnded(1, PATIENCE).get(0).notes())
                    .anyMatch(note -> note.startsWith("handshake failed: "));
        }
    }

    private static SSLSocket secure(RawSmtpClient client) throws IOException {
        return secure(client, AUTHORITY.clientContext());
    }

    private static SSLSocket secure(RawSmtpClient client, SSLContext context) throws IOException {
        client.say("EHLO me.example");
        assertThat(client.say("STARTTLS")).startsWith("220");
        return client.startTls(context, "receiver.test");
    }

    private static void send(RawSmtpClient client) throws IOException {
        assertThat(client.say("MAIL FROM:<a@me.example>")).startsWith("250");
        assertThat(client.say("RCPT TO:<one@receiver.test>")).startsWith("250");
        assertThat(client.say("DATA")).startsWith("354");
        assertThat(client.say("Subject: x\r\n\r\nbody\r\n.")).startsWith("250");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
