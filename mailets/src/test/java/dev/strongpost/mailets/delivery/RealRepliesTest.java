// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ScriptedServer;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** Replies as real servers send them, to the whole mailet: what they say counts, and nothing else. */
@Tag("slow")
class RealRepliesTest {
    private static final String PLAIN = "250 mx\r\n";
    private static final String PIPELINING = "250-mx\r\n250 PIPELINING\r\n";
    private static final String CHUNKING = "250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n";

    @TempDir
    Path directory;

    private DeliveryFixture fixture;
    private ScriptedServer server;

    @BeforeEach
    void setUp() {
        fixture = new DeliveryFixture(directory).with("timeout", "5000");
    }

    @AfterEach
    void tearDown() throws Exception {
        fixture.close();
        if (server != null) {
            server.close();
        }
    }

    /** A server that takes everything but what a test has it do otherwise. */
    private static class Host implements ScriptedServer.Script {
        final String ehlo;
        String greeting = "220 mx ESMTP\r\n";
        boolean knowsChunks = true;
        BiFunction<Integer, String, String> replies = (connection, command) -> "";
        BiFunction<Integer, String, String> taken = (connection, message) -> "250 2.0.0 taken\r\n";

        Host(String ehlo) {
            this.ehlo = ehlo;
        }

        Host on(BiFunction<Integer, String, String> own) {
            replies = own;
            return this;
        }

        Host whenTaken(BiFunction<Integer, String, String> own) {
            taken = own;
            return this;
        }

        @Override
        public String greeting(int connection) {
            return greeting;
        }

        @Override
        public String reply(int connection, String command) {
            String own = replies.apply(connection, command);
            if (!own.isEmpty()) {
                return own;
            }
            if (command.startsWith("EHLO")) {
                return ehlo;
            }
            if (command.equals("DATA")) {
                return "354 go ahead\r\n";
            }
            return command.equals("QUIT") ? "221 bye\r\n{close}" : "250 ok\r\n";
        }

        @Override
        public String taken(int connection, String text) {
            return taken.apply(connection, text);
        }

        @Override
        public boolean knowsChunks() {
            return knowsChunks;
        }
    }

    private void serve(Host host) throws Exception {
        InetAddress address = Loopback.freshAddress();
        server = ScriptedServer.listen(new InetSocketAddress(address, fixture.port()), host);
        fixture.dns().addExchanger("open.example", address);
    }

    private SmtpReceiver backup() {
        return fixture.exchanger("open.example", ReceiverBehaviour.withoutTls());
    }

    private void deliver(String... recipients) throws Exception {
        fixture.start().send("a@here.example", recipients);
        fixture.awaitQueueEmpty();
    }

    private String onlyBounce() {
        List<SentMail> bounces = fixture.awaitHandedOn(1);
        assertThat(bounces).hasSize(1);
        return DeliveryFixture.attribute(bounces.get(0), "strongpost.reply");
    }

    private long count(String verb) {
        return server.commands().stream()
                .filter(command -> command.contains(" " + verb))
                .count();
    }

