// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.apache.james.core.MailAddress;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.testkit.Checkout;

class BounceRendererTest {
    private FakeMail mail;

    @BeforeEach
    void setUp() throws Exception {
        mail = FakeMail.builder()
                .name("mail")
                .sender(new MailAddress("alice@sender.example"))
                .recipients("bob@partner.example", "carol@partner.example")
                .mimeMessage(MimeMessageUtil.mimeMessageFromString("Subject: Quarterly figures\r\n\r\nx\r\n"))
                .build();
    }

    private void set(AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    private void failByPolicy() {
        set(TlsMailAttributes.REPLY, "503 5.7.0 encryption too weak 0 less than 112");
        set(TlsMailAttributes.STATUS, "5.7.0");
        set(TlsMailAttributes.REMOTE_MTA, "mx1.partner.example");
        set(TlsMailAttributes.REQUIRED, "TLS with at least 112 bits");
        set(TlsMailAttributes.OFFERED, "no STARTTLS");
        set(TlsMailAttributes.RULE, "partner.example (tls-policy.conf:3)");
        set(TlsMailAttributes.NOTE, "contract 4711");
    }

    private String about(BounceRenderer text) throws Exception {
        return text.about(
                mail, mail.getRecipients(), "mx.sender.example", new MailAddress("postmaster@sender.example"));
    }

    private String byDefault() throws Exception {
        return about(BounceRenderer.byDefault());
    }

    @Test
    void policyFailureShouldReadAsInTheManual() throws Exception {
        failByPolicy();

        assertThat(byDefault()).isEqualTo(manual("What a sender reads").replace("\n", "\r\n"));
    }

    @Test
    void templateOfTheManualShouldGiveTheTextOfTheManual() throws Exception {
        failByPolicy();
        String xml = manual("A template of one's own");
        String template = xml.substring(xml.indexOf("<template>") + 10, xml.indexOf("</template>"))
                .strip();

        assertThat(about(BounceRenderer.of(Optional.empty(), Optional.of(template))))
                .isEqualTo(manual("What it gives").replace("\n", "\r\n"));
    }

    @Test
    void placeholdersOfTheManualShouldBeThoseThereAre() throws Exception {
        List<String> documented = Files.readAllLines(Checkout.file("docs/bounces.md")).stream()
                .filter(line -> line.startsWith("| `["))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Placeholder.values())
                        .map(Placeholder::toString)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 no such user,                              5.1.1,  look for a mistake in the addresses",
        "556 5.1.10 the domain takes no mail,                 5.1.10, look for a mistake in the addresses",
        "no DNS record for host of unknown.example,           5.1.2,  look for a mistake in the addresses",
        "550 user unknown,                                    5.0.0,  check the addresses above",
        "connect to mx1.partner.example: timed out,           4.4.1,  send the message again later",
        "452 4.2.2 mailbox full,                              4.2.2,  send the message again later",
        "552 5.2.2 mailbox full,                              5.2.2,  its mailbox takes no mail",
        "552 5.3.4 message exceeds the limit,                 5.3.4,  larger than the other side takes",
        "552 5.2.3 message too large,                         5.2.3,  larger than the other side takes",
        "554 5.7.1 rejected as spam,                          5.7.1,  by rules of its own"
    })
    void otherFailuresShouldBringTheirAdviceAndNoWordOfRules(String reply, String status, String advice)
            throws Exception {
        set(TlsMailAttributes.REPLY, reply);
        set(TlsMailAttributes.STATUS, status);

        assertThat(byDefault())
                .contains("\r\n    " + reply + "\r\n", "What you can do:")
                .containsIgnoringNewLines(advice)
                .doesNotContain("Required:", "Offered:", "Rule:", "Note:", "this rule", "\r\n\r\n\r\n");
    }

    @Test
    void handshakeThatNeverWorkedShouldBringTheAdviceOfTheRule() throws Exception {
        failByPolicy();
        set(TlsMailAttributes.STATUS, "4.7.0");

        assertThat(byDefault()).contains("its administrator can put");
    }

    @Test
    void failureWithoutAnyRecordShouldSaySo() throws Exception {
        assertThat(byDefault()).contains("no reason was recorded").contains("bob@partner.example");
    }

    @Test
    void senderAndPostmasterShouldBeNamed() throws Exception {
        assertThat(about(BounceRenderer.of(Optional.empty(), Optional.of("From [sender], ask [postmaster]"))))
                .isEqualTo("From alice@sender.example, ask postmaster@sender.example\r\n");
    }

    @ParameterizedTest
    @EnumSource(Advice.class)
    void adviceShouldFitALine(Advice advice) {
        assertThat(advice.lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(72));
    }

    /** Returns the block of code behind that heading of the manual. */
    private static String manual(String heading) throws Exception {
        String text = Files.readString(Checkout.file("docs/bounces.md"));
        String block = text.substring(text.indexOf("## " + heading));
        block = block.substring(block.indexOf("```"));
        block = block.substring(block.indexOf('\n') + 1);
        return block.substring(0, block.indexOf("```"));
    }
}
