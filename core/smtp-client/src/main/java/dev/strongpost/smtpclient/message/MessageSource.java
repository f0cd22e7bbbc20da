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
}
