// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static dev.strongpost.mailets.parity.Aspect.CODE;
import static dev.strongpost.mailets.parity.Aspect.DELIVERED;
import static dev.strongpost.mailets.parity.Aspect.HANDED_ON;
import static dev.strongpost.mailets.parity.Aspect.MESSAGES;
import static dev.strongpost.mailets.parity.Aspect.QUEUED;
import static dev.strongpost.mailets.parity.Aspect.TEXT;
import static dev.strongpost.mailets.parity.Difference.EACH_ITS_REPLY;
import static dev.strongpost.mailets.parity.Difference.LAST_REPLY;
import static dev.strongpost.mailets.parity.Difference.ON_SUCCESS_FOR_EACH;
import static dev.strongpost.mailets.parity.Difference.PARTIAL_AT_ONCE;
import static dev.strongpost.mailets.parity.ParityCases.good;
import static dev.strongpost.mailets.parity.ParityCases.refusing;
import static dev.strongpost.mailets.parity.ParityCases.replying;
import static dev.strongpost.mailets.parity.ParityCases.situation;
import static dev.strongpost.mailets.parity.ParityCases.tooMany;

import java.util.ArrayList;
import java.util.List;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceiverBehaviourBuilder;
import dev.strongpost.testkit.smtp.Stage;

/** Several recipients that do not fare alike, and the success processor. */
final class PartialCases {
    private static final String[] THREE = {"b@open.example", "c@open.example", "d@open.example"};
    private static final String[] TWO = {"b@open.example", "c@open.example"};
    private static final String UNKNOWN = "550 5.1.1 unknown";
    private static final String LATER = "451 4.2.1 later";

    private PartialCases() {}

    static List<ParityCase> all() {
        List<ParityCase> all = new ArrayList<>();
        all.addAll(refused());
        all.addAll(deferred());
        all.addAll(notified());
        return all;
    }

    private static ParityCase partial(String name, ReceiverBehaviourBuilder host) {
        return situation(name).host(host).to(THREE).with("sendpartial", "true");
    }

    private static List<ParityCase> refused() {
        return List.of(
                partial("one of three refused", refusing("c@open.example", UNKNOWN))
                        .both(DELIVERED, "b@open.example at 1", "d@open.example at 1")
                        .both(HANDED_ON, "bounces: c@open.example permanent")
                        .stock(CODE, "250")
                        .ours(EACH_ITS_REPLY, "550"),
                situation("one of three refused, no sendpartial")
                        .host(refusing("c@open.example", UNKNOWN))
                        .to(THREE)
                        .both(DELIVERED, "b@open.example at 1", "d@open.example at 1")
                        .stock(HANDED_ON, "bounces: c@open.example")
                        .ours(EACH_ITS_REPLY, "bounces: c@open.example permanent")
                        .stock(CODE, "")
                        .ours(EACH_ITS_REPLY, "550")
                        .stock(
                                QUEUED,
                                "b@open.example,c@open.example,d@open.example in 0 ms",
                                "b@open.example,d@open.example in 20 ms")
                        .ours(PARTIAL_AT_ONCE, "b@open.example,c@open.example,d@open.example in 0 ms"),
                partial(
                                "two refused for two reasons",
                                refusing("c@open.example", "551 5.1.6 moved")
                                        .atRecipient("d@open.example", Fault.reply(UNKNOWN)))
                        .both(DELIVERED, "b@open.example at 1")
                        .stock(HANDED_ON, "bounces: c@open.example,d@open.example permanent")
                        .ours(EACH_ITS_REPLY, "bounces: c@open.example permanent", "bounces: d@open.example permanent")
                        .stock(CODE, "250")
                        .ours(EACH_ITS_REPLY, "550", "551")
                        .stock(TEXT, "551 5.1.6 moved")
                        .ours(EACH_ITS_REPLY, UNKNOWN, "551 5.1.6 moved"),
                partial("all three refused", replying(Stage.RCPT, UNKNOWN))
                        .both(HANDED_ON, "bounces: b@open.example,c@open.example,d@open.example permanent")
                        .both(TEXT, UNKNOWN)
                        .stock(CODE, "")
                        .ours(EACH_ITS_REPLY, "550"));
    }

