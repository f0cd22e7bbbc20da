// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static dev.strongpost.mailets.parity.Aspect.CODE;
import static dev.strongpost.mailets.parity.Aspect.HANDED_ON;
import static dev.strongpost.mailets.parity.Aspect.QUEUED;
import static dev.strongpost.mailets.parity.Aspect.TEXT;
import static dev.strongpost.mailets.parity.ParityCases.good;
import static dev.strongpost.mailets.parity.ParityCases.inVain;
import static dev.strongpost.mailets.parity.ParityCases.inVainWithoutReply;
import static dev.strongpost.mailets.parity.ParityCases.recipientRefused;
import static dev.strongpost.mailets.parity.ParityCases.refused;
import static dev.strongpost.mailets.parity.ParityCases.replying;
import static dev.strongpost.mailets.parity.ParityCases.situation;
import static dev.strongpost.mailets.parity.ParityCases.tooMany;

import java.util.ArrayList;
import java.util.List;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.Stage;

/** One host that refuses, at each stage and in each way. */
final class RefusalCases {
    private static final String HOST = "mx1.open.example[IP]:PORT";
    private static final String CLOSED = "connection closed by the peer";
    private static final String NEVER = "550 5.7.1 never";
    private static final String LATER = "451 4.3.0 later";
    private static final String CLOSING = "421 4.3.2 closing";

    private RefusalCases() {}

    static List<ParityCase> all() {
        List<ParityCase> all = new ArrayList<>();
        all.addAll(permanent());
        all.addAll(temporary());
        all.addAll(closing());
        all.addAll(cut());
        all.addAll(silent());
        return all;
    }

    private static ParityCase at(Stage stage, String reply) {
        return situation(reply.substring(0, 3) + " at " + stage).host(replying(stage, reply));
    }

    private static List<ParityCase> permanent() {
        return List.of(
                inVain(at(Stage.GREETING, NEVER), 2, NEVER),
                refused(at(Stage.EHLO, NEVER), NEVER)
                        .stock(CODE, "")
                        .ours(Difference.REFUSED_SESSION, NEVER.substring(0, 3))
                        .stock(HANDED_ON, "bounces: b@open.example permanent")
                        .ours(Difference.REFUSED_SESSION, "bounces: b@open.example temporary")
                        .stock(QUEUED, "b@open.example in 0 ms")
                        .ours(
                                Difference.REFUSED_SESSION,
                                "b@open.example in 0 ms",
                                "b@open.example in 20 ms",
                                "b@open.example in 20 ms"),
                refused(at(Stage.MAIL, NEVER), NEVER),
                recipientRefused(at(Stage.RCPT, NEVER), NEVER),
                recipientRefused(at(Stage.RCPT, "503 5.5.1 sequence"), "503 5.5.1 sequence"),
                recipientRefused(at(Stage.RCPT, "554 5.7.1 no"), "554 5.7.1 no"),
                at(Stage.RCPT, "552 5.2.2 full")
                        .stock(HANDED_ON, "bounces: b@open.example temporary")
                        .ours(Difference.FULL_MAILBOX, "bounces: b@open.example permanent")
                        .stock(CODE, "")
                        .ours(Difference.FULL_MAILBOX, "552")
                        .stock(TEXT, tooMany(2))
                        .ours(Difference.FULL_MAILBOX, "552 5.2.2 full")
                        .stock(QUEUED, "b@open.example in 0 ms", "b@open.example in 20 ms", "b@open.example in 20 ms")
                        .ours(Difference.FULL_MAILBOX, "b@open.example in 0 ms"),
                refused(at(Stage.DATA, NEVER), NEVER),
                refused(at(Stage.END_OF_DATA, NEVER), NEVER),
                refused(
                                situation("a reply of two lines")
                                        .host(replying(Stage.MAIL, "550-5.7.1 never\n550 5.7.1 ever")),
                                NEVER)
                        .stock(TEXT, "550-5.7.1 never 550 5.7.1 ever")
                        .ours(Difference.ONE_LINE, "550 5.7.1 never 5.7.1 ever"),
                refused(situation("larger than SIZE").host(good().maximumSize(100)), "552")
                        .stock(TEXT, "552 5.3.4 message too big")
                        .ours(
                                Difference.SIZE_CHECKED,
                                "552 5.3.4 message of 154 bytes exceeds the limit of 100 of " + HOST));
    }

    private static List<ParityCase> temporary() {
        return List.of(
                inVain(at(Stage.GREETING, LATER), 2, LATER),
                inVain(at(Stage.EHLO, LATER), 2, LATER),
                inVain(at(Stage.MAIL, LATER), 2, LATER),
                inVain(at(Stage.RCPT, LATER), 2, LATER),
                inVain(at(Stage.RCPT, "452 4.5.3 too many"), 2, "452 4.5.3 too many"),
                inVain(at(Stage.DATA, LATER), 2, LATER),
                inVain(at(Stage.END_OF_DATA, LATER), 2, LATER));
    }

    private static List<ParityCase> closing() {
        return List.of(
                inVain(at(Stage.GREETING, CLOSING), 2, CLOSING),
                inVain(at(Stage.EHLO, CLOSING), 2, CLOSING),
                inVain(at(Stage.MAIL, CLOSING), 2, CLOSING),
                inVain(at(Stage.RCPT, CLOSING), 2, CLOSING),
                inVain(at(Stage.DATA, CLOSING), 2, CLOSING),
                inVain(at(Stage.END_OF_DATA, CLOSING), 2, CLOSING));
    }

    private static ParityCase cutAt(Stage stage, String words) {
        return inVainWithoutReply(
                situation("connection cut at " + stage).host(good().at(stage, Fault.drop())), 2, words);
    }

    private static List<ParityCase> cut() {
        return List.of(
                cutAt(Stage.GREETING, "connect to " + HOST + ": " + CLOSED),
                cutAt(Stage.EHLO, HOST + " at EHLO: " + CLOSED),
                cutAt(Stage.MAIL, "lost " + HOST + ": " + CLOSED),
                cutAt(Stage.RCPT, "lost " + HOST + ": " + CLOSED),
                cutAt(Stage.DATA, "lost " + HOST + ": " + CLOSED),
                cutAt(Stage.END_OF_DATA, "lost " + HOST + ": " + CLOSED));
    }

    private static ParityCase silentAt(Stage stage, String words) {
        ParityCase situation = situation("silence at " + stage)
                .host(good().at(stage, Fault.stall()))
                .with("timeout", "600")
                .with("finalReplyTimeout", "1 second")
                .with("connectiontimeout", "600")
                .with("delayTime", "20 ms")
                .with("maxRetries", "1");
        return inVainWithoutReply(situation, 1, words);
    }

    private static List<ParityCase> silent() {
        return List.of(
                silentAt(Stage.GREETING, "connect to " + HOST + ": timed out"),
                silentAt(Stage.EHLO, HOST + " at EHLO: timed out"),
                silentAt(Stage.MAIL, "lost " + HOST + ": timed out"),
                silentAt(Stage.RCPT, "lost " + HOST + ": timed out"),
                silentAt(Stage.DATA, "lost " + HOST + ": timed out"),
                silentAt(Stage.END_OF_DATA, "lost " + HOST + ": timed out"));
    }
}
