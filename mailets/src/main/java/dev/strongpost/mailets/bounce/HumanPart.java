package dev.strongpost.mailets.bounce;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.mail.MessagingException;
import javax.mail.internet.MimeBodyPart;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import dev.strongpost.mailets.bounce.FailedRecipients.FailedRecipient;

/** The part of a DSN that people read: what happened, why, by which rule, and what they can do. */
final class HumanPart {
    private static final int REPLY_LINE_LIMIT = 50;
    private static final Splitter LINE =
            Splitter.on(CharMatcher.anyOf("\r\n")).omitEmptyStrings().limit(REPLY_LINE_LIMIT);
    private static final String INDENT = "    ";
    private static final String CRLF = "\r\n";
    private static final String TLS_ADVICE = String.join(
            CRLF,
            "Mail to these recipients leaves here over a connection that meets this",
            "rule, or not at all: your message was not sent to them otherwise.",
            "",
            "What you can do: tell the recipients, by another channel, that their",
            "mail server did not offer what is required; its administrator can put",
            "that right. Then send the message again. Whether the rule itself is",
            "right is for your own postmaster to say; send him this report.");
    private static final String OTHER_ADVICE = String.join(
            CRLF,
            "What you can do: check the addresses above. If they are right and the",
            "reason tells you nothing, send this report to your own postmaster.");

    private final String introduction;
    private final FailureReport report;
    private final StringBuilder text = new StringBuilder();

    HumanPart(String introduction, FailureReport report) {
        this.introduction = introduction;
        this.report = report;
    }

    /** Returns the part, plain text in UTF-8. */
    MimeBodyPart about(ImmutableList<FailedRecipient> recipients) throws MessagingException {
        // From XML it comes with bare line feeds; RFC 2046 section 4.1.1 wants CRLF.
        paragraph(introduction.lines().collect(Collectors.joining(CRLF)));
        recipients.forEach(
                recipient -> indented(PrintableText.line(recipient.address().asString())));
        text.append(CRLF);
        reason();
        rule();
        advice();
        return part();
    }

    private void reason() {
        paragraph("The reason:");
        // Indented line by line, so that no reply can pass for a sentence of ours.
        LINE.split(report.reply().text()).forEach(line -> indented(PrintableText.line(line)));
        text.append(CRLF);
    }

    private void rule() {
        if (!report.isTlsPolicy()) {
            report.remoteMta().ifPresent(host -> paragraph("The other side was " + host + "."));
            return;
        }
        labelled("Required:      ", report.required());
        labelled("Offered:       ", report.offered());
        labelled("By the server: ", report.remoteMta());
        labelled("Rule:          ", report.rule());
        labelled("Note:          ", report.note());
        text.append(CRLF);
    }

    private void advice() {
        paragraph(report.isTlsPolicy() ? TLS_ADVICE : OTHER_ADVICE);
    }

    private void labelled(String label, Optional<String> value) {
        value.ifPresent(present -> text.append(label).append(present).append(CRLF));
    }

    private void indented(String line) {
        text.append(INDENT).append(line).append(CRLF);
    }

    private void paragraph(String words) {
        text.append(words).append(CRLF).append(CRLF);
    }

    private MimeBodyPart part() throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text.toString(), StandardCharsets.UTF_8.name());
        return part;
    }
}
