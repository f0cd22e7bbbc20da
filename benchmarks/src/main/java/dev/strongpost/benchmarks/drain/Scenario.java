// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * What is delivered whereto.
 *
 * @param receiver how the other side behaves
 * @param load the mail that is measured
 * @param warmUp the mail that the same JVM delivers before, unmeasured
 * @param contenders who delivers it, in this order
 * @param ours parameters of TlsRemoteDelivery
 * @param limit how long a round may take; what has not arrived by then counts as not delivered
 */
public record Scenario(
        ReceiverSettings receiver,
        Load load,
        Load warmUp,
        List<Contender> contenders,
        Map<String, String> ours,
        Duration limit) {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(10);
    private static final Load NOTHING = Load.of(0, 1);

    /** Returns a scenario of both contenders, in which the warm-up is the same load. */
    public static Scenario of(ReceiverSettings receiver, Load load) {
        return new Scenario(receiver, load, load, List.of(Contender.values()), Map.of(), USUAL_LIMIT);
    }

    /** Returns the same with another warm-up. */
    public Scenario withWarmUp(Load other) {
        return new Scenario(receiver, load, other, contenders, ours, limit);
    }

    /** Returns the same with parameters for ours. */
    public Scenario withOurs(Map<String, String> parameters) {
        return new Scenario(receiver, load, warmUp, contenders, parameters, limit);
    }

    /** Returns the same with nothing delivered before. */
    public Scenario withoutWarmUp() {
        return withWarmUp(NOTHING);
    }

    /** Returns the same for ours alone. */
    public Scenario oursAlone() {
        return new Scenario(receiver, load, warmUp, List.of(Contender.OURS), ours, limit);
    }

    /** Returns the same with another limit to the time of a round. */
    public Scenario within(Duration time) {
        return new Scenario(receiver, load, warmUp, contenders, ours, time);
    }

    Map<String, String> parameters(Contender contender) {
        return contender == Contender.OURS ? ours : Map.of();
    }
}
