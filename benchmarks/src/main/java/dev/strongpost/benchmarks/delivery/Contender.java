// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.apache.james.transport.mailets.RemoteDelivery;
import org.apache.mailet.Mailet;

import dev.strongpost.james.PolicyTables;
import dev.strongpost.james.PresentedCertificates;
import dev.strongpost.james.RunningFaults;
import dev.strongpost.mailets.DeliveryMetrics;
import dev.strongpost.mailets.KnownProcessors;
import dev.strongpost.mailets.OutgoingQueues;
import dev.strongpost.mailets.TlsRemoteDelivery;

/** Who delivers. Both ask for TLS and check no certificate. */
public enum Contender {
    /** James 3.8.1's own mailet. */
    STOCK {
        @Override
        Mailet make(JamesParts james) {
            return new RemoteDelivery(james.dns(), james.domains(), james.queues(), james.metrics());
        }

        @Override
        Map<String, String> parameters(Path directory) {
            Map<String, String> parameters = common();
            parameters.put("startTLS", "true");
            parameters.put("mail.smtp.starttls.required", "true");
            parameters.put("mail.smtp.ssl.trust", "*");
            parameters.put("verifyServerIdentity", "false");
            return parameters;
        }
    },
    /** TlsRemoteDelivery, with a table that asks for {@code encrypt} everywhere. */
    OURS {
        @Override
        Mailet make(JamesParts james) {
            return new TlsRemoteDelivery(
                    (timeout, keepFailures, dnssec) -> james.dns(),
                    james.domains(),
                    james.queues(),
                    new PolicyTables(james.files()),
                    new OutgoingQueues(),
                    james.files(),
                    new KnownProcessors(() -> {
                        throw new IllegalStateException("there are no processors here");
                    }),
                    new DeliveryMetrics(james.metrics(), james.gauges(), james.registry()),
                    new PresentedCertificates(),
                    new RunningFaults());
        }

        @Override
        Map<String, String> parameters(Path directory) {
            Map<String, String> parameters = common();
            parameters.put("policy", directory.resolve(POLICY).toString());
            return parameters;
        }
    };

    static final String POLICY = "tls-policy.conf";
    static final String QUEUE = "benchmark";

    abstract Mailet make(JamesParts james);

    abstract Map<String, String> parameters(Path directory);

    private static Map<String, String> common() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("outgoing", QUEUE);
        parameters.put("heloName", "james.example");
        return parameters;
    }

    /** Returns its name in tables. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
