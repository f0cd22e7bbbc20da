// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.peers.RealServer;

/** Our resolver behind Debian's Unbound, which asks a server that can be told to fail. */
@Tag("peers")
class UnboundTest {
    private static final InetSocketAddress ADDRESS =
            new InetSocketAddress(Loopback.freshAddress(), Loopback.freePort(Loopback.freshAddress()));

    private FakeDns zone;
    private RealServer unbound;
    private DnsResolver resolver;

    @BeforeEach
    void start() {
        RealServer.obstacle("unbound").ifPresent(Assumptions::abort);
        RealServer.write("unbound", "etc/anchors", "");
        zone = FakeDns.start(new InetSocketAddress(Loopback.freshAddress(), 0));
        unbound = RealServer.start(
                "unbound", ADDRESS, zone.host() + "@" + zone.address().getPort());
        resolver = DnsResolver.of(List.of(ADDRESS), Duration.ofSeconds(4), 100, DnsResolver.LONGEST_FAILURE);
    }

    @AfterEach
    void stop() {
        if (unbound != null) {
            unbound.close();
        }
        if (zone != null) {
            zone.close();
        }
    }

    private DnsAnswer<MailExchanger> ask(String domain) throws Exception {
        return resolver.mailExchangers(domain).get(30, TimeUnit.SECONDS);
    }

    @Test
    void recordsAndAbsenceShouldBeToldApart() throws Exception {
        zone.mx("open.example", 10, "mx.open.example").address("mx.open.example", InetAddress.getByName("192.0.2.7"));

        assertThat(ask("open.example").records()).containsExactly(MailExchanger.of(10, "mx.open.example"));
        assertThat(ask("mx.open.example").isAbsent()).isTrue();
        assertThat(ask("nowhere.example").isAbsent()).isTrue();
        assertThat(resolver.addresses("mx.open.example", AddressFamily.IPV4)
                        .join()
                        .records())
                .hasSize(1);
        assertThat(resolver.addresses("mx.open.example", AddressFamily.IPV6)
                        .join()
                        .isAbsent())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = DnsFault.class,
            names = {"SERVFAIL", "REFUSED", "GARBAGE", "SILENCE"})
    void whatItCannotFindOutShouldBeTemporary(DnsFault fault) throws Exception {
        zone.zone().fail("open.example", fault);

        assertThat(ask("open.example").isTemporary()).isTrue();
    }

    @Test
    void aliasesShouldBeFollowed() throws Exception {
        zone.mx("real.example", 10, "mx.real.example");
        zone.add(new CNAMERecord(Name.fromString("alias.example."), DClass.IN, 60, Name.fromString("real.example.")));

        assertThat(ask("alias.example").records()).containsExactly(MailExchanger.of(10, "mx.real.example"));
    }

    @Test
    void aLoopOfAliasesShouldEnd() throws Exception {
        zone.add(new CNAMERecord(Name.fromString("a.example."), DClass.IN, 60, Name.fromString("b.example.")));
        zone.add(new CNAMERecord(Name.fromString("b.example."), DClass.IN, 60, Name.fromString("a.example.")));

        assertThat(ask("a.example").records()).isEmpty();
    }

    @Test
    void anAnswerThatIsTooLongForADatagramShouldComeWhole() throws Exception {
        for (int i = 0; i < 200; i++) {
            zone.mx("many.example", i, "host-with-a-long-name-" + i + ".many.example");
        }

        assertThat(ask("many.example").records()).hasSize(200);
    }
}
