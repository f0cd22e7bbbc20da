// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static dev.strongpost.mailets.parity.Aspect.CODE;
import static dev.strongpost.mailets.parity.Aspect.CONTENT;
import static dev.strongpost.mailets.parity.Aspect.DELIVERED;
import static dev.strongpost.mailets.parity.Aspect.ENVELOPE;
import static dev.strongpost.mailets.parity.Aspect.HANDED_ON;
import static dev.strongpost.mailets.parity.Aspect.MESSAGES;
import static dev.strongpost.mailets.parity.Aspect.QUEUED;
import static dev.strongpost.mailets.parity.Aspect.TEXT;
import static dev.strongpost.mailets.parity.Difference.HOST_WITHOUT_ADDRESS;
import static dev.strongpost.mailets.parity.Difference.LAST_REPLY;
import static dev.strongpost.mailets.parity.Difference.REFUSED_SESSION;
import static dev.strongpost.mailets.parity.ParityCases.good;
import static dev.strongpost.mailets.parity.ParityCases.inVain;
import static dev.strongpost.mailets.parity.ParityCases.inVainWithoutReply;
import static dev.strongpost.mailets.parity.ParityCases.recipientRefused;
import static dev.strongpost.mailets.parity.ParityCases.refused;
import static dev.strongpost.mailets.parity.ParityCases.refusing;
import static dev.strongpost.mailets.parity.ParityCases.replying;
import static dev.strongpost.mailets.parity.ParityCases.situation;
import static dev.strongpost.mailets.parity.ParityCases.tooMany;

import java.util.ArrayList;
import java.util.List;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceiverBehaviourBuilder;
import dev.strongpost.testkit.smtp.Stage;

/** Several hosts, hosts that are not there, and DNS. */
final class HostCases {
    private static final String LATER = "451 4.3.0 later";
    private static final String NO_ENTRIES = "There are no DNS entries for the hostname Domain : open.example."
            + " I cannot determine where to send this message.";
    private static final String ONCE = "b@open.example in 0 ms";
    private static final String[] THRICE = {ONCE, "b@open.example in 20 ms", "b@open.example in 20 ms"};

    private HostCases() {}

    static List<ParityCase> all() {
        List<ParityCase> all = new ArrayList<>();
        all.addAll(secondHostTakesIt());
        all.addAll(firstHostDecides());
        all.addAll(refusedSessions());
        all.addAll(dns());
        return all;
    }

    private static ParityCase first(String what, ReceiverBehaviourBuilder host) {
        return situation("first host " + what).host(host).host(good());
    }

    private static List<ParityCase> secondHostTakesIt() {
        return List.of(
                situation("first host refuses connections")
                        .deadHost()
                        .host(good())
                        .both(DELIVERED, "b@open.example at 1"),
                first("defers MAIL", replying(Stage.MAIL, LATER)).both(DELIVERED, "b@open.example at 2"),
                first("defers the recipient", replying(Stage.RCPT, LATER)).both(DELIVERED, "b@open.example at 2"),
                first("defers one of two", refusing("c@open.example", LATER))
                        .to("b@open.example", "c@open.example")
                        .with("sendpartial", "true")
                        .both(DELIVERED, "b@open.example at 1", "c@open.example at 2"),
                first("defers DATA", replying(Stage.DATA, LATER)).both(DELIVERED, "b@open.example at 2"),
                first("cuts at DATA", good().at(Stage.DATA, Fault.drop())).both(DELIVERED, "b@open.example at 2"),
                first("defers the message", replying(Stage.END_OF_DATA, LATER)).both(DELIVERED, "b@open.example at 2"),
                first("cuts after the message", good().at(Stage.END_OF_DATA, Fault.drop()))
                        .both(DELIVERED, "b@open.example at 2"));
    }

    private static List<ParityCase> firstHostDecides() {
        return List.of(
                refused(first("refuses MAIL", replying(Stage.MAIL, "550 5.7.1 never")), "550 5.7.1 never"),
                recipientRefused(
                        first("refuses the recipient", replying(Stage.RCPT, "550 5.1.1 unknown")), "550 5.1.1 unknown"),
                inVain(
                        situation("all hosts defer")
                                .host(replying(Stage.MAIL, LATER))
                                .host(replying(Stage.MAIL, "452 4.3.1 later still")),
                        2,
                        "452 4.3.1 later still"),
                inVainWithoutReply(
                        situation("connection refused").deadHost(),
                        2,
                        "connect to mx1.open.example[IP]:PORT: connection refused"));
    }

