// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Arrays;

import com.google.common.collect.ImmutableList;

/** What the sender of an undelivered mail can do, by the status code: its subject and detail, RFC 3463 section 3. */
enum Advice {
    /** A TLS rule was the cause, at the first attempt or after all of them. */
    TLS_RULE(
            ImmutableList.of(),
            "Mail to these recipients leaves here over a connection that meets this",
            "rule, or not at all: your message was not sent to them otherwise.",
            "",
            "What you can do: tell the recipients, by another channel, that their",
            "mail server did not offer what is required; its administrator can put",
            "that right. Then send the message again. Whether the rule itself is",
            "right is for your own postmaster to say; send him this report."),
    /** Every attempt failed in a way that might have passed: no answer, no DNS, a 4yz reply. */
    RETRIES_ENDED(
            ImmutableList.of("4."),
            "This server has tried for as long as it was told to, and has given up.",
            "",
            "What you can do: send the message again later. If it comes back again,",
            "tell the recipients by another channel that their mail server cannot be",
            "reached or does not take the message, and show them the reason above."),
    /** There is no such user, or no such domain. */
    ADDRESS(
            ImmutableList.of("5.1."),
            "What you can do: look for a mistake in the addresses above, on either",
            "side of the @. If they are right they may have been given up: ask the",
            "recipients, by another channel, for their present ones."),
    /** The message is larger than the mailbox or the server takes. */
    TOO_LARGE(
            ImmutableList.of("5.3.4", "5.2.3"),
            "What you can do: the message is larger than the other side takes. Send",
            "it again with fewer or smaller attachments, or send them another way."),
    /** The mailbox is full or takes no mail. */
    MAILBOX(
            ImmutableList.of("5.2."),
            "What you can do: the address exists, but its mailbox takes no mail at",
            "present. Tell the recipients by another channel."),
    /** The other side refused the message by its own rules. */
    REFUSED(
            ImmutableList.of("5.7."),
            "What you can do: the other side refused the message by rules of its own.",
            "If the reason does not say which, ask the recipients, by another",
            "channel, to have their postmaster look into it; show them this report."),
    /** All else. */
    OTHER(
            ImmutableList.of("4.", "5."),
            "What you can do: check the addresses above. If they are right and the",
            "reason tells you nothing, send this report to your own postmaster.");

    private final ImmutableList<String> statuses;
    private final ImmutableList<String> lines;

    Advice(ImmutableList<String> statuses, String... lines) {
        this.statuses = statuses;
        this.lines = ImmutableList.copyOf(lines);
    }

    /** Returns the advice for {@code report}. */
    static Advice about(BounceCause report) {
        String status = report.status().asString();
        return report.isTlsPolicy()
                ? TLS_RULE
                : Arrays.stream(values())
                        .filter(advice -> advice.statuses.stream().anyMatch(status::startsWith))
                        .findFirst()
                        .orElse(OTHER);
    }

    /** Returns it in lines of at most 72 characters, with empty ones between paragraphs. */
    ImmutableList<String> lines() {
        return lines;
    }
}
