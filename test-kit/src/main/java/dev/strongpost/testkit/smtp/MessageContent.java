// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

/** The octets of a message and whether its line ends were in order. {@code bytes} is shared, not copied. */
final class MessageContent {
    private final byte[] bytes;
    private final boolean bareLineEnd;
    private final boolean tooLong;

    MessageContent(byte[] bytes, boolean bareLineEnd, boolean tooLong) {
        this.bytes = bytes;
        this.bareLineEnd = bareLineEnd;
        this.tooLong = tooLong;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean hasBareLineEnd() {
        return bareLineEnd;
    }

    boolean isTooLong() {
        return tooLong;
    }
}
