// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Collection;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;

/**
 * What people read in a notification: what happened, why, by which rule, and what they can do. All that other servers
 * and senders wrote is put on lines of its own, without control characters. Immutable.
 */
public final class BounceRenderer {
    private static final String NO_SUBJECT = "(no subject)";
    private static final int REPLY_LINE_LIMIT = 50;
    private static final Splitter LINE =
            Splitter.on(CharMatcher.anyOf("\r\n")).omitEmptyStrings().limit(REPLY_LINE_LIMIT);

    /** How every notification begins. */
    static final String ABOUT_MESSAGE =
            String.join("\n", "This is the mail server at [machine].", "", "Your message", "", "    [subject]", "");

    /** What is known of an attempt, one fact on a line. */
    static final String FACTS = String.join(
            "\n",
            "Required:      [required]",
            "Offered:       [offered]",
            "By the server: [host]",
            "Rule:          [rule]",
            "Note:          [note]");

    private static final String DEFAULT_OPENING = String.join(
            "\n", ABOUT_MESSAGE, "was not delivered to the following recipients, and will not be tried", "again:");

    private static final String DEFAULT_TEMPLATE = String.join(
            "\n", "[opening]", "", "    [recipients]", "", "The reason:", "", "    [reply]", "", FACTS, "", "[advice]");

    private final TextTemplate opening;
    private final TextTemplate template;

    private BounceRenderer(TextTemplate opening, TextTemplate template) {
        this.opening = opening;
        this.template = template;
    }

    /** Returns the text as it is when nothing is configured. */
    public static BounceRenderer byDefault() {
        return of(Optional.empty(), Optional.empty());
    }

    /**
     * Returns a text.
     *
     * @param opening how it begins, or the default
     * @param template all of it, or the default
     * @throws IllegalArgumentException naming a word in brackets that means nothing
     */
    static BounceRenderer of(Optional<String> opening, Optional<String> template) {
        TextTemplate begin = TextTemplate.parse(opening.orElse(DEFAULT_OPENING));
        if (begin.has(Placeholder.OPENING)) {
            throw new IllegalArgumentException("given '[opening]': allowed in the template only");
        }
        return new BounceRenderer(begin, TextTemplate.parse(template.orElse(DEFAULT_TEMPLATE)));
    }

    /**
     * Returns the text about {@code mail} and {@code recipients}, lines ended by CRLF.
     *
     * @param machine the name of this server
     * @param postmaster who the notification is from
     * @throws MessagingException when the subject cannot be read
     */
    public String about(Mail mail, Collection<MailAddress> recipients, String machine, MailAddress postmaster)
            throws MessagingException {
        BounceCause report = BounceCause.of(mail);
        ImmutableListMultimap.Builder<Placeholder, String> values = ImmutableListMultimap.builder();
        values.put(Placeholder.MACHINE, machine);
        values.put(Placeholder.POSTMASTER, postmaster.asString());
        values.put(Placeholder.SUBJECT, subject(mail));
        values.put(Placeholder.SENDER, FieldBlock.line(mail.getMaybeSender().asString()));
        recipients.forEach(recipient -> values.put(Placeholder.RECIPIENTS, FieldBlock.line(recipient.asString())));
        addFailure(values, report);
        values.putAll(
                Placeholder.OPENING, opening.fill(values.build()).lines().collect(ImmutableList.toImmutableList()));
        return template.fill(values.build());
    }

    private static void addFailure(ImmutableListMultimap.Builder<Placeholder, String> values, BounceCause report) {
        values.putAll(
                Placeholder.REPLY,
                LINE.splitToStream(report.text())
                        .map(FieldBlock::line)
                        .filter(line -> !line.isEmpty())
                        .collect(ImmutableList.toImmutableList()));
        values.put(Placeholder.STATUS, report.status().asString());
        report.required().ifPresent(value -> values.put(Placeholder.REQUIRED, value));
        report.offered().ifPresent(value -> values.put(Placeholder.OFFERED, value));
        report.rule().ifPresent(value -> values.put(Placeholder.RULE, value));
        report.note().ifPresent(value -> values.put(Placeholder.NOTE, value));
        report.remoteMta().ifPresent(value -> values.put(Placeholder.HOST, value));
        values.putAll(Placeholder.ADVICE, Advice.about(report).lines());
    }

    /** Returns the subject of {@code mail} on one line, or words for there being none. */
    static String subject(Mail mail) throws MessagingException {
        return Optional.ofNullable(mail.getMessage().getSubject())
                .map(FieldBlock::line)
                .filter(subject -> !subject.isEmpty())
                .orElse(NO_SUBJECT);
    }
}
