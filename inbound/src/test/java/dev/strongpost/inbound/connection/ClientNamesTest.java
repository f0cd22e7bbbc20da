// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.dns.DnsResolver;
import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.dns.DnsQuery;
import dev.strongpost.testkit.dns.FakeDns;

class ClientNamesTest {
    private static final InetAddress CLIENT = InetAddresses.forString("192.0.2.7");
    private static final InetAddress OTHER = InetAddresses.forString("192.0.2.8");
    private static final String REVERSE = "7.2.0.192.in-addr.arpa";

    @AutoClose
    private final FakeDns dns = FakeDns.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private final ClientNames names = new ClientNames(
            DnsResolver.of(List.of(dns.address()), Duration.ofSeconds(1), 100, DnsResolver.LONGEST_FAILURE));

    private List<String> lookup() {
        return settled(names.lookup(CLIENT)).known().orElseThrow();
    }

    private static ClientName settled(ClientName name) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        name.whenSettled(() -> settled.complete(null));
        settled.join();
        return name;
    }

    @Test
    void nameShouldCountWhenItLeadsBackToTheAddress() {
        dns.zone().ptr(REVERSE, "MX.Partner.Example");
        dns.address("mx.partner.example", OTHER).address("mx.partner.example", CLIENT);

        assertThat(lookup()).containsExactly("mx.partner.example");
    }

    @Test
    void everyNameThatLeadsBackShouldCount() {
        dns.zone().ptr(REVERSE, "a.example").ptr(REVERSE, "elsewhere.example").ptr(REVERSE, "b.example");
        dns.address("a.example", CLIENT).address("b.example", CLIENT).address("elsewhere.example", OTHER);

        assertThat(lookup()).containsExactlyInAnyOrder("a.example", "b.example");
    }

    @Test
    void addressOfIpVersion6ShouldHaveItsName() {
        InetAddress client = InetAddresses.forString("2001:db8::7");
        dns.zone().ptr("7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", "six.example");
        dns.address("six.example", client);

        assertThat(settled(names.lookup(client)).known()).hasValue(ImmutableList.of("six.example"));
    }

    @Test
    void nameShouldNotCountWhenItLeadsElsewhere() {
        dns.zone().ptr(REVERSE, "mx.partner.example");
        dns.address("mx.partner.example", OTHER);

        assertThat(lookup()).isEmpty();
    }

    @Test
    void nameShouldNotCountWhenItLeadsNowhere() {
        dns.zone().ptr(REVERSE, "mx.partner.example");

        assertThat(lookup()).isEmpty();
    }

    @Test
    void addressWithoutNameShouldHaveNone() {
        assertThat(lookup()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "a\\032b.example", "."})
    void whatIsNoHostNameShouldNotCount(String name) {
        dns.zone().ptr(REVERSE, name);

        assertThat(lookup()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DnsFault.class,
            names = {"SERVFAIL", "REFUSED", "SILENCE"})
    void nameShouldBeUnknownWhenTheReverseLookupFails(DnsFault fault) {
        dns.zone().fail(REVERSE, fault);

        assertThat(settled(names.lookup(CLIENT)).known()).isEmpty();
    }

    @Test
    void namesShouldBeUnknownWhenOneOfThemCannotBeConfirmed() {
        dns.zone().ptr(REVERSE, "a.example").ptr(REVERSE, "b.example").fail("b.example", DnsFault.SERVFAIL);
        dns.address("a.example", CLIENT);

        assertThat(settled(names.lookup(CLIENT)).known()).isEmpty();
    }

    @Test
    void nameShouldBeUnknownWhenTheTimeIsUp() {
        ClientName late = new ClientName(new CompletableFuture<>(), Duration.ZERO);

        assertThat(late.isSettled()).isTrue();
        assertThat(settled(late).known()).isEmpty();
    }

    @Test
    void knownShouldNotWait() {
        CompletableFuture<ImmutableList<String>> answer = new CompletableFuture<>();
        ClientName name = new ClientName(answer, Duration.ofHours(1));

        assertThat(name.known()).isEmpty();
        assertThat(name.isSettled()).isFalse();
        answer.complete(ImmutableList.of("mx.partner.example"));
        assertThat(name.known()).hasValue(ImmutableList.of("mx.partner.example"));
    }

    @Test
    void connectionsFromOneAddressShouldTakeOnePlace() {
        dns.zone().fail(REVERSE, DnsFault.SILENCE);
        dns.zone().ptr("8.2.0.192.in-addr.arpa", "neighbour.example");
        dns.address("neighbour.example", InetAddresses.forString("192.0.2.8"));

        List<ClientName> all = Stream.generate(() -> names.lookup(CLIENT))
                .limit(10L * LookupLimits.MOST_OF_A_NETWORK)
                .toList();

        assertThat(settled(names.lookup(InetAddresses.forString("192.0.2.8"))).known())
                .hasValue(ImmutableList.of("neighbour.example"));
        assertThat(all).noneMatch(ClientName::isSettled);
    }

    @Test
    void deadReverseZoneOfOneNetworkShouldNotDelayAnother() {
        for (int i = 0; i < 250; i++) {
            dns.zone().fail(i + ".113.0.203.in-addr.arpa", DnsFault.SILENCE);
        }
        dns.zone().ptr(REVERSE, "mx.partner.example");
        dns.address("mx.partner.example", CLIENT);
        for (int i = 0; i < 1_000; i++) {
            assertThat(names.lookup(InetAddresses.forString("203.0.113." + i % 250)))
                    .isNotNull();
        }

        ClientName unaffected = names.lookup(CLIENT);

        CompletableFuture<Void> settled = new CompletableFuture<>();
        unaffected.whenSettled(() -> settled.complete(null));
        settled.join();
        assertThat(unaffected.known()).hasValue(ImmutableList.of("mx.partner.example"));
        assertThat(reverseQueries("113.0.203")).isLessThanOrEqualTo(2 * LookupLimits.MOST_OF_A_NETWORK);
    }

    @Test
    void lookupThatNobodyWaitsForShouldAskNothingMore() {
        for (int i = 0; i < 200; i++) {
            dns.zone().fail(i + ".113.0.203.in-addr.arpa", DnsFault.SILENCE);
            names.lookup(InetAddresses.forString("203.0.113." + i)).abandon();
        }

        Awaitility.await().pollDelay(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(reverseQueries("113.0.203"))
                .isLessThanOrEqualTo(LookupLimits.MOST_OF_A_NETWORK));
    }

    /** Returns of how many addresses in that zone the name was asked for. */
    private long reverseQueries(String zone) {
        return dns.zone().queries().stream()
                .map(DnsQuery::toString)
                .filter(query -> query.contains(zone + ".in-addr.arpa"))
                .distinct()
                .count();
    }
}
