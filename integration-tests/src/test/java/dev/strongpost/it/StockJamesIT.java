// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.james.MailRequest;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceivedMail;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** The harness itself is sound: a James without any of ours delivers to a receiver, and its bounces can be read. */
class StockJamesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SMTP = 25;

    private static FakeDns dns;
    private static SmtpReceiver receiver;
    private static StockJames james;

    @BeforeAll
    static void start() {
        dns = FakeDns.start();
        receiver = SmtpReceiver.listen(
                new InetSocketAddress(Loopback.freshAddress(), SMTP), ReceiverBehaviour.withoutTls());
        dns.mailDomain("remote.example", receiver);
        james = ItPaths.classPath()
                .in(ItPaths.directory("StockJamesIT"))
                .dns(dns)
                .start()
                .addDomain("sender.example")
                .addUser("alice@sender.example");
    }

    @AfterAll
    static void stop() {
        james.close();
        receiver.close();
        dns.close();
    }

    @Test
    void classPathShouldHoldEveryLibraryAtTheVersionWeBuildAgainst() {
        Assumptions.assumeFalse(ItPaths.isInstalled(), "an installation may be of another version");
        assertThat(ItPaths.classPath().jars())
                .extracting(jar -> jar.getFileName().toString())
                .containsAll(
                        List.of(System.getProperty("strongpost.built-against").split(" ")))
                .noneMatch(name -> name.contains("strongpost"));
    }

    @Test
    void mailShouldArriveAtTheHostThatDnsNames() {
        james.mailClient().send("alice@sender.example", "hello", "bob@remote.example");

        List<ReceivedMail> mails = receiver.awaitReceived(1, PATIENCE);
        assertThat(mails).anySatisfy(mail -> {
            assertThat(mail.sender()).isEqualTo("alice@sender.example");
            assertThat(mail.recipientAddresses()).containsExactly("bob@remote.example");
            assertThat(mail.text()).contains("Text of hello");
            assertThat(mail.tls()).isEmpty();
        });
    }

    @Test
    void bounceShouldLieInTheMailboxOfTheSender() {
        james.addUser("carol@sender.example");
        receiver.behave(ReceiverBehaviour.builder()
                .atRecipient("nobody@remote.example", Fault.reply("550 5.1.1 no such user"))
                .build());
        james.mailClient()
                .send(
                        MailRequest.from("carol@sender.example").to("nobody@remote.example"),
                        "Subject: to nobody\r\n\r\nHi.\r\n");

        MailboxMessage bounce =
                james.mailbox("carol@sender.example").awaitMessages(1, PATIENCE).get(0);
        assertThat(bounce.isDeliveryReport()).isTrue();
        assertThat(bounce.deliveryStatus().recipient("nobody@remote.example").get("Diagnostic-Code"))
                .contains("550 5.1.1 no such user");
        assertThat(bounce.original())
                .hasValueSatisfying(original -> assertThat(original).contains("Subject: to nobody"));
    }
}
