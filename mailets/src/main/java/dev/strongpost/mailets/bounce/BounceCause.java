// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Optional;

import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

import com.google.common.base.CharMatcher;
import com.google.common.base.Strings;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.smtpclient.protocol.EnhancedStatus;
import dev.strongpost.smtpclient.protocol.SmtpReply;

/**
 * What a mail carries about its failure. {@code TlsRemoteDelivery} leaves it in {@link TlsMailAttributes}; the stock
 * RemoteDelivery leaves a text in {@code delivery-error}; other mailets leave the mail's error message.
 */
public final class BounceCause {
    private static final AttributeName JAMES_DELIVERY_ERROR = AttributeName.of("delivery-error");
    private static final String UNKNOWN = "The mail could not be delivered; no reason was recorded.";
    private static final CharMatcher HOST_NAME = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf(".-_:[]"));
    private static final int LONGEST_HOST_NAME = 255;

    private final Mail mail;
    private final String text;

    private BounceCause(Mail mail, String text) {
        this.mail = mail;
        this.text = text;
    }

    /** Returns the report of {@code mail}, which is not changed. */
    public static BounceCause of(Mail mail) {
        String text = string(mail, TlsMailAttributes.REPLY)
                .or(() -> string(mail, JAMES_DELIVERY_ERROR))
                .or(() -> Optional.ofNullable(Strings.emptyToNull(mail.getErrorMessage())))
                .orElse(UNKNOWN);
        return new BounceCause(mail, text.trim());
    }

    /** Returns the enhanced status: the recorded one if valid, else that of the reply. */
    public EnhancedStatus status() {
        return text(TlsMailAttributes.STATUS).flatMap(EnhancedStatus::parse).orElseGet(() -> SmtpReply.parse(text)
                .flatMap(reply -> EnhancedStatus.parse(reply.status()))
                .orElse(EnhancedStatus.PERMANENT));
    }

    /** Returns what ended the delivery in the words it came in, line breaks and all. */
    String text() {
        return text;
    }

    /** Returns the text as the reply of an SMTP server; empty when it is a sentence of our own side. */
    Optional<SmtpReply> reply() {
        return isOurs() ? Optional.empty() : SmtpReply.parse(text);
    }

    /** TlsRemoteDelivery names the server that replied, and no server where none did. */
    private boolean isOurs() {
        return string(mail, TlsMailAttributes.REPLY).isPresent() && remoteMta().isEmpty();
    }

    Optional<String> remoteMta() {
        return text(TlsMailAttributes.REMOTE_MTA)
                .filter(name -> name.length() <= LONGEST_HOST_NAME && HOST_NAME.matchesAllOf(name));
    }

    Optional<String> required() {
        return text(TlsMailAttributes.REQUIRED);
    }

    Optional<String> offered() {
        return text(TlsMailAttributes.OFFERED);
    }

    Optional<String> rule() {
        return text(TlsMailAttributes.RULE);
    }

    Optional<String> note() {
        return text(TlsMailAttributes.NOTE);
    }

    /** Returns the word of the reason why a rule was not satisfied. */
    Optional<String> reason() {
        return text(TlsMailAttributes.REASON);
    }

    /** Tells whether a TLS rule, and not the other side's own decision, was the cause. */
    boolean isTlsPolicy() {
        return required().isPresent();
    }

    private Optional<String> text(AttributeName name) {
        return string(mail, name).map(FieldBlock::line);
    }

    private static Optional<String> string(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class).filter(value -> !value.isBlank());
    }
}
