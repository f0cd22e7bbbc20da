// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.message.MessageBody;
import dev.strongpost.smtpclient.protocol.Capabilities;
import dev.strongpost.smtpclient.protocol.SmtpCommands;

/**
 * The envelope of one mail transaction (RFC 5321 section 3.3): sender, recipients, and what the sender asked about
 * notifications. Immutable.
 */
public final class Envelope {
    private final String sender;
    private final ImmutableList<EnvelopeRecipient> recipients;
    private final Optional<String> returnContent;
    private final Optional<String> envelopeId;

    private Envelope(
            String sender,
            List<EnvelopeRecipient> recipients,
            Optional<String> returnContent,
            Optional<String> envelopeId) {
        this.sender = sender;
        this.recipients = ImmutableList.copyOf(recipients);
        this.returnContent = returnContent;
        this.envelopeId = envelopeId;
    }

    /**
     * Returns the envelope of a mail from {@code sender}.
     *
     * @param sender the address without angle brackets; empty for the null sender
     * @param returnContent the value of RET (RFC 3461 section 4.3): {@code FULL} or {@code HDRS}
     * @param envelopeId the value of ENVID (RFC 3461 section 4.4) as it goes over the wire
     */
    public static Envelope of(
            String sender,
            List<EnvelopeRecipient> recipients,
            Optional<String> returnContent,
            Optional<String> envelopeId) {
        return new Envelope(sender, recipients, returnContent, envelopeId);
    }

    /** Returns the recipients, in the order of their RCPT commands. */
    public ImmutableList<EnvelopeRecipient> recipients() {
        return recipients;
    }

    /** Tells whether the sender can be named to a server: an address with a control character cannot. */
    boolean isSendable() {
        return SmtpCommands.canBeSent(sender);
    }

    /** Tells whether an address needs SMTPUTF8 (RFC 6531 section 3.4). */
    public boolean needsSmtpUtf8() {
        return !SmtpCommands.isAscii(sender)
                || recipients.stream().anyMatch(recipient -> !SmtpCommands.isAscii(recipient.address()));
    }

    /**
     * Returns the MAIL command for a server with {@code capabilities}: SIZE, 8BITMIME, DSN and SMTPUTF8 as it has them.
     */
    String mailCommand(Capabilities capabilities, MessageBody body) {
        List<String> parameters = new ArrayList<>();
        parameters.add(SmtpCommands.path("FROM:", sender));
        if (capabilities.has("SIZE")) {
            parameters.add("SIZE=" + body.size());
        }
        if (body.isEightBit() && capabilities.has("8BITMIME")) {
            parameters.add("BODY=8BITMIME");
        }
        if (capabilities.has("DSN")) {
            returnContent.ifPresent(ret -> parameters.add("RET=" + ret));
            envelopeId.ifPresent(id -> parameters.add("ENVID=" + id));
        }
        if (needsSmtpUtf8()) {
            parameters.add("SMTPUTF8");
        }
        return SmtpCommands.line("MAIL", parameters);
    }
}
