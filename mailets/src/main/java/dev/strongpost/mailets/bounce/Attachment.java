// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of the undelivered message a DSN returns. */
public enum Attachment {
    /** The whole message. */
    MESSAGE,
    /** Its header. */
    HEADS,
    /** Nothing of it. */
    NONE;

    /** Returns what the configuration writes as {@code word}, without regard to case. */
    public static Optional<Attachment> parse(String word) {
        return Arrays.stream(values())
                .filter(attachment -> attachment.name().equals(word.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
