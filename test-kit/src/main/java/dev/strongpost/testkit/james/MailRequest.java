// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;

import com.google.common.collect.ImmutableList;

/** An envelope to be submitted: sender, recipients, and the parameters of MAIL and RCPT. Immutable. */
public final class MailRequest {
    private final String sender;
    private final ImmutableList<String> recipients;
    private final Optional<String> notify;
    private final Optional<String> returned;
    private final boolean eightBit;

    private MailRequest(
            String sender,
            ImmutableList<String> recipients,
            Optional<String> notify,
            Optional<String> returned,
            boolean eightBit) {
        this.sender = sender;
        this.recipients = recipients;
        this.notify = notify;
        this.returned = returned;
        this.eightBit = eightBit;
    }

    /** Starts with a sender; the empty one is the null sender of RFC 5321 section 4.5.5. */
    public static MailRequest from(String sender) {
        return new MailRequest(sender, ImmutableList.of(), Optional.empty(), Optional.empty(), false);
    }

    /** Names the recipients. */
    public MailRequest to(String... addresses) {
        return new MailRequest(
                sender, Arrays.stream(addresses).collect(ImmutableList.toImmutableList()), notify, returned, eightBit);
    }

    /** Sets NOTIFY of each recipient, such as {@code SUCCESS,FAILURE} (RFC 3461 section 4.1). */
    public MailRequest notify(String conditions) {
        return new MailRequest(sender, recipients, Optional.of(conditions), returned, eightBit);
    }

    /** Sets RET, {@code FULL} or {@code HDRS} (RFC 3461 section 4.3). */
    public MailRequest returned(String what) {
        return new MailRequest(sender, recipients, notify, Optional.of(what), eightBit);
    }

    /** Declares BODY=8BITMIME (RFC 6152). */
    public MailRequest eightBit() {
        return new MailRequest(sender, recipients, notify, returned, true);
    }

    ImmutableList<String> recipients() {
        return recipients;
    }

    /** Returns the settings of javax.mail's SMTP transport for this envelope. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.from", "<" + sender + ">");
        if (eightBit) {
            // javax.mail's own setting would re-encode the content and not say a word about it.
            properties.setProperty("mail.smtp.mailextension", "BODY=8BITMIME");
        }
        notify.ifPresent(value -> properties.setProperty("mail.smtp.dsn.notify", value));
        returned.ifPresent(value -> properties.setProperty("mail.smtp.dsn.ret", value));
        return properties;
    }

    @Override
    public String toString() {
        return "<" + sender + "> to " + recipients;
    }
}
