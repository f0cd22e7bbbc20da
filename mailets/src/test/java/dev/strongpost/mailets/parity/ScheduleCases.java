// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static dev.strongpost.mailets.parity.Aspect.DELIVERED;
import static dev.strongpost.mailets.parity.Aspect.HANDED_ON;
import static dev.strongpost.mailets.parity.Aspect.QUEUED;
import static dev.strongpost.mailets.parity.Aspect.TEXT;
import static dev.strongpost.mailets.parity.ParityCases.good;
import static dev.strongpost.mailets.parity.ParityCases.inVain;
import static dev.strongpost.mailets.parity.ParityCases.replying;
import static dev.strongpost.mailets.parity.ParityCases.situation;

import java.util.List;

import dev.strongpost.testkit.smtp.Stage;

/** Retries, their delays, and what happens after the last one. */
final class ScheduleCases {
    private static final String LATER = "451 4.3.0 later";
    private static final String JAMES_BOUNCE = "Hi. This is the James mail server at james.example."
            + " I'm afraid I wasn't able to deliver your message to the following addresses."
            + " This is a permanent error; I've given up. Sorry it didn't work out."
            + " Below I include the list of recipients and the reason why I was unable to deliver your message."
            + " b@open.example";
    private static final String OUR_BOUNCE = "This is the mail server at james.example."
            + " Your message hello was not delivered to the following recipients, and will not be tried again:"
            + " b@open.example The reason: ";

    private ScheduleCases() {}

    private static ParityCase deferring(String name) {
        return situation(name).host(replying(Stage.MAIL, LATER));
    }

    static List<ParityCase> all() {
        return List.of(
                deferring("second attempt succeeds")
                        .then(good())
                        .both(DELIVERED, "b@open.example at 1")
                        .both(QUEUED, "b@open.example in 0 ms", "b@open.example in 20 ms"),
                inVain(deferring("more retries than delays"), 5, LATER)
                        .with("delayTime", "2*20 ms, 40 ms")
                        .with("maxRetries", "5")
                        .both(
                                QUEUED,
                                "b@open.example in 0 ms",
                                "b@open.example in 20 ms",
                                "b@open.example in 20 ms",
                                "b@open.example in 40 ms",
                                "b@open.example in 40 ms",
                                "b@open.example in 40 ms"),
                inVain(deferring("fewer retries than delays"), 3, LATER)
                        .with("delayTime", "20, 30 msec, 40")
                        .with("maxRetries", "1")
                        .both(
                                QUEUED,
                                "b@open.example in 0 ms",
                                "b@open.example in 20 ms",
                                "b@open.example in 30 ms",
                                "b@open.example in 40 ms"),
                inVain(deferring("no retries"), 0, LATER)
                        .with("delayTime", "0*1 s")
                        .with("maxRetries", "0")
                        .both(QUEUED, "b@open.example in 0 ms"),
                deferring("priority")
                        .then(good())
                        .with("usePriority", "true")
                        .both(QUEUED, "b@open.example in 0 ms at priority 9", "b@open.example in 20 ms at priority 0"),
                situation("no bounce processor")
                        .host(replying(Stage.MAIL, "550 5.7.1 never"))
                        .without("bounceProcessor")
                        .both(HANDED_ON, "(bounced): b@open.example permanent")
                        .stock(TEXT, JAMES_BOUNCE + " Remote mail server told me: 550 5.7.1 never")
                        .ours(
                                Difference.OWN_BOUNCE,
                                OUR_BOUNCE + "550 5.7.1 never By the server: mx1.open.example"
                                        + " What you can do: the other side refused the message by rules of its own."
                                        + " If the reason does not say which, ask the recipients, by another channel,"
                                        + " to have their postmaster look into it; show them this report."),
                deferring("no bounce processor, all retries in vain")
                        .without("bounceProcessor")
                        .both(HANDED_ON, "(bounced): b@open.example temporary")
                        .stock(TEXT, JAMES_BOUNCE)
                        .ours(
                                Difference.OWN_BOUNCE,
                                OUR_BOUNCE + LATER + " By the server: mx1.open.example"
                                        + " This server has tried for as long as it was told to, and has given up."
                                        + " What you can do: send the message again later. If it comes back again,"
                                        + " tell the recipients by another channel that their mail server cannot be"
                                        + " reached or does not take the message, and show them the reason above."),
                situation("null sender refused")
                        .host(replying(Stage.MAIL, "550 5.7.1 never"))
                        .from("")
                        .both(HANDED_ON)
                        .both(QUEUED, "b@open.example in 0 ms"),
                deferring("null sender, all retries in vain")
                        .from("")
                        .both(HANDED_ON)
                        .both(QUEUED, "b@open.example in 0 ms", "b@open.example in 20 ms", "b@open.example in 20 ms"));
    }
}
