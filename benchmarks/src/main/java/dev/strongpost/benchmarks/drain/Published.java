// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.drain;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.strongpost.benchmarks.Options;
import dev.strongpost.benchmarks.Table;
import dev.strongpost.benchmarks.delivery.Contender;
import dev.strongpost.benchmarks.delivery.Load;
import dev.strongpost.benchmarks.process.WorkDirectory;
import dev.strongpost.benchmarks.receiver.Receiver;
import dev.strongpost.benchmarks.receiver.ReceiverSettings;

/**
 * Many destinations with few mails each, without and with what they publish looked up: what the lookups cost where DNS
 * answers at once, as from a warm cache. The hosts publish nothing, which is proven; a handshake costs the same either way.
 */
public final class Published {
    private static final int PER_DESTINATION = 5;
    private static final int WARM_UP = 2_000;

    private Published() {}

    /** Runs it and prints its table. */
    public static void run(Options options) throws Exception {
        int messages = options.messages(10_000, 2_000);
        int destinations = Math.max(1, messages / PER_DESTINATION);
        Map<String, Map<String, String>> settings = new LinkedHashMap<>();
        settings.put("off", Map.of());
        settings.put(
                "on",
                Map.of(
                        "published",
                        "on",
                        "stateDirectory",
                        WorkDirectory.get().resolve("state").toString()));
        Table table = new Table("published", "messages", "messages/s", "CPU ms/message");
        try (Receiver receiver = Receiver.start(ReceiverSettings.PLAIN.withHosts(destinations))) {
            for (Map.Entry<String, Map<String, String>> setting : settings.entrySet()) {
                Scenario scenario = Scenario.of(receiver.settings(), Load.of(messages, destinations))
                        .withWarmUp(Load.of(Math.min(messages, WARM_UP), destinations))
                        .withOurs(setting.getValue())
                        .oursAlone();
                Comparison.of(scenario, receiver, options)
                        .median(Contender.OURS)
                        .ifPresent(row -> table.row(
                                setting.getKey(),
                                row.mails(),
                                Table.number(row.rate(), 0),
                                Table.number(row.cpuMillisPerMail(), 3)));
            }
        }
        table.print();
    }
}
