// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.net.InetAddresses;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.MailExchanger;

class DestinationsTest {
    private static final List<AddressFamily> BOTH = List.of(AddressFamily.IPV6, AddressFamily.IPV4);

    private final Map<String, DnsAnswer<MailExchanger>> exchangers = new HashMap<>();
    private final Map<String, DnsAnswer<InetAddress>> addresses = new HashMap<>();
    private final HostLookup dns = new HostLookup() {
        @Override
        public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
            return CompletableFuture.completedFuture(exchangers.getOrDefault(domain, DnsAnswer.absent()));
        }

        @Override
        public CompletableFuture<DnsAnswer<String>> texts(String name) {
            return CompletableFuture.completedFuture(DnsAnswer.absent());
        }

        @Override
        public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
            return CompletableFuture.completedFuture(
                    addresses.getOrDefault(host + " " + family.word(), DnsAnswer.absent()));
        }
    };

    private void mx(String... records) {
        List<MailExchanger> all = new ArrayList<>();
        for (String record : records) {
            String[] parts = record.split(" ");
            all.add(MailExchanger.of(Integer.parseInt(parts[0]), parts[1]));
        }
        exchangers.put("open.example", DnsAnswer.of(all));
    }

    private void host(String name, String... its) {
        for (AddressFamily family : AddressFamily.values()) {
            List<InetAddress> ofFamily = new ArrayList<>();
            for (String text : its) {
                InetAddress address = InetAddresses.forString(text);
                if (AddressFamily.of(address) == family) {
                    ofFamily.add(address);
                }
            }
            addresses.put(name + " " + family.word(), DnsAnswer.of(ofFamily));
        }
    }

    private void noAnswer(String host) {
        BOTH.forEach(family -> addresses.put(host + " " + family.word(), DnsAnswer.temporary("no answer for " + host)));
    }

    private Destinations destinations(List<AddressFamily> families, OwnHosts own) {
        return new Destinations(dns, 25, families, own, List.of(), false);
    }

    private List<String> found(OwnHosts own) {
        return found("open.example", BOTH, own);
    }

    private List<String> found(String domain, List<AddressFamily> families, OwnHosts own) {
        List<String> texts = new ArrayList<>();
        destinations(families, own).of(domain).join().forEach(destination -> texts.add(destination.toString()));
        return texts;
    }

    private ResolutionException failure(OwnHosts own) {
        return (ResolutionException)
                catchThrowable(() -> destinations(BOTH, own).of("open.example").join())
                        .getCause();
    }

    @Test
    void hostsShouldComeByPreferenceAndTheirAddressesInterleaved() {
        mx("20 mx2.open.example", "10 mx1.open.example");
        host("mx1.open.example", "192.0.2.1", "192.0.2.2", "2001:db8::1");
        host("mx2.open.example", "192.0.2.3");

        assertThat(found(OwnHosts.none()))
                .containsExactly(
                        "mx1.open.example[2001:db8::1]:25",
                        "mx1.open.example[192.0.2.1]:25",
                        "mx1.open.example[192.0.2.2]:25",
                        "mx2.open.example[192.0.2.3]:25");
    }

    @Test
    void familiesShouldBeThoseThatAreWanted() {
        mx("10 mx1.open.example");
        host("mx1.open.example", "192.0.2.1", "2001:db8::1");

        assertThat(found("open.example", List.of(AddressFamily.IPV4), OwnHosts.none()))
                .containsExactly("mx1.open.example[192.0.2.1]:25");
    }

    @Test
    void aHostThatIsNotAnsweredForShouldStayAsOneOutOfReach() {
        mx("10 mx1.open.example", "20 mx2.open.example");
        noAnswer("mx1.open.example");
        host("mx2.open.example", "192.0.2.2");

        List<Destination> found =
                destinations(BOTH, OwnHosts.none()).of("open.example").join();

        assertThat(found).hasSize(2);
        assertThat(found.get(0).unresolvedBecause()).hasValue("no answer for mx1.open.example");
        assertThat(found.get(1).unresolvedBecause()).isEmpty();
    }

    @Test
    void aHostWithManyAddressesShouldNotKeepTheOthersFromTheirTurn() {
        mx("1 many.open.example", "10 mx2.open.example");
        String[] many = new String[25];
        for (int i = 0; i < many.length; i++) {
            many[i] = "192.0.2." + (i + 1);
        }
        host("many.open.example", many);
        host("mx2.open.example", "198.51.100.1");

        assertThat(found(OwnHosts.none())).hasSize(6).last().isEqualTo("mx2.open.example[198.51.100.1]:25");
    }

    @ParameterizedTest
    @CsvSource({".", "mx.open.example:25", "-", "a..b", "192.0.2.1", "'mx,other.example'"})
    void aRecordThatNamesNoHostShouldCostOnlyItself(String target) {
        mx("1 " + target, "10 mx_1.open.example");
        host("mx_1.open.example", "192.0.2.1");

        assertThat(found(OwnHosts.none()))
                .filteredOn(host -> !host.startsWith("-"))
                .containsExactly("mx_1.open.example[192.0.2.1]:25");
    }

    @Test
    void aDomainWithoutExchangerShouldBeItsOwnHost() {
        host("open.example", "2001:db8::1");

        assertThat(found(OwnHosts.none())).containsExactly("open.example[2001:db8::1]:25");
    }

    @Test
    void aDomainWithoutExchangerWhoseAddressIsNotAnsweredForShouldWait() {
        noAnswer("open.example");

        assertThat(failure(OwnHosts.none()).kind()).isEqualTo(ResolutionException.Kind.TEMPORARY);
    }

    @Test
    void aDomainWithNothingShouldNotExist() {
        assertThat(failure(OwnHosts.none()).kind()).isEqualTo(ResolutionException.Kind.NO_SUCH_DOMAIN);
    }

    @Test
    void aNullMxShouldBeARefusal() {
        mx("0 .");

        assertThat(failure(OwnHosts.none()).kind()).isEqualTo(ResolutionException.Kind.NULL_MX);
    }

    @Test
    void whoIsAmongTheExchangersShouldLeaveOutItselfAndWhatIsNoBetter() {
        mx("10 mx1.open.example", "20 us.open.example", "20 equal.open.example", "30 mx3.open.example");
        host("mx1.open.example", "192.0.2.1");
        host("us.open.example", "192.0.2.2");
        host("equal.open.example", "192.0.2.3");
        host("mx3.open.example", "192.0.2.4");

        assertThat(found(OwnHosts.of(() -> "US.open.example", Set.of())))
                .containsExactly("mx1.open.example[192.0.2.1]:25");
        assertThat(found(OwnHosts.of(() -> "", Set.of(InetAddresses.forString("192.0.2.2")))))
                .containsExactly("mx1.open.example[192.0.2.1]:25");
    }

    @Test
    void whoIsTheBestExchangerShouldSayThatMailLoops() {
        mx("10 us.open.example");
        host("us.open.example", "192.0.2.2");

        ResolutionException loop = failure(OwnHosts.of(() -> "us.open.example", Set.of()));

        assertThat(loop.isPermanent()).isTrue();
        assertThat(loop.status()).isEqualTo("5.4.6");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, 192.0.2.7", "[192.0.2.7], 192.0.2.7", "IPv6:2001:db8::1, 2001:db8::1"})
    void anAddressLiteralShouldBeTheHost(String domain, String address) {
        assertThat(found(domain, BOTH, OwnHosts.none())).containsExactly(address + "[" + address + "]:25");
    }
}
