// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.dns.DnsResolver;
import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** Name servers that say nothing, asked by the resolver that James would use. */
@Tag("slow")
class SilentNameServersTest {
    /** How many domains have one. */
    private static final int DOMAINS = Integer.getInteger("strongpost.silent.domains", 64);

    private static final Duration DNS_TIMEOUT = Duration.ofMinutes(1);
    private static final String LIVE = "open.example";

    @TempDir
    Path directory;

    @AutoClose
    private final FakeDns dns = FakeDns.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    @AutoClose
    private DeliveryFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new DeliveryFixture(directory)
                .with("maxMailsInFlight", String.valueOf(2 * DOMAINS))
                .lookup(DnsResolver.of(List.of(dns.address()), DNS_TIMEOUT, 1000, Duration.ofSeconds(1)));
    }

    @Test
    void mailToALiveHostShouldNotWaitForThem() throws Exception {
        SmtpReceiver host = fixture.exchanger(LIVE, ReceiverBehaviour.withoutTls());
        dns.mailDomain(LIVE, host);
        fixture.start();
        for (int i = 0; i < DOMAINS; i++) {
            dns.zone().fail("silent" + i + ".example", DnsFault.SILENCE);
            fixture.send("a@here.example", "b@silent" + i + ".example");
        }
        fixture.send("a@here.example", "b@" + LIVE);

        host.awaitReceived(1, DNS_TIMEOUT.dividedBy(2));
        assertThat(fixture.queued()).isGreaterThanOrEqualTo(DOMAINS);
    }
}
