// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.internet.AddressException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.MailetConfig;

import com.google.common.collect.ImmutableSet;

import dev.strongpost.james.MailetParameters;

/** The configuration of {@code TlsBounce}. Names and defaults are those of James's DSNBounce, save the prefix. */
public final class BounceParameters {
    private static final ImmutableSet<String> NAMES =
            ImmutableSet.of("sender", "prefix", "attachment", "messageString", "template", "passThrough", "debug");
    private static final String POSTMASTER = "postmaster";
    private static final String DEFAULT_PREFIX = "Undeliverable:";

    private final MailetParameters parameters;
    private final Optional<MailAddress> sender;
    private final NotificationStyle style;
    private final boolean passThrough;
    private final boolean debug;

    private BounceParameters(MailetConfig config) throws MessagingException {
        this.parameters = new MailetParameters("TlsBounce", config);
        this.sender = readSender();
        this.style = NotificationStyle.failed(
                parameters.text("prefix").orElse(DEFAULT_PREFIX), readAttachment(), readText());
        this.passThrough = parameters.flag("passThrough", true);
        this.debug = parameters.flag("debug", false);
    }

    /** Returns the names of all parameters. */
    public static ImmutableSet<String> names() {
        return NAMES;
    }

    /**
     * Reads the parameters.
     *
     * @throws MessagingException naming the parameter, the value given and the values allowed
     */
    public static BounceParameters from(MailetConfig config) throws MessagingException {
        return new BounceParameters(config);
    }

    /** Returns the configured author of the DSN; empty: the postmaster. */
    public Optional<MailAddress> sender() {
        return sender;
    }

    /**
     * Returns how notifications look: {@code prefix} is before the original subject, {@code attachment} says how much
     * of the message is returned when its sender did not, {@code messageString} begins the part for people, {@code
     * template} is all of it.
     */
    public NotificationStyle style() {
        return style;
    }

    /** Tells whether the mail goes on to the next mailet. Default true. */
    public boolean passThrough() {
        return passThrough;
    }

    /** Tells whether each step is logged. Default false. */
    public boolean debug() {
        return debug;
    }

    private Optional<MailAddress> readSender() throws MessagingException {
        Optional<String> value = parameters.text("sender").filter(word -> !word.equalsIgnoreCase(POSTMASTER));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MailAddress(value.get()));
        } catch (AddressException e) {
            throw parameters.wrong("sender", value.get(), "postmaster or a mail address");
        }
    }

    private Attachment readAttachment() throws MessagingException {
        String word = parameters.text("attachment").orElse(Attachment.MESSAGE.name());
        return Attachment.parse(word).orElseThrow(() -> parameters.wrong("attachment", word, "message, heads or none"));
    }

    private BounceRenderer readText() throws MessagingException {
        try {
            return BounceRenderer.of(parameters.text("messageString"), parameters.text("template"));
        } catch (IllegalArgumentException e) {
            throw new MessagingException("TlsBounce: messageString or template: " + e.getMessage(), e);
        }
    }
}
