// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import dev.strongpost.testkit.dns.SignedDns;

/** What our validator makes of real zones, beside Debian's Unbound. */
@Tag("peers")
class DnssecTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static SignedDns zones;
    private static DnsResolver resolver;

    /** What a validator says. */
    private enum Verdict {
        SECURE,
        INSECURE,
        BOGUS
    }

    @BeforeAll
    static void start() {
        SignedDns.obstacle().ifPresent(Assumptions::abort);
        zones = SignedZones.start();
        resolver = resolver(zones.rootAnchors());
    }

    @AfterAll
    static void stop() {
        if (zones != null) {
            zones.close();
        }
    }

    private static DnsResolver resolver(String anchors) {
        return DnsResolver.of(List.of(zones.address()), TIMEOUT, 1000, Duration.ofSeconds(1), Dnssec.validate(anchors));
    }

    private static CompletableFuture<? extends DnsAnswer<?>> ask(DnsResolver from, String name, int type) {
        switch (type) {
            case Type.MX:
                return from.mailExchangers(name);
            case Type.TLSA:
                return from.tlsa(name);
            case Type.TXT:
                return from.texts(name);
            case Type.CNAME:
                return from.alias(name);
            default:
                return from.addresses(name, type == Type.A ? AddressFamily.IPV4 : AddressFamily.IPV6);
        }
    }

    private static Verdict verdict(DnsAnswer<?> answer) {
        if (answer.isTemporary()) {
            return Verdict.BOGUS;
        }
        return answer.isProven() ? Verdict.SECURE : Verdict.INSECURE;
    }

    private static Message unbound(String name, int type) throws IOException {
        SimpleResolver unbound = new SimpleResolver(zones.address());
        unbound.setTimeout(TIMEOUT);
        unbound.setEDNS(0, 0, ExtendedFlags.DO, List.of());
        return unbound.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    }

    private static Verdict verdict(Message answer) {
        if (answer.getRcode() == Rcode.SERVFAIL) {
            return Verdict.BOGUS;
        }
        return answer.getHeader().getFlag(Flags.AD) ? Verdict.SECURE : Verdict.INSECURE;
    }

    private static long records(Message answer, int type) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .count();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
                    rsa,               SECURE
                    rsa512,            SECURE
                    p256,              SECURE
                    p384,              SECURE
                    ed25519,           SECURE
                    ed448,             SECURE
                    nsec3,             SECURE
                    nsec3-50,          SECURE
                    nsec3-300,         SECURE
                    optout,            SECURE
                    unsigned,          INSECURE
                    no-ds,             INSECURE
                    unknown-algorithm, INSECURE
                    unknown-digest,    INSECURE
                    expired,           BOGUS
                    future,            BOGUS
                    wrong-ds,          BOGUS
                    stripped,          BOGUS
                    tampered,          BOGUS
                    without-proof,     SECURE
                    """)
    void eachZoneShouldBeAsUnboundFindsIt(String zone, Verdict ofItsHost) throws IOException {
        assertThat(verdict(ask(resolver, "www." + zone + ".example", Type.A).join()))
                .isEqualTo(ofItsHost);
        for (String line : Stream.of(
                        "A www",
                        "AAAA www",
                        "MX @",
                        "A mx",
                        "TLSA _25._tcp.mx",
                        "TLSA _25._tcp.www",
                        "A nx",
                        "A deep.under.nx",
                        "A some.wild",
                        "A more.of.wild",
                        "TLSA some.wild",
                        "A ent",
                        "A a.ent",
                        "A alias",
                        "TLSA alias",
                        "CNAME alias",
                        "A to-nowhere",
                        "A to-signed",
                        "A to-unsigned",
                        "A to-bogus",
                        "A www.moved",
                        "AAAA www.moved",
                        "A nx.moved",
                        "A host.below",
                        "TLSA host.below",
                        "A nx.below",
                        "A host.locked",
                        "TXT _mta-sts")
                .toList()) {
            int type = Type.value(line.split(" ")[0]);
            String name = (line.split(" ")[1] + "." + zone + ".example").replace("@.", "");
            Message theirs = unbound(name, type);
            DnsAnswer<?> ours = ask(resolver, name, type).join();

            assertThat(verdict(ours)).as("%s: %s", line, ours).isEqualTo(verdict(theirs));
            if (!ours.isTemporary()) {
                assertThat(ours.records()).as(line).hasSize((int) records(theirs, type));
            }
        }
    }

    @Test
    void theReasonShouldBeSaid() {
        assertThat(ask(resolver, "www.expired.example", Type.A)
                        .join()
                        .failure()
                        .orElseThrow()
                        .toLowerCase(Locale.ROOT))
                .contains("a www.expired.example: dnssec validation failed", "expired");
    }

    /** While the root changes its key, it is signed by one of the two that are trusted. */
    @Test
    void theRootShouldBeSignedByOneOfTheAnchors() {
        String other = ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16\n";

        assertThat(ask(resolver(zones.rootAnchors() + other), "www.rsa.example", Type.A)
                        .join()
                        .isProven())
                .isTrue();
        assertThat(ask(resolver(other), "www.rsa.example", Type.A).join().isTemporary())
                .isTrue();
    }

    @Test
    void aResolverOfThisMachineMayBeTrustedInstead() {
        Dnssec trusted = Dnssec.resolver();
        DnsResolver trusting = DnsResolver.of(List.of(zones.address()), TIMEOUT, 1000, Duration.ofSeconds(1), trusted);

        assertThat(verdict(ask(trusting, "www.rsa.example", Type.A).join())).isEqualTo(Verdict.SECURE);
        assertThat(verdict(ask(trusting, "www.unsigned.example", Type.A).join()))
                .isEqualTo(Verdict.INSECURE);
        assertThat(verdict(ask(trusting, "www.tampered.example", Type.A).join()))
                .isEqualTo(Verdict.BOGUS);
        assertThat(trusting.testDnssec().join()).isEmpty();
    }

    @Test
    void theSelfTestShouldTellWhetherItWorks() {
        assertThat(resolver.testDnssec().join()).isEmpty();
        assertThat(resolver(". IN DS 1 8 2 " + "00".repeat(32) + "\n")
                        .testDnssec()
                        .join()
                        .orElseThrow())
                .contains("DNSSEC validation failed");
    }

    /** An alias is what it is, wherever it leads: DANE has to know the difference (RFC 7672 section 2.2.2). */
    @Test
    void whatAnAliasLeadsToShouldBeKnown() {
        DnsAnswer<?> signed = ask(resolver, "to-signed.rsa.example", Type.A).join();
        DnsAnswer<?> unsigned = ask(resolver, "to-unsigned.rsa.example", Type.A).join();

        assertThat(signed.alias()).contains("www.p256.example");
        assertThat(signed.isProven()).isTrue();
        assertThat(unsigned.alias()).contains("www.unsigned.example");
        assertThat(unsigned.isProven()).isFalse();
        assertThat(ask(resolver, "to-unsigned.rsa.example", Type.CNAME).join().isProven())
                .isTrue();
    }

    @Test
    void anAnswerShouldBeProvenFromTheCacheToo() {
        assertThat(ask(resolver, "www.p256.example", Type.A).join().isProven()).isTrue();
        assertThat(ask(resolver, "www.p256.example", Type.A).join().isProven()).isTrue();
        assertThat(ask(resolver, "nx.p256.example", Type.A).join().isProven()).isTrue();
        assertThat(ask(resolver, "nx.p256.example", Type.A).join().isProven()).isTrue();
    }

    /** Someone between us and the name server, with a zone of their own, signed or not, can make nothing of a signed one. */
    @Test
    void zoneShouldSpeakForNoNameOfAnother() {
        Name host = Name.fromConstantString("www.p256.example.");
        Name tlsa = Name.fromConstantString("_25._tcp.mx.p256.example.");
        Name unsigned = Name.fromConstantString("unsigned.example.");
        Record address = new ARecord(host, DClass.IN, 60, zones.address().getAddress());
        Record soa = new SOARecord(unsigned, DClass.IN, 60, host, host, 1, 1, 1, 1, 1);
        try (ForgingServer between = ForgingServer.before(zones.address())) {
            DnsResolver forged = DnsResolver.of(
                    List.of(between.address()),
                    TIMEOUT,
                    1000,
                    Duration.ofMillis(1),
                    Dnssec.validate(zones.rootAnchors()));
            assertThat(ask(forged, "mx.p256.example", Type.A).join().isProven()).isTrue();

            between.forge(host.toString(), Type.A, answer -> answer.addRecord(address, Section.ANSWER));
            assertThat(ask(forged, "www.p256.example", Type.A).join().isTemporary())
                    .isTrue();

            between.forge(host.toString(), Type.A, answer -> {
                answer.addRecord(address, Section.ANSWER);
                answer.addRecord(AnswerFilterTest.signature(host, Type.A, unsigned), Section.ANSWER);
            });
            assertThat(ask(forged, "www.p256.example", Type.A).join().isTemporary())
                    .isTrue();

            between.forge(tlsa.toString(), Type.TLSA, answer -> answer.addRecord(soa, Section.AUTHORITY));
            assertThat(ask(forged, "_25._tcp.mx.p256.example", Type.TLSA).join().isTemporary())
                    .isTrue();

            between.forge(
                    tlsa.toString(), Type.TLSA, answer -> answer.getHeader().setRcode(Rcode.NXDOMAIN));
            assertThat(ask(forged, "_25._tcp.mx.p256.example", Type.TLSA).join().isTemporary())
                    .isTrue();
        }
    }

    /** What some servers of unsigned zones answer: that there is nothing, and not of which zone. */
    @Test
    void absenceWithoutAZoneShouldBeOneWhereNothingIsSigned() {
        try (ForgingServer between = ForgingServer.before(zones.address())) {
            between.forge("www.unsigned.example.", Type.MX, answer -> {});
            between.forge("www.p256.example.", Type.MX, answer -> {});
            DnsResolver resolver = DnsResolver.of(
                    List.of(between.address()),
                    TIMEOUT,
                    1000,
                    Duration.ofMillis(1),
                    Dnssec.validate(zones.rootAnchors()));

            DnsAnswer<?> unsigned =
                    ask(resolver, "www.unsigned.example", Type.MX).join();
            assertThat(unsigned.isAbsent()).isTrue();
            assertThat(unsigned.isProven()).isFalse();
            assertThat(ask(resolver, "www.p256.example", Type.MX).join().isTemporary())
                    .isTrue();
        }
    }
}
