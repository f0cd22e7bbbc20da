// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes the body of one entity in 7 bits. What is decoded from the result are the octets that went in, whatever they
 * mean: no character set plays a part.
 */
abstract class BodyEncoder {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] SOFT_BREAK = {'=', '\r', '\n'};
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    /** RFC 2045 section 6.7: 76 with the equals sign of a soft line break. */
    private static final int LINE = 75;

    final OutputStream out;

    private BodyEncoder(OutputStream out) {
        this.out = out;
    }

    /** Takes the next octets. */
    abstract void write(byte[] octets, int length) throws IOException;

    /** Ends the body, {@code atDelimiter}: its last line end belongs to a boundary line. */
    abstract void end(boolean atDelimiter) throws IOException;

    private static byte[] hex(int octet) {
        return new byte[] {'=', HEX[(octet >> 4) & 15], HEX[octet & 15]};
    }

    /** Returns the quoted-printable encoding, RFC 2045 section 6.7. */
    static BodyEncoder quotedPrintable(OutputStream out) {
        return new QuotedPrintable(out);
    }

    /** Returns the base64 encoding, RFC 2045 section 6.8. */
    static BodyEncoder base64(OutputStream out) {
        return new Base64Lines(out);
    }

    /**
     * Returns what mends a body that is quoted-printable already but for some octets beyond ASCII, which decoders take
     * as they are.
     */
    static BodyEncoder mendedQuotedPrintable(OutputStream out) {
        return new MendedQuotedPrintable(out);
    }

    /** Returns what mends a body that is base64 already but for some octets beyond ASCII, which decoders ignore. */
    static BodyEncoder mendedBase64(OutputStream out) {
        return new MendedBase64(out);
    }

    private static final class QuotedPrintable extends BodyEncoder {
        private int column;
        /** A blank that is literal only if something follows it on its line. */
        private int blank = -1;

        private QuotedPrintable(OutputStream out) {
            super(out);
        }

        @Override
        void write(byte[] octets, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                next(octets[i] & 0xFF);
            }
        }

        private void next(int octet) throws IOException {
            if (octet == '\r') {
                return; // the lines are canonical: a line feed follows
            }
            if (octet == '\n') {
                endBlank(true);
                out.write(CRLF);
                column = 0;
                return;
            }
            endBlank(false);
            if (octet == ' ' || octet == '\t') {
                blank = octet;
            } else {
                put(octet > ' ' && octet < 127 && octet != '=' ? new byte[] {(byte) octet} : hex(octet));
            }
        }

        private void endBlank(boolean atLineEnd) throws IOException {
            if (blank >= 0) {
                put(atLineEnd ? hex(blank) : new byte[] {(byte) blank});
                blank = -1;
            }
        }

        private void put(byte[] token) throws IOException {
            if (column + token.length > LINE) {
                out.write(SOFT_BREAK);
                column = 0;
            }
            out.write(token);
            column += token.length;
        }

        @Override
        void end(boolean atDelimiter) throws IOException {
            endBlank(true);
        }
    }

    private static final class Base64Lines extends BodyEncoder {
        private final OutputStream encoder;
        private boolean lineEndPending;

        private Base64Lines(OutputStream out) {
            super(out);
            this.encoder = Base64.getMimeEncoder().wrap(new FilterOutputStream(out) {
                @Override
                public void write(byte[] octets, int offset, int length) throws IOException {
                    out.write(octets, offset, length);
                }

                @Override
                public void close() {
                    // What follows the body goes to the same stream.
                }
            });
        }

        @Override
        void write(byte[] octets, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                if (octets[i] == '\r') {
                    continue; // as above
                }
                endLine();
                if (octets[i] == '\n') {
                    lineEndPending = true;
                } else {
                    encoder.write(octets[i]);
                }
            }
        }

        private void endLine() throws IOException {
            if (lineEndPending) {
                encoder.write(CRLF);
                lineEndPending = false;
            }
        }

        @Override
        void end(boolean atDelimiter) throws IOException {
            if (!atDelimiter) {
                endLine();
            }
            encoder.close();
            out.write(CRLF);
        }
    }

    private static final class MendedQuotedPrintable extends BodyEncoder {
        private int column;

        private MendedQuotedPrintable(OutputStream out) {
            super(out);
        }

        @Override
        void write(byte[] octets, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                if (octets[i] >= 0) {
                    out.write(octets[i]);
                    column = octets[i] == '\n' ? 0 : column + 1;
                } else {
                    mend(hex(octets[i]));
                }
            }
        }

        private void mend(byte[] token) throws IOException {
            if (column + token.length > LINE && column > 0) {
                out.write(SOFT_BREAK);
                column = 0;
            }
            out.write(token);
            column += token.length;
        }

        @Override
        void end(boolean atDelimiter) {
            // Nothing is held back.
        }
    }

    private static final class MendedBase64 extends BodyEncoder {
        private MendedBase64(OutputStream out) {
            super(out);
        }

        @Override
        void write(byte[] octets, int length) throws IOException {
            for (int i = 0; i < length; i++) {
                if (octets[i] >= 0) {
                    out.write(octets[i]);
                }
            }
        }

        @Override
        void end(boolean atDelimiter) {
            // Nothing is held back.
        }
    }
}
