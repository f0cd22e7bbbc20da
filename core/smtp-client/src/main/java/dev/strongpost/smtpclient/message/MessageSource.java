// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import java.io.IOException;
import java.io.OutputStream;

/** The octets of a message, in whatever form it is kept: read once, line ends as they are. */
public interface MessageSource {
    /**
     * Writes the whole message, header and body, to {@code out}, which it does not close.
     *
     * @throws IOException when it cannot be read
     */
    void writeTo(OutputStream out) throws IOException;

    /** Returns the same message with CR LF at the end of each line and nowhere else (RFC 5321 section 2.3.8). */
    default MessageSource canonical() {
        return out -> {
            CanonicalLines lines = new CanonicalLines(out);
            writeTo(lines);
            lines.finish();
        };
    }
}
