package dev.strongpost.benchmarks.drain;

import java.time.Duration;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.DeliveryProcess;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.benchmarks.receiver.Receiver;

/** One delivery process from its start to its end: a round to warm up, and one that is measured. */
final class Trial {
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final Receiver receiver;
    private final Options options;

    Trial(Scenario scenario, Receiver receiver, Options options) {
        this.scenario = scenario;
        this.receiver = receiver;
        this.options = options;
    }

    Measurement run(Contender contender) {
        try (DeliveryProcess delivery =
                DeliveryProcess.start(contender, receiver.hosts(), options.jvm(), scenario.parameters(contender))) {
            if (scenario.warmUp().messages() > 0) {
                round(contender, delivery, scenario.warmUp());
            }
            return round(contender, delivery, scenario.load());
        }
    }

    private Measurement round(Contender contender, DeliveryProcess delivery, Load load) {
        delivery.fill(load);
        receiver.reset();
        Figures before = delivery.resetUsage();
        long startedAt = delivery.start().get("at");
        Figures received = receiver.await(load.messages(), scenario.limit());
        boolean complete = received.get("mails") >= load.messages();
        Figures emptied = delivery.awaitEmpty(complete ? SETTLE : Duration.ZERO);
        Figures after = delivery.usage();
        received = receiver.counters();
        check(contender, emptied, complete);
        delivery.stop();
        long endedAt = complete
                ? Math.max(received.get("lastMailAt"), emptied.get("emptyAt"))
                : startedAt + scenario.limit().toMillis();
        return new Measurement(
                contender,
                complete,
                endedAt - startedAt,
                after.get("cpu") - before.get("cpu"),
                before.get("threads"),
                after.get("peakThreads"),
                received);
    }

    private static void check(Contender contender, Figures emptied, boolean complete) {
        if (emptied.get("bounced") > 0) {
            throw new IllegalStateException(contender.title() + ": " + emptied.get("bounced") + " mails bounced");
        }
        if (complete && emptied.get("emptyAt") == 0) {
            throw new IllegalStateException(contender.title() + ": all mail has arrived, but the queue is not empty");
        }
    }
}
