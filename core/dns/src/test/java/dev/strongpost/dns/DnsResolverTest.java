// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.dns.FakeDns;

@Tag("slow")
class DnsResolverTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Map<DnsFault, String> WORDS = Map.of(
            DnsFault.SILENCE, "no answer",
            DnsFault.REFERRAL, "a referral",
            DnsFault.GARBAGE, "an answer that makes no sense");

    private static final int MANY = 10_000;
    /** More than the receive buffer of a socket has room for get lost. */
    private static final int AT_A_TIME = 100;

    private final FakeDns dns = FakeDns.start();
    private final DnsResolver resolver = resolver(dns.address());

    private static DnsResolver resolver(InetSocketAddress... servers) {
        return DnsResolver.of(List.of(servers), TIMEOUT, 100, DnsResolver.LONGEST_FAILURE);
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    private DnsAnswer<InetAddress> addresses(String host) throws Exception {
        return resolver.addresses(host, AddressFamily.IPV4).get(20, TimeUnit.SECONDS);
    }

    @Test
    void recordsShouldBeReadAsTheyAre() throws Exception {
        dns.mx("open.example", 10, "mx1.open.example").mx("open.example", 20, ".");

        assertThat(resolver.mailExchangers("open.example").join().records())
                .containsExactlyInAnyOrder(MailExchanger.of(10, "mx1.open.example"), MailExchanger.of(20, ""));
    }

    @Test
    void bothFamiliesShouldBeAsked() throws Exception {
        dns.address("mx.open.example", address("192.0.2.7"));
        dns.add(new AAAARecord(
                Name.fromString("mx.open.example."), DClass.IN, 60, (Inet6Address) address("2001:db8::7")));

        assertThat(addresses("mx.open.example").records()).containsExactly(address("192.0.2.7"));
        assertThat(resolver.addresses("mx.open.example", AddressFamily.IPV6)
                        .join()
                        .records())
                .containsExactly(address("2001:db8::7"));
    }

    @Test
    void anAliasShouldBeFollowed() throws Exception {
        dns.address("real.example", address("192.0.2.7"));
        dns.add(new CNAMERecord(Name.fromString("alias.example."), DClass.IN, 60, Name.fromString("real.example.")));

        assertThat(addresses("alias.example").records()).containsExactly(address("192.0.2.7"));
    }

    @Test
    void aLoopOfAliasesShouldEnd() throws Exception {
        dns.add(new CNAMERecord(Name.fromString("a.example."), DClass.IN, 60, Name.fromString("b.example.")));
        dns.add(new CNAMERecord(Name.fromString("b.example."), DClass.IN, 60, Name.fromString("a.example.")));

        assertThat(addresses("a.example").records()).isEmpty();
    }

    @Test
    void aNameThatIsNotThereShouldBeAbsent() throws Exception {
        dns.address("mx.open.example", address("192.0.2.7"));

        assertThat(addresses("nowhere.example").isAbsent()).isTrue();
        assertThat(resolver.addresses("mx.open.example", AddressFamily.IPV6)
                        .join()
                        .isAbsent())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a..example", "", "x.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void whatIsNoNameShouldBeAbsent(String name) throws Exception {
        assertThat(addresses(name).records()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DnsFault.class,
            names = {"SERVFAIL", "REFUSED", "REFERRAL", "GARBAGE", "SILENCE"})
    void aFailureShouldBeTemporaryAndNameTheQuestion(DnsFault fault) throws Exception {
        dns.zone().fail("mx.open.example", fault);

        DnsAnswer<InetAddress> answer = addresses("mx.open.example");

        assertThat(answer.isTemporary()).isTrue();
        assertThat(answer.failure().orElseThrow())
                .startsWith("DNS, A mx.open.example: ")
                .contains(WORDS.getOrDefault(fault, fault.name()));
    }

    @ParameterizedTest
    @EnumSource(
            value = DnsFault.class,
            names = {"SERVFAIL", "REFUSED", "REFERRAL", "GARBAGE", "SILENCE"})
    void aServerThatFailsShouldBePassedOver(DnsFault fault) throws Exception {
        dns.zone().fail("mx.open.example", fault);
        try (FakeDns second = FakeDns.start()) {
            second.address("mx.open.example", address("192.0.2.7"));

            assertThat(resolver(dns.address(), second.address())
                            .addresses("mx.open.example", AddressFamily.IPV4)
                            .get(20, TimeUnit.SECONDS)
                            .records())
                    .containsExactly(address("192.0.2.7"));
        }
    }

    @Test
    void aServerThatIsNotThereShouldBeSaidToGiveNoAnswer() throws Exception {
        dns.close();

        assertThat(addresses("mx.open.example").failure().orElseThrow())
                .startsWith("DNS, A mx.open.example: ")
                .doesNotEndWith("null");
    }

    @Test
    void theSameQuestionShouldBeAskedOnce() throws Exception {
        dns.address("mx.open.example", address("192.0.2.7"));
        List<CompletableFuture<DnsAnswer<InetAddress>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(resolver.addresses("mx.open.example", AddressFamily.IPV4));
        }

        assertThat(answers).allMatch(answer -> !answer.join().records().isEmpty());
        assertThat(dns.zone().queries("mx.open.example", Type.A)).isEqualTo(1);
    }

    @Test
    void aFailureShouldBeRememberedForAWhile() throws Exception {
        dns.zone().fail("mx.open.example", DnsFault.SERVFAIL);
        assertThat(addresses("mx.open.example").isTemporary()).isTrue();
        long asked = dns.zone().queries("mx.open.example", Type.A);

        assertThat(addresses("mx.open.example").isTemporary()).isTrue();
        assertThat(dns.zone().queries("mx.open.example", Type.A)).isEqualTo(asked);
    }

    @Test
    void aSilentServerShouldNotHoldUpOtherNames() throws Exception {
        dns.address("mx.open.example", address("192.0.2.7"));
        for (int i = 0; i < 64; i++) {
            dns.zone().fail("silent" + i + ".example", DnsFault.SILENCE);
        }
        List<CompletableFuture<DnsAnswer<InetAddress>>> silent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            silent.add(resolver.addresses("silent" + i + ".example", AddressFamily.IPV4));
        }

        assertThat(addresses("mx.open.example").records()).isNotEmpty();
        assertThat(silent).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void namesOfAnAddressShouldBeRead() throws Exception {
        dns.zone().ptr("7.2.0.192.in-addr.arpa", "mx.open.example");

        assertThat(resolver.names(address("192.0.2.7")).join().records()).containsExactly("mx.open.example");
        assertThat(resolver.names(address("2001:db8::7")).join().isAbsent()).isTrue();
    }

    @Test
    void theStringsOfATextShouldBeOne() throws Exception {
        dns.add(new TXTRecord(
                Name.fromString("_mta-sts.open.example."), DClass.IN, 60, List.of("v=STSv1; ", "id=1;\\233")));

        assertThat(resolver.texts("_mta-sts.open.example").join().records()).containsExactly("v=STSv1; id=1;\u00e9");
    }

    @Test
    void certificateAssociationsShouldBeRead() throws Exception {
        byte[] digest = {(byte) 0xab, 1, 2};
        dns.add(new TLSARecord(Name.fromString("_25._tcp.mx.open.example."), DClass.IN, 60, 3, 1, 1, digest));

        assertThat(resolver.tlsa("_25._tcp.mx.open.example").join().records())
                .singleElement()
                .hasToString("3 1 1 ab0102");
    }

    @Test
    void anAnswerThatIsTooLongForADatagramShouldComeWhole() throws Exception {
        for (int i = 0; i < 200; i++) {
            dns.mx("many.example", i, "host-with-a-long-name-" + i + ".many.example");
        }

        assertThat(resolver.mailExchangers("many.example").join().records()).hasSize(200);
    }

    @Test
    void anAnswerInOtherLettersShouldBeTheAnswer() throws Exception {
        dns.add(new MXRecord(Name.fromString("OPEN.Example."), DClass.IN, 60, 10, Name.fromString("MX.Hosts.Test.")));

        assertThat(resolver.mailExchangers("open.EXAMPLE").join().records())
                .containsExactly(MailExchanger.of(10, "MX.Hosts.Test"));
    }

    @Test
    void recordsThatMayNotBeKeptShouldBeAskedForEachTime() throws Exception {
        dns.add(new ARecord(Name.fromString("mx.open.example."), DClass.IN, 0, address("192.0.2.7")));

        for (int i = 0; i < 2; i++) {
            assertThat(addresses("mx.open.example").records()).hasSize(1);
            // Who asks while an answer is handed out gets that one.
            TimeUnit.MILLISECONDS.sleep(100);
        }

        assertThat(dns.zone().queries("mx.open.example", Type.A)).isEqualTo(2);
    }

    @Test
    void anAliasOfNothingShouldBeAbsent() throws Exception {
        dns.add(new CNAMERecord(Name.fromString("alias.example."), DClass.IN, 60, Name.fromString("gone.example.")));

        assertThat(addresses("alias.example").isAbsent()).isTrue();
    }

    @Test
    void manyNamesShouldAllBeAnsweredFor() throws Exception {
        for (int i = 0; i < MANY; i++) {
            dns.address("host" + i + ".example", address("192.0.2.7"));
        }
        // Patient: it is about the number, on a machine that may be busy.
        DnsResolver patient =
                DnsResolver.of(List.of(dns.address()), Duration.ofSeconds(10), 100, DnsResolver.LONGEST_FAILURE);
        Queue<CompletableFuture<DnsAnswer<InetAddress>>> answers = new ArrayDeque<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(patient.addresses("host" + i + ".example", AddressFamily.IPV4));
            if (answers.size() > AT_A_TIME) {
                assertThat(answers.remove().get(20, TimeUnit.SECONDS).records()).hasSize(1);
            }
        }

        assertThat(answers).allMatch(answer -> answer.join().records().size() == 1);
    }

    @Test
    void nothingShouldBeProvenWhereNothingIsValidated() throws Exception {
        dns.address("mx.open.example", address("192.0.2.7"));

        assertThat(addresses("mx.open.example").isProven()).isFalse();
        assertThat(resolver.testDnssec().join()).isEmpty();
    }

    /** A name server that knows nothing of DNSSEC, as the box of an Internet provider. */
    @Test
    void aServerWithoutSignaturesShouldBeOfNoUseForValidation() throws Exception {
        dns.address("mx.open.example", address("192.0.2.7"));
        DnsResolver validating =
                DnsResolver.of(List.of(dns.address()), TIMEOUT, 100, DnsResolver.LONGEST_FAILURE, Dnssec.validate());

        assertThat(validating
                        .addresses("mx.open.example", AddressFamily.IPV4)
                        .join()
                        .failure()
                        .orElseThrow())
                .startsWith("DNS, A mx.open.example: DNSSEC validation failed");
        assertThat(validating.testDnssec().join()).isPresent();
    }

    @Test
    void aServerElsewhereShouldNotBeTrustedToValidate() {
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.53", 53);

        assertThatThrownBy(() -> DnsResolver.of(
                        List.of(elsewhere), TIMEOUT, 100, DnsResolver.LONGEST_FAILURE, Dnssec.resolver()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("192.0.2.53")
                .hasMessageContaining("loopback");
    }

    @Test
    void anAliasShouldBeNamed() throws Exception {
        dns.add(new CNAMERecord(Name.fromString("alias.example."), DClass.IN, 60, Name.fromString("mx.open.example.")))
                .address("mx.open.example", address("192.0.2.7"));

        assertThat(addresses("alias.example").alias()).contains("mx.open.example");
        assertThat(addresses("mx.open.example").alias()).isEmpty();
        assertThat(resolver.alias("alias.example").join().records()).containsExactly("mx.open.example");
    }
}