    @Nested
    class Acceptances {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "250\r\n",
                    "250\n",
                    "250\tok\r\n",
                    "250 ok\r\n250 ok\r\n",
                    "250 ok\r\n421 bye\r\n{close}",
                    "250 ok\r\n\r\n",
                    "\r\n250 ok\r\n",
                    "250-ok\r\n250\r\n",
                    "299 whatever\r\n",
                    "250 ok\r\n{close}"
                })
        void shouldMeanOneCopyAndNoMore(String reply) throws Exception {
            for (String ehlo : List.of(PLAIN, PIPELINING, CHUNKING)) {
                tearDown();
                setUp();
                serve(new Host(ehlo).whenTaken((connection, message) -> reply));
                SmtpReceiver second = backup();

                deliver("b@open.example");

                assertThat(server.messages()).hasSize(1);
                assertThat(second.received()).isEmpty();
                assertThat(fixture.context().getSentMails()).isEmpty();
            }
        }

        @Test
        void aLineOf1500OctetsShouldBeOne() throws Exception {
            shouldMeanOneCopyAndNoMore("250 " + "x".repeat(1496) + "\r\n");
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "550 5.1.1 no such user\r\n",
                    "550-5.1.1 no such\r\n550 user\r\n",
                    "550\t5.1.1 no such user\r\n",
                    "\r\n550 5.1.1 no such user\r\n",
                    "550-\r\n550 5.1.1 no such user\r\n",
                    "550 5.1.1 no such user\n"
                })
        void ofTheOnlyRecipientShouldComeBackAtOnceWithTheWords(String reply) throws Exception {
            for (String ehlo : List.of(PLAIN, PIPELINING, CHUNKING)) {
                tearDown();
                setUp();
                serve(new Host(ehlo)
                        .on((connection, command) -> command.startsWith("RCPT")
                                ? reply
                                : command.equals("DATA") ? "503 5.5.1 no recipients\r\n" : "")
                        .whenTaken((connection, message) -> "503 5.5.1 no recipients\r\n"));

                deliver("b@open.example");

                assertThat(onlyBounce()).contains("550").contains("5.1.1 no such user");
                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @Test
        void behindWhichTheHostClosesShouldCountAndLeaveTheOthers() throws Exception {
            serve(new Host(PIPELINING)
                    .on((connection, command) ->
                            command.startsWith("RCPT TO:<bad@") ? "550 5.7.1 blocked\r\n{close}" : ""));

            deliver("good@open.example", "bad@open.example");

            assertThat(onlyBounce()).isEqualTo("550 5.7.1 blocked");
            assertThat(server.messages()).hasSize(1);
            assertThat(count("RCPT TO:<bad@")).isEqualTo(1);
        }

        @Test
        void ofAChunkShouldCountThoughTheChunkIsReadAsCommands() throws Exception {
            Host host = new Host(CHUNKING)
                    .on((connection, command) -> command.startsWith("BDAT")
                            ? "550 5.7.1 not from you\r\n"
                            : command.matches("(EHLO|MAIL|RCPT|QUIT).*") ? "" : "500 what\r\n");
            host.knowsChunks = false;
            serve(host);

            deliver("b@open.example");

            assertThat(onlyBounce()).isEqualTo("550 5.7.1 not from you");
        }

        @ParameterizedTest
        @ValueSource(strings = {"500 what\r\n", "502 5.5.1 not implemented\r\n"})
        void ofBdatShouldBeDataOverANewConnectionAndRemembered(String reply) throws Exception {
            Host host = new Host(CHUNKING)
                    .on((connection, command) -> command.matches("(EHLO|MAIL|RCPT|DATA|QUIT|RSET).*") ? "" : reply);
            host.knowsChunks = false;
            serve(host);

            deliver("b@open.example");
            fixture.send("a@here.example", "c@open.example");
            fixture.awaitQueueEmpty();

            assertThat(server.messages()).hasSize(2);
            assertThat(count("BDAT")).isEqualTo(1);
            assertThat(fixture.context().getSentMails()).isEmpty();
        }

        @Test
        void anAddressThatCannotBeSentShouldCostOnlyItself() throws Exception {
            serve(new Host(PIPELINING));

            deliver("good@open.example", "\"a\tb\"@open.example");

            assertThat(onlyBounce()).isEqualTo("553 5.1.3 the recipient's address cannot be sent");
            assertThat(server.messages()).hasSize(1);
            assertThat(count("RCPT")).isEqualTo(1);
        }
    }

    @Nested
    class Greetings {
        @ParameterizedTest
        @ValueSource(strings = {"220\r\n", "220 mx\r\n\r\n", "220-mx\r\n220\r\n", "\r\n220 mx\r\n"})
        void inAnyShapeShouldBeRead(String greeting) throws Exception {
            Host host = new Host("250-\r\n250-PIPELINING\r\n250\r\n");
            host.greeting = greeting;
            serve(host);

            deliver("b@open.example");

            assertThat(server.messages()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"421 4.7.1 A trusted client certificate is required", "554 5.7.1 not you"})
        void thatRefuseShouldComeBackInTheHostsWords(String greeting) throws Exception {
            Host host = new Host(PLAIN);
            host.greeting = greeting + "\r\n{close}";
            serve(host);

            deliver("b@open.example");

            assertThat(onlyBounce()).isEqualTo(greeting);
            assertThat(server.connections()).isGreaterThan(1);
        }

        @Test
        void thatRefuseInEhloShouldLeaveTheMailToTheNextHost() throws Exception {
            fixture.policy("open.example encrypt");
            serve(new Host(PLAIN)
                    .on((connection, command) -> command.startsWith("EHLO") ? "550 5.7.1 you are blocked\r\n" : ""));

            deliver("b@open.example");

            assertThat(onlyBounce()).isEqualTo("550 5.7.1 you are blocked");
        }
    }

    @Nested
    class KeptConnections {
        private void twoMails() throws Exception {
            deliver("b@open.example");
            fixture.send("a@here.example", "c@open.example");
            fixture.awaitQueueEmpty();
        }

        @Test
        void thatAnswerAMessageTwiceShouldNotTurnARefusalIntoADelivery() throws Exception {
            serve(new Host(CHUNKING)
                    .whenTaken((connection, message) -> message.contains("RCPT") || connection > 1
                            ? "554 5.7.1 refused\r\n"
                            : "250 2.0.0 taken\r\n{sleep 600}250 2.0.0 taken\r\n"));

            deliver("b@open.example");
            Thread.sleep(300);
            fixture.send("a@here.example", "c@open.example");
            fixture.awaitQueueEmpty();

            assertThat(onlyBounce()).isEqualTo("554 5.7.1 refused");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "421 4.3.2 bye\r\n{silence}",
                    "421 4.3.2 too many\r\n",
                    "452 4.5.3 too many mails\r\n",
                    "550 5.7.1 odd\r\n",
                    "{close}"
                })
        void thatRefuseALaterSenderShouldMeanANewOneAtOnce(String reply) throws Exception {
            for (String ehlo : List.of(PLAIN, PIPELINING, CHUNKING)) {
                tearDown();
                setUp();
                fixture.with("delayTime", "1 hour").with("maxRetries", "1");
                serve(new Host(ehlo) {
                    private int mails;

                    @Override
                    public String reply(int connection, String command) {
                        boolean second = connection == 1 && command.startsWith("MAIL") && ++mails == 2;
                        return second ? reply : super.reply(connection, command);
                    }
                });

                twoMails();

                assertThat(server.messages()).hasSize(2);
                assertThat(server.connections()).isEqualTo(2);
                assertThat(fixture.context().getSentMails()).isEmpty();
            }
        }

        @Test
        void aMailThatCannotBeSentShouldNotPutTheOthersOutOfStep() throws Exception {
            fixture.policy("open.example may connections=1");
            serve(new Host(PIPELINING)
                    .whenTaken((connection, message) -> message.contains("to c")
                            ? "{sleep 200}554 5.7.1 refused\r\n"
                            : "{sleep 200}250 2.0.0 taken\r\n"));

            fixture.start();
            for (String recipient : List.of("b", "\"a\tb\"", "c", "d")) {
                fixture.send(fixture.mail(
                        "a@here.example", "Subject: to " + recipient + "\r\n\r\nx\r\n", recipient + "@open.example"));
            }
            fixture.awaitQueueEmpty();

            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.messages()).hasSize(3);
            assertThat(fixture.awaitHandedOn(2))
                    .extracting(bounce -> DeliveryFixture.attribute(bounce, "strongpost.reply"))
                    .containsExactlyInAnyOrder("554 5.7.1 refused", "553 5.1.3 the recipient's address cannot be sent");
        }

        @Test
        void shouldGetNoCommandBehindAnotherWithoutPipelining() throws Exception {
            serve(new Host(PLAIN));

            twoMails();

            assertThat(server.commands().stream()
                            .map(command -> command.split(" ")[1])
                            .filter(verb -> !verb.equals("QUIT"))
                            .collect(Collectors.toList()))
                    .containsExactly("EHLO", "MAIL", "RCPT", "DATA", "MAIL", "RCPT", "DATA");
        }

        @Test
        void shouldTakeLaterMailsByDataWithoutNoopOrReset() throws Exception {
            serve(new Host(CHUNKING));

            twoMails();

            assertThat(count("BDAT")).isEqualTo(1);
            assertThat(count("DATA")).isEqualTo(1);
            assertThat(count("NOOP") + count("RSET")).isZero();
        }
    }

    @Nested
    class SlowAnswers {
        @Test
        void toAMessageShouldDeferItAndNotTryTheNextHost() throws Exception {
            for (String ehlo : List.of(PIPELINING, CHUNKING)) {
                tearDown();
                setUp();
                fixture.with("finalReplyTimeout", "1 second");
                serve(new Host(ehlo).whenTaken((connection, message) -> "{sleep 4000}250 2.0.0 taken\r\n"));
                SmtpReceiver second = backup();

                deliver("b@open.example");

                assertThat(second.received()).isEmpty();
                assertThat(fixture.awaitHandedOn(1)).hasSize(1);
            }
        }

        @Test
        void toAMessageShouldBeAwaitedForLongerThanToACommand() throws Exception {
            fixture.with("timeout", "1000");
            serve(new Host(PIPELINING).whenTaken((connection, message) -> "{sleep 2500}250 2.0.0 taken\r\n"));
            SmtpReceiver second = backup();

            deliver("b@open.example");

            assertThat(server.messages()).hasSize(1);
            assertThat(second.received()).isEmpty();
            assertThat(fixture.context().getSentMails()).isEmpty();
        }
    }

    @Test
    void anAddressLiteralShouldKeepItsBrackets() throws Exception {
        InetAddress address = Loopback.freshAddress();
        server = ScriptedServer.listen(new InetSocketAddress(address, fixture.port()), new Host(PLAIN));

        deliver("a@[" + address.getHostAddress() + "]");

        assertThat(server.commands()).contains("1 RCPT TO:<a@[" + address.getHostAddress() + "]>");
    }

    @Test
    void aRefusedPasswordShouldNotBeRepeatedForEachMail() throws Exception {
        serve(new Host("250-mx\r\n250 AUTH PLAIN\r\n")
                .on((connection, command) -> command.startsWith("AUTH") ? "535 5.7.8 wrong\r\n" : ""));
        fixture.with("gateway", server.address().getAddress().getHostAddress())
                .with("gatewayUsername", "user")
                .with("gatewayPassword", "secret");

        fixture.start();
        fixture.send("a@here.example", "b@open.example");
        fixture.send("a@here.example", "c@open.example");
        fixture.awaitQueueEmpty();

        assertThat(count("AUTH")).isLessThanOrEqualTo(2);
        assertThat(server.messages()).isEmpty();
        assertThat(fixture.awaitHandedOn(2)).hasSize(2);
    }

    @Test
    void aRefusedPasswordShouldLeaveTheMailToTheNextGateway() throws Exception {
        serve(new Host("250-mx\r\n250 AUTH PLAIN\r\n")
                .on((connection, command) -> command.startsWith("AUTH") ? "535 5.7.8 wrong\r\n" : ""));
        InetAddress other = Loopback.freshAddress();
        try (ScriptedServer second = ScriptedServer.listen(
                new InetSocketAddress(other, fixture.port()),
                new Host("250-mx\r\n250 AUTH PLAIN\r\n")
                        .on((connection, command) -> command.startsWith("AUTH") ? "235 2.7.0 welcome\r\n" : ""))) {
            fixture.with("gateway", server.address().getAddress().getHostAddress() + "," + other.getHostAddress())
                    .with("loadBalancing", "false")
                    .with("gatewayUsername", "user")
                    .with("gatewayPassword", "secret");

            deliver("b@open.example");

            assertThat(server.messages()).isEmpty();
            assertThat(second.messages()).hasSize(1);
            assertThat(fixture.context().getSentMails()).isEmpty();
        }
    }
}