    /** James's mailet stays with a host that it could connect to, however that host greets. */
    private static ParityCase stuck(ParityCase situation) {
        return situation
                .stock(DELIVERED)
                .ours(REFUSED_SESSION, "b@open.example at 2")
                .stock(ENVELOPE)
                .ours(REFUSED_SESSION, "<a@here.example> to <b@open.example>")
                .stock(CONTENT)
                .ours(REFUSED_SESSION, Letters.PLAIN_CONTENT)
                .stock(MESSAGES, "0")
                .ours(REFUSED_SESSION, "1")
                .stock(HANDED_ON, "bounces: b@open.example temporary")
                .ours(REFUSED_SESSION)
                .stock(CODE, "")
                .ours(REFUSED_SESSION)
                .stock(TEXT, tooMany(2))
                .ours(REFUSED_SESSION)
                .stock(QUEUED, THRICE)
                .ours(REFUSED_SESSION, ONCE);
    }

    private static List<ParityCase> refusedSessions() {
        return List.of(
                stuck(first("says 421 in its greeting", replying(Stage.GREETING, "421 4.3.2 busy"))),
                stuck(first("says 554 in its greeting", replying(Stage.GREETING, "554 5.3.2 no"))),
                stuck(first("cuts at its greeting", good().at(Stage.GREETING, Fault.drop()))),
                stuck(first("defers EHLO", replying(Stage.EHLO, LATER))));
    }

    private static ParityCase noEntries(ParityCase situation, Difference difference, String words) {
        return situation.stock(TEXT, NO_ENTRIES).ours(difference, words);
    }

    private static ParityCase withoutAddress(ParityCase situation, String what) {
        return noEntries(situation, HOST_WITHOUT_ADDRESS, "no mail exchanger of " + what + " has an address")
                .stock(HANDED_ON, "bounces: b@open.example permanent")
                .ours(HOST_WITHOUT_ADDRESS, "bounces: b@open.example temporary")
                .stock(QUEUED, ONCE)
                .ours(HOST_WITHOUT_ADDRESS, THRICE);
    }

    private static List<ParityCase> dns() {
        return List.of(
                noEntries(
                                situation("no mail exchanger").names(names -> {}),
                                Difference.OWN_WORDS,
                                "the domain open.example has no mail exchanger and no address")
                        .both(HANDED_ON, "bounces: b@open.example permanent")
                        .both(QUEUED, ONCE),
                noEntries(
                                situation("no mail exchanger, two retries")
                                        .names(names -> {})
                                        .with("maxDnsProblemRetries", "2"),
                                Difference.OWN_WORDS,
                                "the domain open.example has no mail exchanger and no address")
                        .both(HANDED_ON, "bounces: b@open.example permanent")
                        .both(QUEUED, THRICE),
                situation("no answer from DNS")
                        .names(names -> names.doNotAnswer("open.example"))
                        .both(HANDED_ON, "bounces: b@open.example temporary")
                        .both(QUEUED, THRICE)
                        .stock(TEXT, tooMany(2))
                        .ours(LAST_REPLY, "DNS, MX open.example: no answer"),
                withoutAddress(
                        situation("a mail exchanger without address")
                                .names(names -> names.setExchangers("open.example", "mx1.open.example")),
                        "open.example"),
                withoutAddress(
                        situation("a gateway without address")
                                .with("gateway", "nowhere.example:2525")
                                .throughGatewaysOnly(),
                        "gateway"),
                noEntries(
                                situation("null MX").names(names -> names.setExchangers("open.example", ".")),
                                Difference.NULL_MX,
                                "556 5.1.10 open.example does not accept mail (null MX)")
                        .both(HANDED_ON, "bounces: b@open.example permanent")
                        .stock(CODE, "")
                        .ours(Difference.NULL_MX, "556"));
    }
}
