// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.nio.charset.StandardCharsets;

/** The messages that are sent. */
public final class Messages {
    private static final int LINE = 76;
    private static final String END = "\r\n";
    private static final String HEADER = String.join(
            END,
            "From: sender@james.example",
            "To: someone@partner.example",
            "Subject: a message of a benchmark",
            "Date: Sat, 21 Nov 2026 00:00:00 +0000",
            "Message-ID: <benchmark@james.example>",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=us-ascii",
            "",
            "");

    private Messages() {}

    /** Returns a message of {@code octets}, or a little more, in lines of 76 characters and of ASCII alone. */
    public static byte[] ofSize(int octets) {
        String line = "0123456789".repeat(LINE / 10 + 1).substring(0, LINE) + END;
        int lines = Math.max(1, (octets - HEADER.length()) / line.length());
        return (HEADER + line.repeat(lines)).getBytes(StandardCharsets.US_ASCII);
    }
}
