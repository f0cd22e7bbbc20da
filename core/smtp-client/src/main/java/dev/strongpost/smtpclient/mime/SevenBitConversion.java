// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.smtpclient.message.MessageSource;

/**
 * Converts a message for a server without 8BITMIME (RFC 6152 section 3). Parts with octets beyond ASCII are encoded,
 * and say so; parts made of others say 7bit (RFC 2045 section 6.4, RFC 2046 section 5.2.1); everything else stays as it
 * is, octet for octet. What a recipient decodes is what the sender wrote: no character set is looked at.
 *
 * <p>In headers such octets become encoded words (RFC 2047) or extended parameters (RFC 2231). Where nothing can stand
 * for them, in front of the first part and behind the last, which no mail program shows, a question mark does.
 *
 * <p>Reads the message twice. The octets are expected with CR LF at the end of each line.
 */
public final class SevenBitConversion {
    private static final byte[] MIME_VERSION = ascii("MIME-Version: 1.0\r\n");
    private static final String ENCODING = "content-transfer-encoding";

    private SevenBitConversion() {}

    /**
     * Returns {@code message} in 7 bits.
     *
     * @param message canonical, and the same each time it is read
     */
    public static MessageSource of(MessageSource message) {
        return out -> {
            MessageSurvey survey = new MessageSurvey();
            walk(message, survey);
            walk(message, new Writer(survey, out));
        };
    }

    /**
     * Reads {@code message}, which is canonical, and throws if it has no form in 7 bits.
     *
     * @throws UnconvertibleException when it has none
     */
    public static void requireConvertible(MessageSource message) throws IOException {
        walk(message, new MessageSurvey());
    }

    private static void walk(MessageSource message, MimeWalker.Visitor visitor) throws IOException {
        try (LinePieces pieces = new LinePieces(new MimeWalker(visitor))) {
            message.writeTo(pieces);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes what it is shown, converted. */
    private static final class Writer implements MimeWalker.Visitor {
        private final MessageSurvey survey;
        private final OutputStream out;
        private @Nullable BodyEncoder encoder;

        private Writer(MessageSurvey survey, OutputStream out) {
            this.survey = survey;
            this.out = out;
        }

        @Override
        public void header(Entity entity, byte[] separator) throws IOException {
            Optional<String> encoding = newEncoding(entity);
            Optional<String> unwritten = encoding;
            for (byte[] field : entity.header().fields()) {
                if (encoding.isEmpty() || !Header.isNamed(field, ENCODING)) {
                    out.write(HeaderFieldEncoder.encode(field));
                } else {
                    writeEncoding(unwritten);
                    unwritten = Optional.empty();
                }
            }
            writeEncoding(unwritten);
            if (entity.isRoot()
                    && survey.isEightBit(entity)
                    && entity.header().value("mime-version").isEmpty()) {
                out.write(MIME_VERSION);
            }
            out.write(separator);
            encoder = entity.isComposite() ? null : encoder(entity);
        }

        private void writeEncoding(Optional<String> encoding) throws IOException {
            if (encoding.isPresent()) {
                out.write(ascii("Content-Transfer-Encoding: " + encoding.get() + "\r\n"));
            }
        }

        /** Returns the transfer encoding that {@code entity} gets; empty for one that keeps what it has. */
        private Optional<String> newEncoding(Entity entity) {
            if (!survey.isEightBit(entity) || !entity.isIdentity()) {
                return Optional.empty();
            }
            if (entity.isComposite()) {
                return entity.encoding().equals("7bit") ? Optional.empty() : Optional.of("7bit");
            }
            if (!survey.isBodyEightBit(entity)) {
                return Optional.empty();
            }
            return Optional.of(survey.isDense(entity) ? "base64" : "quoted-printable");
        }

        private @Nullable BodyEncoder encoder(Entity entity) {
            if (!survey.isBodyEightBit(entity)) {
                return null;
            }
            if (!entity.isIdentity()) {
                return entity.encoding().equals("base64")
                        ? BodyEncoder.mendedBase64(out)
                        : BodyEncoder.mendedQuotedPrintable(out);
            }
            return survey.isDense(entity) ? BodyEncoder.base64(out) : BodyEncoder.quotedPrintable(out);
        }

        @Override
        public void body(Entity entity, byte[] octets, int length) throws IOException {
            if (encoder == null) {
                out.write(octets, 0, length);
            } else {
                encoder.write(octets, length);
            }
        }

        @Override
        public void between(Entity entity, byte[] octets, int length, boolean delimiter) throws IOException {
            if (delimiter) {
                out.write(octets, 0, length);
            } else {
                out.write(Octets.questioned(octets, length), 0, length);
            }
        }

        @Override
        public void end(Entity entity, boolean atDelimiter) throws IOException {
            if (encoder != null) {
                encoder.end(atDelimiter);
                encoder = null;
            }
        }
    }
}
