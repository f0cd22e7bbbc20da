// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.netty.buffer.ByteBuf;

/**
 * Reads replies (RFC 5321 section 4.2) in the shapes in which real servers send them: split and merged in any way, the
 * bare code, a tab behind it, lines of any length, lines that end in LF, empty lines between them.
 *
 * <p>A line of three digits with a hyphen behind them is continued; with anything else behind them, or nothing, it ends
 * the reply, whose code is that of this last line (as Postfix reads it). Empty lines are skipped; what a line with
 * anything else in it means is for the caller to say.
 */
final class ReplyReader {
    /** All lines of a reply together, in bytes. EHLO of the largest servers stays under 2 KiB. */
    static final int MAX_REPLY = 64 * 1024;

    /** What is kept of a line, in bytes. RFC 5321 section 4.5.3.1.5 lets a server send 512. */
    private static final int MAX_LINE = 512;

    private static final int CODE_LENGTH = 3;

    private final byte[] line = new byte[MAX_LINE];
    private int length;
    /** What came since the last complete reply, in bytes. */
    private int received;

    private List<String> texts = new ArrayList<>();

    /**
     * Reads on until a reply is complete or {@code bytes} end.
     *
     * @param strict whether a line without a code is an error, and not skipped
     * @return the reply, the rest of {@code bytes} being unread; empty when more has to come
     * @throws ProtocolViolationException when a reply has more than 64 KiB, or such a line came
     */
    Optional<SmtpReply> read(ByteBuf bytes, boolean strict) throws ProtocolViolationException {
        while (bytes.isReadable()) {
            byte octet = bytes.readByte();
            if (++received > MAX_REPLY) {
                throw new ProtocolViolationException("the peer sent a reply of more than " + MAX_REPLY + " bytes");
            }
            if (octet != '\n') {
                keep(octet);
            } else {
                Optional<SmtpReply> reply = endLine(strict);
                if (reply.isPresent()) {
                    return reply;
                }
            }
        }
        return Optional.empty();
    }

    private void keep(byte octet) {
        if (length < MAX_LINE) {
            line[length++] = octet;
        }
    }

    private Optional<SmtpReply> endLine(boolean strict) throws ProtocolViolationException {
        int end = length;
        length = 0;
        while (end > 0 && isBlank(line[end - 1])) {
            end--;
        }
        if (end == 0) {
            return Optional.empty();
        }
        if (!startsWithCode(end)) {
            if (strict) {
                throw new ProtocolViolationException("the peer sent a line that is no reply");
            }
            return Optional.empty();
        }
        texts.add(
                end <= CODE_LENGTH
                        ? ""
                        : new String(line, CODE_LENGTH + 1, end - CODE_LENGTH - 1, StandardCharsets.UTF_8));
        return end > CODE_LENGTH && line[CODE_LENGTH] == '-' ? Optional.empty() : Optional.of(complete());
    }

    private SmtpReply complete() {
        SmtpReply reply = SmtpReply.of((line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0', texts);
        texts = new ArrayList<>();
        received = 0;
        return reply;
    }

    private boolean startsWithCode(int end) {
        return end >= CODE_LENGTH
                && isDigit(line[0])
                && isDigit(line[1])
                && isDigit(line[2])
                && (end == CODE_LENGTH || !isDigit(line[CODE_LENGTH]));
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Tells whether {@code octet} is of those that end an empty line: CR, blank, tab. */
    static boolean isBlank(byte octet) {
        return octet == '\r' || octet == ' ' || octet == '\t';
    }
}
