// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.james.MailboxMessage;
import dev.strongpost.testkit.peers.RealServer;

/**
 * Delivery of a whole James to Debian's own mail servers, over one connection to each: every mail arrives once, and what
 * is refused comes back with the server's words.
 */
@Tag("peers")
class RealPeersIT {
    /** More than OpenSMTPD takes on one connection, and more than Exim takes of commands that are no mail. */
    private static final int MAILS = 120;

    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (.*?)\r?$");
    private static final int SMTP = 25;
    private static final String TABLE =
            """
            postfix.example encrypt connections=1
            exim.example encrypt connections=1
            sendmail.example encrypt connections=1
            opensmtpd.example encrypt mode=testing connections=1
            """;

    @AutoClose
    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.withTable(RealPeersIT.class, TABLE);
    }

    private static RealServer server(String name, String domain) {
        RealServer.obstacle(name).ifPresent(Assumptions::abort);
        TestIdentity identity = TestCertificateAuthority.create().issue("mx." + domain);
        RealServer.write(name, "etc/peer.pem", identity.privateKeyPem() + identity.chainPem());
        scenario.dns().mx(domain, 10, "mx." + domain);
        return RealServer.start(name, new InetSocketAddress(scenario.address("mx." + domain), SMTP), domain);
    }

    private static TreeMap<String, Integer> copies(RealServer server) {
        return server.stored().stream()
                .map(SUBJECT::matcher)
                .filter(Matcher::find)
                .collect(Collectors.toMap(found -> found.group(1), found -> 1, Integer::sum, TreeMap::new));
    }

    @ParameterizedTest
    @CsvSource({
        "postfix, User unknown in virtual mailbox table",
        "exim, no such user",
        "sendmail, User unknown",
        "opensmtpd, Mailing list expansion problem"
    })
    void everyMailShouldArriveOnceAndRefusalsComeBack(String name, String words) {
        String domain = name + ".example";
        try (RealServer server = server(name, domain)) {
            String sender = scenario.user(name);
            List<String> subjects = IntStream.rangeClosed(1, MAILS)
                    .mapToObj(i -> String.format("mail %03d", i))
                    .toList();
            subjects.forEach(subject -> scenario.james().mailClient().send(sender, subject, "known@" + domain));
            scenario.james().mailClient().send(sender, "to both", "known@" + domain, "unknown@" + domain);

            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(copies(server))
                    .hasSize(MAILS + 1));
            assertThat(copies(server))
                    .containsKeys(subjects.toArray(String[]::new))
                    .containsKey("to both")
                    .allSatisfy((subject, count) -> assertThat(count).isEqualTo(1));
            assertThat(bounce(sender).text())
                    .contains(words)
                    .contains(" unknown@" + domain)
                    .doesNotContain(" known@" + domain);
            assertThat(scenario.mailbox(sender).messages()).hasSize(1);
        }
    }

    private static MailboxMessage bounce(String sender) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> scenario.mailbox(sender).messages(), messages -> !messages.isEmpty())
                .get(0);
    }
}
