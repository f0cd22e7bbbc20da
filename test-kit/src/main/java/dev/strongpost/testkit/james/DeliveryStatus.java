// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.mail.internet.InternetHeaders;
import javax.mail.internet.MimeUtility;

import com.google.common.collect.ImmutableList;

/** The fields of a {@code message/delivery-status} part (RFC 3464 section 2.1). */
public final class DeliveryStatus {
    private final InternetHeaders message;
    private final ImmutableList<Fields> recipients;

    private DeliveryStatus(InternetHeaders message, List<Fields> recipients) {
        this.message = message;
        this.recipients = ImmutableList.copyOf(recipients);
    }

    /** Reads the groups of fields: the first is about the message, each other about a recipient. */
    static DeliveryStatus parse(String content) {
        ByteArrayInputStream in = new ByteArrayInputStream(content.strip().getBytes(StandardCharsets.UTF_8));
        try {
            InternetHeaders message = new InternetHeaders(in);
            List<Fields> recipients = new ArrayList<>();
            while (in.available() > 0) {
                InternetHeaders group = new InternetHeaders(in);
                // More than one empty line between groups is no group.
                if (group.getAllHeaders().hasMoreElements()) {
                    recipients.add(new Fields(group));
                }
            }
            return new DeliveryStatus(message, recipients);
        } catch (MessagingException e) {
            throw new AssertionError("Not a delivery status:\n" + content, e);
        }
    }

    /** Returns a field about the message as a whole, such as {@code Reporting-MTA}. */
    public Optional<String> field(String name) {
        return Fields.value(message, name);
    }

    /** Returns the groups about each recipient, in order. */
    public ImmutableList<Fields> recipients() {
        return recipients;
    }

    /**
     * Returns the fields about the recipient whose {@code Final-Recipient} ends in this address.
     *
     * @throws AssertionError when there is none
     */
    public Fields recipient(String address) {
        return recipients.stream()
                .filter(fields -> fields.get("Final-Recipient").endsWith(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Nothing about " + address + " in " + recipients));
    }

    /** The fields about one recipient (RFC 3464 section 2.3). */
    public static final class Fields {
        private final InternetHeaders headers;

        Fields(InternetHeaders headers) {
            this.headers = headers;
        }

        /** Returns the unfolded value of a field; empty text when it is absent. */
        public String get(String name) {
            return value(headers, name).orElse("");
        }

        static Optional<String> value(InternetHeaders headers, String name) {
            return Optional.ofNullable(headers.getHeader(name, null))
                    .map(MimeUtility::unfold)
                    .map(String::strip);
        }

        @Override
        public String toString() {
            return String.join("; ", java.util.Collections.list(headers.getAllHeaderLines()));
        }
    }
}
