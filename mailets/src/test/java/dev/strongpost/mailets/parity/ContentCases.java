// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static dev.strongpost.mailets.parity.Aspect.CONTENT;
import static dev.strongpost.mailets.parity.Aspect.ENVELOPE;
import static dev.strongpost.mailets.parity.ParityCases.good;
import static dev.strongpost.mailets.parity.ParityCases.situation;

import java.util.List;

import dev.strongpost.testkit.smtp.Capability;

/** Messages that are easily damaged on their way. */
final class ContentCases {
    private ContentCases() {}

    private static ParityCase message(String name, byte[] octets) {
        return situation(name).host(good()).message(octets);
    }

    private static ParityCase toSevenBitHost(String name, byte[] octets) {
        return situation(name).host(good().without(Capability.EIGHTBITMIME)).message(octets);
    }

    static List<ParityCase> all() {
        return List.of(
                message("a message without body", Letters.WITHOUT_BODY)
                        .both(CONTENT, Outcome.content(Letters.WITHOUT_BODY)),
                message("dots at the beginning of lines", Letters.DOTS)
                        .both(CONTENT, Outcome.content(Letters.withLineEnd(Letters.DOTS))),
                message("a line of 10 000 characters", Letters.LONG_LINE)
                        .both(CONTENT, Outcome.content(Letters.LONG_LINE)),
                message("bare line feeds", Letters.BARE_LINE_FEEDS)
                        .both(CONTENT, Outcome.content(Letters.canonical(Letters.BARE_LINE_FEEDS))),
                message("no line end at the end", Letters.NO_LAST_LINE_END).both(CONTENT, Letters.PLAIN_CONTENT),
                message("2 MB", Letters.LARGE).both(CONTENT, Outcome.content(Letters.LARGE)),
                message("8-bit text", Letters.EIGHT_BIT)
                        .both(CONTENT, Outcome.content(Letters.EIGHT_BIT))
                        .stock(ENVELOPE, "<a@here.example> to <b@open.example>")
                        .ours(Difference.BODY_DECLARED, "<a@here.example> BODY=8BITMIME to <b@open.example>"),
                toSevenBitHost("plain text to a 7-bit host", Letters.PLAIN)
                        .stock(CONTENT, Letters.PLAIN_CONTENT_REWRITTEN)
                        .ours(Difference.UNTOUCHED, Letters.PLAIN_CONTENT),
                toSevenBitHost("8-bit text to a 7-bit host", Letters.EIGHT_BIT)
                        .stock(CONTENT, Outcome.content(Letters.mimeFieldsFirst(Letters.EIGHT_BIT_ENCODED_BY_JAMES)))
                        .ours(Difference.UNTOUCHED, Outcome.content(Letters.EIGHT_BIT_ENCODED)),
                toSevenBitHost("an 8-bit part to a 7-bit host", Letters.EIGHT_BIT_PARTS)
                        .stock(CONTENT, "338 octets, 8 bit, 724e64c1")
                        .ours(Difference.PARTS_CONVERTED, Outcome.content(Letters.EIGHT_BIT_PARTS_ENCODED)));
    }
}
