// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;

import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;

import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.dnsservice.api.InMemoryDNSService;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.DsnParameters.EnvId;
import org.apache.mailet.DsnParameters.Notify;
import org.apache.mailet.DsnParameters.RecipientDsnParameters;
import org.apache.mailet.DsnParameters.Ret;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailContext.SentMail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.james.TlsMailAttributes;

class TlsBounceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final String REPLY = "503 5.7.0 encryption too weak 0 less than 112";
    private static final String ORIGINAL =
            """
            Message-ID: <one@sender.example>
            From: alice@sender.example
            To: bob@partner.example
            Subject: Quarterly figures

            The figures are secret.
            """;

    private final FakeMailContext context = FakeMailContext.builder()
            .postmaster(address("postmaster@sender.example"))
            .build();

    private FakeMail mail;

    @BeforeEach
    void setUp() throws Exception {
        mail = mail(ORIGINAL, "bob@partner.example");
    }

    /** Nobody hears of a notification that a host without 8BITMIME cannot get: it has the null sender. */
    @Test
    void serviceShouldReturnTheHeaderAloneOfAMessageThatCannotBeConverted() throws Exception {
        String signed = "Subject: x\r\nContent-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\nGr\u00fc\u00dfe\r\n--s--\r\n";
        mail = FakeMail.builder()
                .name("signed")
                .sender("alice@sender.example")
                .recipients("bob@partner.example")
                .mimeMessage(MimeMessageUtil.mimeMessageFromStream(
                        new ByteArrayInputStream(signed.getBytes(StandardCharsets.ISO_8859_1))))
                .build();
        failByPolicy(mail);

        assertThat(MimeMessageUtil.asString(bounce(mail)))
                .contains("text/rfc822-headers")
                .doesNotContain("--s--");
    }

    @Nested
    class DeliveryStatus {
        @Test
        void serviceShouldReportTlsFailureWithExactFields() throws Exception {
            failByPolicy(mail);

            assertThat(statusLines(bounce(mail)))
                    .contains(
                            "Reporting-MTA: dns; mx.sender.example",
                            "Final-Recipient: rfc822; bob@partner.example",
                            "Action: failed",
                            "Status: 5.7.0",
                            "Remote-MTA: dns; mx1.partner.example",
                            "Diagnostic-Code: smtp; 503 5.7.0 encryption too weak 0 less than 112",
                            "Last-Attempt-Date: Wed, 4 Mar 2026 04:00:00 +0000")
                    .doesNotContainSubsequence("Original-Recipient");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "550 5.1.1 <bob@partner.example> user unknown | 5.1.1 | smtp; 550 5.1.1 <bob@partner.example> user unknown",
                    "550 user unknown                             | 5.0.0 | smtp; 550 user unknown",
                    "452 4.2.2 mailbox full                       | 4.2.2 | smtp; 452 4.2.2 mailbox full",
                    "452 mailbox full                             | 4.0.0 | smtp; 452 mailbox full",
                    "Connection refused                           | 5.0.0 | x-strongpost; Connection refused",
                })
        void serviceShouldReadDeliveryErrorOfStockMailet(String error, String status, String diagnostic)
                throws Exception {
            mail.setAttribute(attribute(AttributeName.of("delivery-error"), error));

            assertThat(statusLines(bounce(mail))).contains("Status: " + status, "Diagnostic-Code: " + diagnostic);
        }

        @Test
        void serviceShouldReadErrorMessageWhenThereIsNothingElse() throws Exception {
            mail.setErrorMessage("550 - Requested action not taken: no such user here");

            assertThat(statusLines(bounce(mail)))
                    .contains(
                            "Status: 5.0.0",
                            "Diagnostic-Code: smtp; 550 - Requested action not taken: no such user here");
        }

        @Test
        void serviceShouldSayThatNoReasonIsKnownWhenThereIsNone() throws Exception {
            assertThat(unfolded(bounce(mail)))
                    .contains(
                            "Diagnostic-Code: x-strongpost; The mail could not be delivered; no reason was recorded.");
        }

        @Test
        void serviceShouldPreferOwnReplyToDeliveryError() throws Exception {
            failByPolicy(mail);
            mail.setAttribute(attribute(AttributeName.of("delivery-error"), "550 5.1.1 other"));

            assertThat(statusLines(bounce(mail))).contains("Status: 5.7.0", "Diagnostic-Code: smtp; " + REPLY);
        }

        @ParameterizedTest
        @CsvSource({"503 5.7.0 whole text", "2.0.0", "nonsense", "'5.7.0\r\nX-Injected: y'"})
        void serviceShouldIgnoreInvalidStatusAttribute(String status) throws Exception {
            mail.setAttribute(attribute(TlsMailAttributes.STATUS, status));
            mail.setAttribute(attribute(TlsMailAttributes.REPLY, "550 5.2.2 full"));

            assertThat(statusLines(bounce(mail))).contains("Status: 5.2.2").noneMatch(line -> line.startsWith("X-"));
        }

        @Test
        void serviceShouldReportEachRecipientInItsGroup() throws Exception {
            FakeMail two = mail(ORIGINAL, "bob@partner.example", "carol@partner.example");
            failByPolicy(two);

            String status = status(bounce(two));

            assertThat(status.split("\r\n\r\n")).hasSize(3);
            assertThat(status.split("\r\n\r\n")[1]).startsWith("Final-Recipient: rfc822; bob@partner.example\r\n");
            assertThat(status.split("\r\n\r\n")[2])
                    .startsWith(
                            "Final-Recipient: rfc822; carol@partner.example\r\nAction: failed\r\nStatus: 5.7.0\r\n");
        }

        @Test
        void serviceShouldWriteArrivalDateWhenKnown() throws Exception {
            mail.setAttribute(new Attribute(
                    AttributeName.of("dsn-arrival-date"),
                    AttributeValue.of(ZonedDateTime.parse("2026-03-04T03:02:01Z"))));

            assertThat(statusLines(bounce(mail))).contains("Arrival-Date: Wed, 4 Mar 2026 03:02:01 +0000");
        }
    }

    @Nested
    class HostileReplies {
        @Test
        void serviceShouldNotLetReplyAddFields() throws Exception {
            mail.setAttribute(attribute(
                    TlsMailAttributes.REPLY,
                    "550-5.7.1 no\r\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; victim@x.example\r\n--boundary"));

            List<String> lines = unfolded(bounce(mail));

            assertThat(lines).filteredOn(line -> line.startsWith("Status:")).containsExactly("Status: 5.7.1");
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("Final-Recipient:"))
                    .hasSize(1);
            assertThat(lines).noneMatch(line -> line.startsWith("--"));
        }

        @Test
        void serviceShouldKeepStatusInAsciiAndShortLines() throws Exception {
            mail.setAttribute(
                    attribute(TlsMailAttributes.REPLY, "550 \u0000\u001b[2J\u00e9\u202e" + "x".repeat(100_000)));
            mail.setAttribute(attribute(TlsMailAttributes.REMOTE_MTA, "mx1.partner.example"));

            String status = status(bounce(mail));

            assertThat(status).matches("[\\x20-\\x7e\\r\\n]*").contains("Diagnostic-Code: smtp; 550 [2J\\x{E9}");
            assertThat(status.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(998));
        }

        @ParameterizedTest
        @CsvSource({"'mx.example\r\nStatus: 2.0.0'", "'mx example'", "'mx.example; x'", "'m\u00fc.example'"})
        void serviceShouldLeaveOutRemoteHostThatIsNoName(String host) throws Exception {
            mail.setAttribute(attribute(TlsMailAttributes.REMOTE_MTA, host));

            assertThat(statusLines(bounce(mail))).noneMatch(line -> line.startsWith("Remote-MTA"));
        }

        @Test
        void serviceShouldIndentEveryLineOfReplyForPeople() throws Exception {
            mail.setAttribute(attribute(TlsMailAttributes.REPLY, "550-5.7.1 one\r\n550 5.7.1 two\u0007"));

            assertThat(human(bounce(mail))).contains("\r\n    550-5.7.1 one\r\n    550 5.7.1 two\r\n");
        }
    }

    @Nested
    class Human {
        @Test
        void serviceShouldSayInWordsWhatWasRequiredAndOffered() throws Exception {
            failByPolicy(mail);

            assertThat(human(bounce(mail)))
                    .contains("This is the mail server at mx.sender.example.")
                    .contains("    Quarterly figures\r\n")
                    .contains("    bob@partner.example\r\n")
                    .contains("    " + REPLY + "\r\n")
                    .containsPattern("Required: +TLS with at least 112 bits\r\n")
                    .containsPattern("Offered: +no STARTTLS\r\n")
                    .containsPattern("By the server: +mx1.partner.example\r\n")
                    .containsPattern("Rule: +partner.example \\(tls-policy.conf:3\\)\r\n")
                    .containsPattern("Note: +contract 4711, Z\u00fcrich\r\n")
                    .contains("What you can do");
        }

        @Test
        void serviceShouldNotSpeakOfRulesWhenOtherSideRefused() throws Exception {
            mail.setAttribute(attribute(AttributeName.of("delivery-error"), "550 5.1.1 user unknown"));

            assertThat(human(bounce(mail)))
                    .contains("    550 5.1.1 user unknown\r\n")
                    .doesNotContain("Required:", "this rule");
        }

        @Test
        void serviceShouldEndLinesOfMessageStringWithCrLf() throws Exception {
            FakeMailetConfig config =
                    config().setProperty("messageString", "one\ntwo\r\nthree").build();

            assertThat(human(bounce(mail, config))).startsWith("one\r\ntwo\r\nthree\r\n\r\n");
        }

        @Test
        void serviceShouldFillPlaceholdersOnceAndSubjectLast() throws Exception {
            FakeMail tricky =
                    mail(ORIGINAL.replace("Quarterly figures", "[machine] [postmaster]"), "bob@partner.example");
            FakeMailetConfig config = config().setProperty(
                            "messageString", "From [machine], ask [postmaster], about: [subject]")
                    .build();

            assertThat(human(bounce(tricky, config)))
                    .startsWith(
                            "From mx.sender.example, ask postmaster@sender.example, about: [machine] [postmaster]\r\n");
        }
    }

    @Nested
    class Envelope {
        @Test
        void serviceShouldSendToSenderFromNobody() throws Exception {
            bounce(mail);

            assertThat(context.getSentMails()).singleElement().satisfies(sent -> {
                assertThat(MaybeSender.of(sent.getSender())).isEqualTo(MaybeSender.nullSender());
                assertThat(sent.getRecipients()).containsExactly(address("alice@sender.example"));
                assertThat(sent.getState()).isEqualTo(Mail.DEFAULT);
            });
        }

        @Test
        void serviceShouldSendNothingWhenNullSender() throws Exception {
            FakeMail unsigned = FakeMail.builder()
                    .name("mail")
                    .sender(MaybeSender.nullSender())
                    .recipient("bob@partner.example")
                    .mimeMessage(parse(ORIGINAL))
                    .build();

            mailet(config().build()).service(unsigned);

            assertThat(context.getSentMails()).isEmpty();
        }

        @Test
        void serviceShouldThrowWhenNotificationCannotBeStored() throws Exception {
            FakeMailContext full = spy(context);
            doThrow(new MessagingException("spool is full")).when(full).sendMail(any(Mail.class));
            TlsBounce mailet = new TlsBounce(dns(), CLOCK);
            mailet.init(FakeMailetConfig.builder().mailetContext(full).build());

            assertThatThrownBy(() -> mailet.service(mail))
                    .isInstanceOf(MessagingException.class)
                    .hasMessage("spool is full");
            assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        }

        @Test
        void serviceShouldPassMailOnByDefault() throws Exception {
            bounce(mail);

            assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        }

        @Test
        void serviceShouldEndMailWhenNotPassedThrough() throws Exception {
            bounce(mail, config().setProperty("passThrough", "false").build());

            assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        }
    }

    @Nested
    class Header {
        @Test
        void serviceShouldWriteReportHeader() throws Exception {
            MimeMessage report = bounce(mail);

            assertThat(report.getHeader("Auto-Submitted")).containsExactly("auto-replied");
            assertThat(report.getHeader("In-Reply-To")).containsExactly("<one@sender.example>");
            assertThat(report.getHeader("References")).containsExactly("<one@sender.example>");
            assertThat(report.getHeader("From")).containsExactly("postmaster@sender.example");
            assertThat(report.getHeader("To")).containsExactly("alice@sender.example");
            assertThat(report.getMessageID()).matches("<[^<>@ ]+@sender\\.example>");
            assertThat(report.getHeader("MIME-Version")).containsExactly("1.0");
            assertThat(report.getSubject()).isEqualTo("Undeliverable: Quarterly figures");
            assertThat(report.getSentDate()).isEqualTo(Date.from(CLOCK.instant()));
            ContentType type = new ContentType(report.getContentType());
            assertThat(type.getBaseType()).isEqualTo("multipart/report");
            assertThat(type.getParameter("report-type")).isEqualTo("delivery-status");
        }

        @Test
        void serviceShouldEncodeSubjectBeyondAscii() throws Exception {
            FakeMail foreign =
                    mail(ORIGINAL.replace("Quarterly figures", "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?="), "bob@partner.example");

            MimeMessage report = bounce(foreign);

            assertThat(report.getHeader("Subject", null)).matches("\\p{ASCII}*");
            assertThat(report.getSubject()).isEqualTo("Undeliverable: Gr\u00fc\u00dfe");
            assertThat(human(report)).contains("    Gr\u00fc\u00dfe\r\n");
        }

        @Test
        void serviceShouldNotLetSubjectAddFields() throws Exception {
            FakeMail foreign = mail(
                    ORIGINAL.replace("Quarterly figures", "=?UTF-8?Q?a=0D=0ABcc:_victim@x.example?="),
                    "bob@partner.example");

            MimeMessage report = bounce(foreign);

            assertThat(report.getHeader("Bcc")).isNull();
            assertThat(report.getSubject()).isEqualTo("Undeliverable: a Bcc: victim@x.example");
        }

        @Test
        void serviceShouldLeaveOutReferenceThatIsNoMessageId() throws Exception {
            FakeMail foreign = mail(ORIGINAL.replace("<one@sender.example>", "one two"), "bob@partner.example");

            assertThat(bounce(foreign).getHeader("In-Reply-To")).isNull();
        }

        @Test
        void serviceShouldSayThatThereIsNoSubject() throws Exception {
            FakeMail plain = mail(ORIGINAL.replace("Subject: Quarterly figures\n", ""), "bob@partner.example");

            assertThat(bounce(plain).getSubject()).isEqualTo("Undeliverable: (no subject)");
        }

        @Test
        void serviceShouldUseConfiguredSenderAndPrefix() throws Exception {
            FakeMailetConfig config = config().setProperty("sender", "mailer@sender.example")
                    .setProperty("prefix", "[bounce]")
                    .build();

            MimeMessage report = bounce(mail, config);

            assertThat(report.getHeader("From")).containsExactly("mailer@sender.example");
            assertThat(report.getSubject()).isEqualTo("[bounce] Quarterly figures");
        }
    }

    @Nested
    class Returned {
        @Test
        void serviceShouldReturnWholeMessageByDefault() throws Exception {
            MimeBodyPart returned = part(bounce(mail), 2);

            assertThat(returned.getContentType()).startsWith("message/rfc822");
            assertThat(text(returned)).contains("Subject: Quarterly figures", "The figures are secret.");
        }

        @Test
        void serviceShouldReturnHeaderWhenConfigured() throws Exception {
            MimeBodyPart returned = part(
                    bounce(mail, config().setProperty("attachment", "heads").build()), 2);

            assertThat(returned.getContentType()).startsWith("text/rfc822-headers");
            assertThat(text(returned))
                    .contains("Message-ID: <one@sender.example>\r\n", "Subject: Quarterly figures\r\n")
                    .doesNotContain("secret");
        }

        @Test
        void serviceShouldReturnNothingWhenConfigured() throws Exception {
            mail.setDsnParameters(DsnParameters.builder().ret(Ret.FULL).build().get());

            MimeMessage report =
                    bounce(mail, config().setProperty("attachment", "none").build());

            assertThat(parts(report).getCount()).isEqualTo(2);
        }

        @Test
        void serviceShouldReturnHeaderWhenSenderAskedForIt() throws Exception {
            mail.setDsnParameters(DsnParameters.builder().ret(Ret.HDRS).build().get());

            assertThat(part(bounce(mail), 2).getContentType()).startsWith("text/rfc822-headers");
        }

        @Test
        void serviceShouldReturnWholeMessageWhenSenderAskedForIt() throws Exception {
            mail.setDsnParameters(DsnParameters.builder().ret(Ret.FULL).build().get());

            MimeMessage report =
                    bounce(mail, config().setProperty("attachment", "heads").build());

            assertThat(part(report, 2).getContentType()).startsWith("message/rfc822");
        }

        @Test
        void serviceShouldReturnHeaderOfLargeMessage() throws Exception {
            FakeMail large = large();

            assertThat(part(bounce(large), 2).getContentType()).startsWith("text/rfc822-headers");
        }

        @Test
        void serviceShouldReturnLargeMessageWhenSenderAskedForIt() throws Exception {
            FakeMail large = large();
            large.setDsnParameters(DsnParameters.builder().ret(Ret.FULL).build().get());

            assertThat(part(bounce(large), 2).getContentType()).startsWith("message/rfc822");
        }

        @Test
        void serviceShouldSayEightBitAndKeepBytesWhenMessageHasSome() throws Exception {
            FakeMail foreign = mail(ORIGINAL.replace("secret", "gr\u00fcn"), "bob@partner.example");

            MimeMessage report = bounce(foreign);

            assertThat(report.getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
            assertThat(part(report, 2).getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
            assertThat(text(part(report, 2))).contains("The figures are gr\u00fcn.");
        }

        @Test
        void serviceShouldSaySevenBitWhenMessageIs() throws Exception {
            MimeMessage report = bounce(mail);

            assertThat(report.getHeader("Content-Transfer-Encoding")).isNull();
            assertThat(part(report, 2).getHeader("Content-Transfer-Encoding")).containsExactly("7bit");
        }

        private FakeMail large() throws Exception {
            FakeMail large = mail(ORIGINAL, "bob@partner.example");
            large.setMessageSize((1L << 20) + 1);
            return large;
        }
    }

    @Nested
    class Dsn {
        @Test
        void serviceShouldWriteEnvelopeIdAndOriginalRecipientDecoded() throws Exception {
            mail.setDsnParameters(DsnParameters.builder()
                    .envId(EnvId.of("id+2B1"))
                    .addRcptParameter(
                            address("bob@partner.example"),
                            RecipientDsnParameters.of(address("bob+2Blists@old.example")))
                    .build()
                    .get());

            assertThat(statusLines(bounce(mail)))
                    .startsWith("Original-Envelope-Id: id+1")
                    .contains("Original-Recipient: rfc822; bob+lists@old.example");
        }

        @Test
        void serviceShouldNotLetEnvelopeIdAddFields() throws Exception {
            mail.setDsnParameters(DsnParameters.builder()
                    .envId(EnvId.of("a+0D+0AStatus:2"))
                    .build()
                    .get());

            assertThat(statusLines(bounce(mail))).startsWith("Original-Envelope-Id: a Status:2");
        }

        @Test
        void serviceShouldReportOnlyRecipientsWhoseSenderWantsIt() throws Exception {
            FakeMail three = mail(ORIGINAL, "never@p.example", "success@p.example", "failure@p.example");
            three.setDsnParameters(DsnParameters.builder()
                    .addRcptParameter(address("never@p.example"), notify(Notify.NEVER))
                    .addRcptParameter(address("success@p.example"), notify(Notify.SUCCESS, Notify.DELAY))
                    .addRcptParameter(address("failure@p.example"), notify(Notify.FAILURE))
                    .build()
                    .get());

            MimeMessage report = bounce(three);

            assertThat(statusLines(report))
                    .filteredOn(line -> line.startsWith("Final-Recipient"))
                    .containsExactly("Final-Recipient: rfc822; failure@p.example");
            assertThat(human(report)).doesNotContain("never@p.example", "success@p.example");
        }

        @Test
        void serviceShouldSendNothingWhenNobodyIsToBeReported() throws Exception {
            mail.setDsnParameters(DsnParameters.builder()
                    .addRcptParameter(address("bob@partner.example"), notify(Notify.NEVER))
                    .build()
                    .get());

            mailet(config().build()).service(mail);

            assertThat(context.getSentMails()).isEmpty();
        }

        private RecipientDsnParameters notify(Notify first, Notify... rest) {
            return RecipientDsnParameters.of(EnumSet.of(first, rest));
        }
    }

    @Nested
    class Configuration {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "attachment  | body   | TlsBounce: attachment: given body: allowed message, heads or none",
                    "passThrough | maybe  | TlsBounce: passThrough: given maybe: allowed true or false",
                    "debug       | 1      | TlsBounce: debug: given 1: allowed true or false",
                    "sender      | nobody | TlsBounce: sender: given nobody: allowed postmaster or a mail address",
                    "action      | failed | Unexpected init parameters found: [action]",
                })
        void initShouldRefuse(String name, String value, String message) {
            FakeMailetConfig config = config().setProperty(name, value).build();

            assertThatThrownBy(() -> mailet(config))
                    .isInstanceOf(MessagingException.class)
                    .hasMessage(message);
        }

        @ParameterizedTest
        @CsvSource({"messageString, [recipient]", "messageString, [opening]", "template, The [hots] said"})
        void initShouldRefusePlaceholderThatMeansNothing(String name, String value) {
            FakeMailetConfig config = config().setProperty(name, value).build();

            assertThatThrownBy(() -> mailet(config))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageStartingWith("TlsBounce: messageString or template: given '[")
                    .hasMessageContaining("allowed in");
        }

        @Test
        void initShouldNotAskForPostmasterWhoIsNotKnownYet() throws Exception {
            FakeMailContext starting = spy(context);
            doReturn(null).when(starting).getPostmaster();
            TlsBounce mailet = new TlsBounce(dns(), CLOCK);
            mailet.init(FakeMailetConfig.builder().mailetContext(starting).build());
            doCallRealMethod().when(starting).getPostmaster();

            mailet.service(mail);

            assertThat(starting.getSentMails()).hasSize(1);
        }

        @Test
        void initShouldTakePostmasterAsSender() throws Exception {
            MimeMessage report =
                    bounce(mail, config().setProperty("sender", "postmaster").build());

            assertThat(report.getHeader("From")).containsExactly("postmaster@sender.example");
        }
    }

    private static void failByPolicy(FakeMail mail) {
        mail.setAttribute(attribute(TlsMailAttributes.REPLY, REPLY));
        mail.setAttribute(attribute(TlsMailAttributes.STATUS, "5.7.0"));
        mail.setAttribute(attribute(TlsMailAttributes.REMOTE_MTA, "mx1.partner.example"));
        mail.setAttribute(attribute(TlsMailAttributes.REQUIRED, "TLS with at least 112 bits"));
        mail.setAttribute(attribute(TlsMailAttributes.OFFERED, "no STARTTLS"));
        mail.setAttribute(attribute(TlsMailAttributes.RULE, "partner.example (tls-policy.conf:3)"));
        mail.setAttribute(attribute(TlsMailAttributes.NOTE, "contract 4711, Z\u00fcrich"));
    }

    private static Attribute attribute(AttributeName name, String value) {
        return new Attribute(name, AttributeValue.of(value));
    }

    private static FakeMail mail(String message, String... recipients) throws Exception {
        return FakeMail.builder()
                .name("mail")
                .sender("alice@sender.example")
                .recipients(recipients)
                .mimeMessage(parse(message))
                .lastUpdated(Date.from(Instant.parse("2026-03-04T04:00:00Z")))
                .build();
    }

    private FakeMailetConfig.Builder config() {
        return FakeMailetConfig.builder().mailetContext(context);
    }

    private TlsBounce mailet(FakeMailetConfig config) throws Exception {
        TlsBounce mailet = new TlsBounce(dns(), CLOCK);
        mailet.init(config);
        return mailet;
    }

    private static InMemoryDNSService dns() {
        return new InMemoryDNSService() {
            @Override
            public java.net.InetAddress getLocalHost() throws java.net.UnknownHostException {
                return java.net.InetAddress.getByAddress("mx.sender.example", new byte[] {(byte) 192, 0, 2, 1});
            }
        };
    }

    private MimeMessage bounce(FakeMail failed) throws Exception {
        return bounce(failed, config().build());
    }

    /** Returns the notification as its reader gets it: written out, and parsed again. */
    private MimeMessage bounce(FakeMail failed, FakeMailetConfig config) throws Exception {
        mailet(config).service(failed);
        SentMail sent = context.getSentMails().get(context.getSentMails().size() - 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sent.getMsg().writeTo(bytes);
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static MimeMultipart parts(MimeMessage report) throws Exception {
        return (MimeMultipart) report.getContent();
    }

    private static MimeBodyPart part(MimeMessage report, int index) throws Exception {
        return (MimeBodyPart) parts(report).getBodyPart(index);
    }

    private static String human(MimeMessage report) throws Exception {
        MimeBodyPart part = part(report, 0);
        assertThat(new ContentType(part.getContentType()).getParameter("charset"))
                .isEqualToIgnoringCase("UTF-8");
        return (String) part.getContent();
    }

    private static String status(MimeMessage report) throws Exception {
        assertThat(part(report, 1).getContentType()).startsWith("message/delivery-status");
        return text(part(report, 1));
    }

    private static List<String> statusLines(MimeMessage report) throws Exception {
        return status(report).lines().toList();
    }

    private static List<String> unfolded(MimeMessage report) throws Exception {
        return status(report).replace("\r\n ", " ").lines().toList();
    }

    private static String text(MimeBodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static MimeMessage parse(String message) throws MessagingException {
        byte[] bytes = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }

    private static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
