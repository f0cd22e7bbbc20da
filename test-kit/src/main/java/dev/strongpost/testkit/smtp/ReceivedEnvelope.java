// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/** One mail transaction under way (RFC 5321 section 3.3): the sender, and the recipients accepted so far. */
final class ReceivedEnvelope {
    private final Path sender;
    private final List<ReceivedRecipient> recipients = new ArrayList<>();

    ReceivedEnvelope(Path sender) {
        this.sender = sender;
    }

    void add(Path recipient) {
        recipients.add(new ReceivedRecipient(recipient.address(), recipient.parameters()));
    }

    String sender() {
        return sender.address();
    }

    ImmutableList<String> mailParameters() {
        return sender.parameters();
    }

    ImmutableList<ReceivedRecipient> recipients() {
        return ImmutableList.copyOf(recipients);
    }

    /** The argument of MAIL or RCPT: a path in angle brackets and the parameters behind it. */
    record Path(String address, ImmutableList<String> parameters) {
        private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

        /** Reads {@code keyword:<path> parameters}; empty when it is something else. */
        static Optional<Path> parse(String keyword, String argument) {
            int open = argument.indexOf('<');
            int close = argument.lastIndexOf('>');
            if (open < 0 || close < open || !argument.substring(0, open).trim().equalsIgnoreCase(keyword + ":")) {
                return Optional.empty();
            }
            ImmutableList<String> parameters = ImmutableList.copyOf(WORDS.split(argument.substring(close + 1)));
            return Optional.of(new Path(argument.substring(open + 1, close), parameters));
        }
    }
}