    private static List<ParityCase> deferred() {
        return List.of(
                partial("one of three deferred", refusing("c@open.example", LATER))
                        .then(good())
                        .both(DELIVERED, "b@open.example at 1", "c@open.example at 1", "d@open.example at 1")
                        .both(
                                QUEUED,
                                "b@open.example,c@open.example,d@open.example in 0 ms",
                                "c@open.example in 20 ms"),
                situation("one of three deferred, no sendpartial")
                        .host(refusing("c@open.example", LATER))
                        .then(good())
                        .to(THREE)
                        .both(DELIVERED, "b@open.example at 1", "c@open.example at 1", "d@open.example at 1")
                        .stock(MESSAGES, "1")
                        .ours(PARTIAL_AT_ONCE, "2")
                        .stock(
                                QUEUED,
                                "b@open.example,c@open.example,d@open.example in 0 ms",
                                "b@open.example,c@open.example,d@open.example in 20 ms")
                        .ours(
                                PARTIAL_AT_ONCE,
                                "b@open.example,c@open.example,d@open.example in 0 ms",
                                "c@open.example in 20 ms"),
                partial("one of three deferred for ever", refusing("c@open.example", LATER))
                        .both(DELIVERED, "b@open.example at 1", "d@open.example at 1")
                        .both(HANDED_ON, "bounces: c@open.example temporary")
                        .stock(CODE, "")
                        .ours(LAST_REPLY, "451")
                        .stock(TEXT, tooMany(2))
                        .ours(LAST_REPLY, LATER),
                partial(
                                "one refused, one deferred",
                                refusing("c@open.example", LATER).atRecipient("d@open.example", Fault.reply(UNKNOWN)))
                        .then(good())
                        .both(DELIVERED, "b@open.example at 1", "c@open.example at 1")
                        .stock(HANDED_ON, "bounces: d@open.example")
                        .ours(EACH_ITS_REPLY, "bounces: d@open.example permanent")
                        .stock(CODE, "250")
                        .ours(EACH_ITS_REPLY, "550")
                        .stock(TEXT, LATER)
                        .ours(EACH_ITS_REPLY, UNKNOWN),
                partial(
                                "one of three refused, the message deferred",
                                refusing("c@open.example", UNKNOWN).at(Stage.END_OF_DATA, Fault.reply(LATER)))
                        .then(good())
                        .both(DELIVERED, "b@open.example at 1", "d@open.example at 1")
                        .stock(HANDED_ON, "bounces: c@open.example")
                        .ours(EACH_ITS_REPLY, "bounces: c@open.example permanent")
                        .stock(CODE, "451")
                        .ours(EACH_ITS_REPLY, "550"));
    }

    private static List<ParityCase> notified() {
        return List.of(
                situation("onSuccess").host(good()).with("onSuccess", "sent").both(HANDED_ON, "sent: b@open.example"),
                situation("onSuccess after a retry")
                        .host(replying(Stage.MAIL, LATER))
                        .then(good())
                        .with("onSuccess", "sent")
                        .stock(HANDED_ON, "sent: ", "sent: b@open.example temporary")
                        .ours(ON_SUCCESS_FOR_EACH, "sent: b@open.example temporary")
                        .stock(CODE, "", "")
                        .ours(ON_SUCCESS_FOR_EACH, "")
                        .stock(TEXT, "", "")
                        .ours(ON_SUCCESS_FOR_EACH, ""),
                situation("onSuccess and one of two refused")
                        .host(refusing("c@open.example", UNKNOWN))
                        .to(TWO)
                        .with("onSuccess", "sent")
                        .with("sendpartial", "true")
                        .stock(HANDED_ON, "bounces: c@open.example permanent")
                        .ours(ON_SUCCESS_FOR_EACH, "bounces: c@open.example permanent", "sent: b@open.example")
                        .stock(CODE, "250")
                        .ours(EACH_ITS_REPLY, "", "550")
                        .stock(TEXT, UNKNOWN)
                        .ours(ON_SUCCESS_FOR_EACH, "", UNKNOWN),
                situation("onSuccess and one of two deferred")
                        .host(refusing("c@open.example", LATER))
                        .then(good())
                        .to(TWO)
                        .with("onSuccess", "sent")
                        .with("sendpartial", "true")
                        .both(HANDED_ON, "sent: b@open.example", "sent: c@open.example temporary"),
                situation("onSuccess and all refused")
                        .host(replying(Stage.MAIL, UNKNOWN))
                        .with("onSuccess", "sent")
                        .both(HANDED_ON, "bounces: b@open.example permanent"));
    }
}
