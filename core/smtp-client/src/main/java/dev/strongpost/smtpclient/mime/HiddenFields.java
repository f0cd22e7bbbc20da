// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.IOException;
import java.io.OutputStream;

import com.google.common.collect.ImmutableSet;

import dev.strongpost.smtpclient.message.MessageSource;

/**
 * Removes from the header of a message what is not for its recipients: {@code Bcc} and {@code Resent-Bcc} (RFC 5322
 * section 3.6.3), and {@code Content-Length}, which is a matter of mailboxes. As James's RemoteDelivery does.
 */
public final class HiddenFields extends OutputStream implements LinePieces.Receiver {
    private static final ImmutableSet<String> NAMES = ImmutableSet.of("bcc", "resent-bcc", "content-length");

    private final OutputStream out;
    private final LinePieces header = new LinePieces(this);
    private boolean inBody;
    private boolean hidden;

    private HiddenFields(OutputStream out) {
        this.out = out;
    }

    /** Returns {@code message} without these fields. */
    public static MessageSource removedFrom(MessageSource message) {
        return out -> {
            HiddenFields fields = new HiddenFields(out);
            message.writeTo(fields);
            fields.header.close();
        };
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length && !inBody) {
            header.write(octets[at++]);
        }
        if (at < offset + length) {
            out.write(octets, at, offset + length - at);
        }
    }

    @Override
    public void piece(byte[] octets, int length, boolean begins, boolean ends) throws IOException {
        if (begins && octets[0] != ' ' && octets[0] != '\t') {
            hidden = isHidden(octets, length);
            inBody = octets[0] == '\n' || (length == 2 && octets[0] == '\r');
        }
        if (!hidden) {
            out.write(octets, 0, length);
        }
    }

    private static boolean isHidden(byte[] octets, int length) {
        return NAMES.stream().anyMatch(name -> Header.isNamed(octets, length, name));
    }

    @Override
    public void end() {
        // All that came has been passed on.
    }
}
