// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;

/** A message that a receiver has answered 250 for: envelope, content, and how it came. */
public final class ReceivedMail {
    private final int connection;
    private final int transaction;
    private final Instant time;
    private final ReceivedEnvelope envelope;
    private final MessageContent content;
    private final Optional<TlsFacts> tls;

    ReceivedMail(
            int connection,
            int transaction,
            ReceivedEnvelope envelope,
            MessageContent content,
            Optional<TlsFacts> tls) {
        this.connection = connection;
        this.transaction = transaction;
        this.time = Instant.now();
        this.envelope = envelope;
        this.content = content;
        this.tls = tls;
    }

    /** Returns the number of the connection that brought it, as in {@link Transcript#connection()}. */
    public int connection() {
        return connection;
    }

    /** Returns its place among the mails of its connection, from 1. */
    public int transaction() {
        return transaction;
    }

    /** Tells whether an earlier mail had come over the same connection. */
    public boolean isOnReusedConnection() {
        return transaction > 1;
    }

    /** Returns when the final dot had been read. */
    public Instant time() {
        return time;
    }

    /** Returns the reverse path without its angle brackets; empty for the null sender. */
    public String sender() {
        return envelope.sender();
    }

    /** Returns the parameters of MAIL as they were written, such as {@code BODY=8BITMIME}. */
    public ImmutableList<String> mailParameters() {
        return envelope.mailParameters();
    }

    /** Returns the accepted recipients in the order of their RCPT. */
    public ImmutableList<ReceivedRecipient> recipients() {
        return envelope.recipients();
    }

    /** Returns the addresses of {@link #recipients()}. */
    public List<String> recipientAddresses() {
        return recipients().stream().map(ReceivedRecipient::address).toList();
    }

    /** Returns the octets of the message with dots un-stuffed (RFC 5321 section 4.5.2). */
    public byte[] content() {
        return content.bytes().clone();
    }

    /** Returns the message with one character for each octet. */
    public String text() {
        return new String(content.bytes(), StandardCharsets.ISO_8859_1);
    }

    /** Tells whether a line feed came without its carriage return, or the other way round (RFC 5321 section 2.3.8). */
    public boolean hasBareLineEnd() {
        return content.hasBareLineEnd();
    }

    /** Returns the TLS session that it came through; empty when it came in cleartext. */
    public Optional<TlsFacts> tls() {
        return tls;
    }

    @Override
    public String toString() {
        return "<" + sender() + "> to " + recipientAddresses() + " "
                + tls.map(TlsFacts::toString).orElse("in clear") + ", connection " + connection;
    }
}
