// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Arrays;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/**
 * What the sender of an undelivered mail can do: by the reason why a TLS rule was not satisfied, or by the status code,
 * its subject and detail (RFC 3463 section 3).
 */
enum Advice {
    /** This server could not do what its own rule asks. */
    OWN_FAULT(
            Cause.rule("own-fault"),
            "Nothing was sent to the recipients' server, and it is not at fault.",
            "",
            "What you can do: send this report to your own postmaster, whose server",
            "has to be put right. Then send the message again."),
    /** The host showed a certificate of an authority that is not trusted here, which either side may have to mend. */
    UNKNOWN_ISSUER(
            Cause.rule("unknown-issuer"),
            Cause.KEPT_BACK,
            "What you can do: send this report to your own postmaster. Either this",
            "server has to be told which authority the recipients' server has its",
            "certificate from, or their administrator has to install another one."),
    /** The host showed a certificate that has to be replaced. */
    CERTIFICATE_UNFIT(
            Cause.rule("certificate-expired", "certificate-not-yet-valid", "weak-certificate"),
            Cause.KEPT_BACK,
            "What you can do: tell the recipients, by another channel, that the",
            "certificate of their mail server has to be renewed; its administrator",
            "can do that. Then send the message again."),
    /** The host is not the one that the rule expects, as far as its certificate says. */
    ANOTHER_IDENTITY(
            Cause.rule(
                    "name-mismatch",
                    "subject-mismatch",
                    "issuer-mismatch",
                    "mx-not-listed",
                    "pin-mismatch",
                    "authentication-failed",
                    "not-authenticated"),
            Cause.KEPT_BACK,
            "What you can do: send this report to your own postmaster. The server",
            "that answered could not show that it is the recipients'. It may have a",
            "new certificate, which the rule does not know yet, or be another server."),
    /** The handshake failed. */
    HANDSHAKE(
            Cause.rule("handshake-failed"),
            Cause.KEPT_BACK,
            "What you can do: show this report to the recipients' administrator, by",
            "another channel, and to your own postmaster: their servers could not",
            "agree on a protected connection, for the reason above."),
    /** The host has no TLS, or not enough of it. */
    TLS_RULE(
            Cause.anyRule(),
            Cause.KEPT_BACK,
            "What you can do: tell the recipients, by another channel, that their",
            "mail server did not offer what is required; its administrator can put",
            "that right. Then send the message again. Whether the rule itself is",
            "right is for your own postmaster to say; send this report there."),
    /** Every attempt failed in a way that might have passed: no answer, no DNS, a 4yz reply. */
    RETRIES_ENDED(
            Cause.status("4."),
            "This server has tried for as long as it was told to, and has given up.",
            "",
            "What you can do: send the message again later. If it comes back again,",
            "tell the recipients by another channel that their mail server cannot be",
            "reached or does not take the message, and show them the reason above."),
    /** There is no such user, or no such domain. */
    ADDRESS(
            Cause.status("5.1."),
            "What you can do: look for a mistake in the addresses above, on either",
            "side of the @. If they are right they may have been given up: ask the",
            "recipients, by another channel, for their present ones."),
    /** The message is larger than the mailbox or the server takes. */
    TOO_LARGE(
            Cause.status("5.3.4", "5.2.3"),
            "What you can do: the message is larger than the other side takes. Send",
            "it again with fewer or smaller attachments, or send them another way."),
    /** The mailbox is full or takes no mail. */
    MAILBOX(
            Cause.status("5.2."),
            "What you can do: the address exists, but its mailbox takes no mail at",
            "present. Tell the recipients by another channel."),
    /** The other side refused the message by its own rules. */
    REFUSED(
            Cause.status("5.7."),
            "What you can do: the other side refused the message by rules of its own.",
            "If the reason does not say which, ask the recipients, by another",
            "channel, to have their postmaster look into it; show them this report."),
    /** All else. */
    OTHER(
            Cause.status("4.", "5."),
            "What you can do: check the addresses above. If they are right and the",
            "reason tells you nothing, send this report to your own postmaster.");

    /** When an advice fits: how the cause begins, as {@link #about} writes it. */
    private static final class Cause {
        private static final String KEPT_BACK =
                "Mail to these recipients leaves here over a connection that meets this\n"
                        + "rule, or not at all: your message was not sent to them otherwise.\n";

        private static final String RULE = "rule ";
        private static final String STATUS = "status ";

        private static ImmutableList<String> rule(String... reasons) {
            return Arrays.stream(reasons).map(RULE::concat).collect(ImmutableList.toImmutableList());
        }

        private static ImmutableList<String> anyRule() {
            return ImmutableList.of(RULE);
        }

        private static ImmutableList<String> status(String... beginnings) {
            return Arrays.stream(beginnings).map(STATUS::concat).collect(ImmutableList.toImmutableList());
        }
    }

    private final ImmutableList<String> causes;
    private final ImmutableList<String> lines;

    Advice(ImmutableList<String> causes, String... lines) {
        this.causes = causes;
        this.lines = Arrays.stream(lines)
                .flatMap(text -> Splitter.on('\n').splitToStream(text))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns the advice for {@code report}. */
    static Advice about(BounceCause report) {
        String cause = report.isTlsPolicy()
                ? Cause.RULE + report.reason().orElse("")
                : Cause.STATUS + report.status().asString();
        return Arrays.stream(values())
                .filter(advice -> advice.causes.stream().anyMatch(cause::startsWith))
                .findFirst()
                .orElse(OTHER);
    }

    /** Returns it in lines of at most 72 characters, with empty ones between paragraphs. */
    ImmutableList<String> lines() {
        return lines;
    }
}
