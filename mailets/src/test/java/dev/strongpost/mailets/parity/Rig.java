// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.james.server.core.MailImpl;
import org.apache.james.util.MimeMessageUtil;
import org.awaitility.Awaitility;

import dev.strongpost.mailets.delivery.DeliveryFixture;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** Has one mailet live through a {@link ParityCase}, with hosts and a queue of its own. */
enum Rig {
    /** James's mailet. */
    STOCK(true),
    /** Ours, with the same parameters. */
    OURS(true),
    /** Ours, finding the hosts by MX records. */
    OURS_BY_MX(false);

    private final boolean throughGateways;

    Rig(boolean throughGateways) {
        this.throughGateways = throughGateways;
    }

    /** Runs {@code situation} until its mail is delivered or given up, and tells what became of it. */
    Outcome run(ParityCase situation, Path directory) throws Exception {
        RecordingQueues queues = new RecordingQueues();
        try (DeliveryFixture delivery = new DeliveryFixture(directory, queues)) {
            List<SmtpReceiver> hosts = listen(situation, delivery);
            situation
                    .afterFirstAttempt()
                    .ifPresent(next -> queues.onRetry(retry -> hosts.forEach(host -> host.behave(next))));
            situation.names().accept(delivery.dns());
            configure(situation, delivery, hosts);
            MailImpl mail = mail(situation, delivery);
            if (this == STOCK) {
                delivery.startStock();
            } else {
                delivery.start();
            }
            delivery.send(mail);
            Awaitility.await()
                    .atMost(DeliveryFixture.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(queues::isQuiet);
            return Outcome.of(hosts, delivery.context(), queues);
        }
    }

    private static List<SmtpReceiver> listen(ParityCase situation, DeliveryFixture delivery) {
        List<SmtpReceiver> hosts = new ArrayList<>();
        for (Optional<ReceiverBehaviour> host : situation.hosts()) {
            if (host.isPresent()) {
                hosts.add(delivery.exchanger(ParityCase.DOMAIN, host.get()));
            } else {
                delivery.deadExchanger(ParityCase.DOMAIN);
            }
        }
        return hosts;
    }

    private void configure(ParityCase situation, DeliveryFixture delivery, List<SmtpReceiver> hosts) {
        delivery.with("delayTime", "2*20 ms").with("maxRetries", "2");
        if (throughGateways && situation.route() != ParityCase.Route.DNS) {
            delivery.with("gateway", gateways(situation, delivery.port())).with("loadBalancing", "false");
        }
        situation.parameters().forEach((name, value) -> {
            if (value.isEmpty()) {
                delivery.without(name);
            } else {
                delivery.with(name, value.equals(ParityCase.FIRST_ADDRESS) ? address(hosts.get(0)) : value);
            }
        });
    }

    private static String address(SmtpReceiver host) {
        return host.host() + ":" + host.port();
    }

    private static String gateways(ParityCase situation, int port) {
        return IntStream.rangeClosed(1, situation.hosts().size())
                .mapToObj(i -> "mx" + i + "." + ParityCase.DOMAIN + ":" + port)
                .collect(Collectors.joining(", "));
    }

    private static MailImpl mail(ParityCase situation, DeliveryFixture delivery) throws Exception {
        MailImpl mail = delivery.mail(
                situation.sender(),
                MimeMessageUtil.mimeMessageFromStream(new ByteArrayInputStream(situation.message())),
                situation.recipients());
        situation.finish().accept(mail);
        return mail;
    }
}
