// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.util.List;
import java.util.stream.Stream;

import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviourBuilder;
import dev.strongpost.testkit.smtp.Stage;

/** All situations, and the words that the tables of them share. */
final class ParityCases {
    private ParityCases() {}

    static List<ParityCase> all() {
        return Stream.of(
                        EnvelopeCases.all(),
                        ContentCases.all(),
                        RefusalCases.all(),
                        PartialCases.all(),
                        HostCases.all(),
                        ScheduleCases.all())
                .flatMap(List::stream)
                .toList();
    }

    static ParityCase situation(String name) {
        return new ParityCase(name);
    }

    /** A host that takes everything. */
    static ReceiverBehaviourBuilder good() {
        return ReceiverBehaviour.builder();
    }

    /** A host that replies so at one stage. */
    static ReceiverBehaviourBuilder replying(Stage stage, String reply) {
        return good().at(stage, Fault.reply(reply));
    }

    /** A host that replies so to one recipient. */
    static ReceiverBehaviourBuilder refusing(String recipient, String reply) {
        return good().atRecipient(recipient, Fault.reply(reply));
    }

    /** Says that all retries are in vain, and with which reply ours then hands the mail on. */
    static ParityCase inVain(ParityCase situation, int retries, String reply) {
        return situation
                .both(Aspect.HANDED_ON, "bounces: b@open.example temporary")
                .stock(Aspect.CODE, "")
                .ours(Difference.LAST_REPLY, reply.substring(0, 3))
                .stock(Aspect.TEXT, tooMany(retries))
                .ours(Difference.LAST_REPLY, reply);
    }

    /**
     * Says that all retries are in vain for want of a reply, and in which words of its own ours then hands the mail on.
     */
    static ParityCase inVainWithoutReply(ParityCase situation, int retries, String words) {
        return situation
                .both(Aspect.HANDED_ON, "bounces: b@open.example temporary")
                .both(Aspect.CODE, "")
                .stock(Aspect.TEXT, tooMany(retries))
                .ours(Difference.LAST_REPLY, words);
    }

    static String tooMany(int retries) {
        return "Too many retries failure. Bouncing after " + retries + " retries.";
    }

    /** Says that the mail comes back at once with the reply. */
    static ParityCase refused(ParityCase situation, String reply) {
        return situation
                .both(Aspect.HANDED_ON, "bounces: b@open.example permanent")
                .both(Aspect.CODE, reply.substring(0, 3))
                .both(Aspect.TEXT, reply)
                .both(Aspect.QUEUED, "b@open.example in 0 ms");
    }

    /** Says so where RCPT is refused, which leaves James's mailet without the code. */
    static ParityCase recipientRefused(ParityCase situation, String reply) {
        return refused(situation, reply).stock(Aspect.CODE, "").ours(Difference.EACH_ITS_REPLY, reply.substring(0, 3));
    }
}
