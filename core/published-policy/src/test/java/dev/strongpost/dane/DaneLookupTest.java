// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.strongpost.certificates.dane.TlsaSet;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostProof;
import dev.strongpost.dns.TlsaLookup;
import dev.strongpost.dns.TlsaRecord;

class DaneLookupTest {
    private static final String HOST = "mx.partner.example";
    private static final TlsaRecord USABLE = TlsaRecord.of(3, 1, 1, new byte[32]);

    private final List<String> asked = new ArrayList<>();
    private final Map<String, DnsAnswer<TlsaRecord>> records = new HashMap<>();
    private DnsAnswer<String> alias = DnsAnswer.absent();
    private Optional<String> fault = Optional.empty();

    private final class Names implements TlsaLookup {
        @Override
        public CompletableFuture<DnsAnswer<String>> alias(String host) {
            return CompletableFuture.completedFuture(alias);
        }

        @Override
        public CompletableFuture<DnsAnswer<TlsaRecord>> tlsa(String name) {
            asked.add(name);
            return CompletableFuture.completedFuture(
                    records.getOrDefault(name, DnsAnswer.of(List.of(), true, Optional.empty())));
        }
    }

    private static DnsAnswer<TlsaRecord> proven(TlsaRecord... all) {
        return DnsAnswer.of(List.of(all), true, Optional.empty());
    }

    private DaneAnswer lookUp(HostProof proof) {
        return new DaneLookup(new Names(), Clock.systemUTC(), () -> fault)
                .of(HOST, 25, "partner.example", proof)
                .join();
    }

    private static HostProof proof(boolean exchanger, boolean addresses, String hostAlias) {
        return HostProof.of(exchanger, Optional.empty(), addresses, Optional.ofNullable(hostAlias));
    }

    @Test
    void provenRecordsShouldBeUsed() {
        records.put("_25._tcp." + HOST, proven(USABLE, TlsaRecord.of(1, 1, 1, new byte[32])));

        DaneAnswer answer = lookUp(proof(true, true, null));

        assertThat(answer.records().map(TlsaSet::baseDomain)).contains(HOST);
        assertThat(answer.records().orElseThrow().associations()).hasSize(1);
    }

    @Test
    void recordsThatAreNotProvenShouldBeNone() {
        records.put("_25._tcp." + HOST, DnsAnswer.of(List.of(USABLE)));

        assertThat(lookUp(proof(true, true, null)).records()).isEmpty();
        assertThat(lookUp(proof(true, true, null)).toString()).contains("are not signed");
    }

    @Test
    void nothingShouldBeLookedUpWhereTheWayToTheHostIsNotProven() {
        assertThat(lookUp(proof(false, true, null)).toString()).contains("MX records");
        assertThat(lookUp(proof(true, false, null)).toString()).contains("addresses");
        assertThat(asked).isEmpty();
    }

    @Test
    void finalNameShouldComeFirstThenTheHostsOwn() {
        records.put("_25._tcp." + HOST, proven(USABLE));

        DaneAnswer answer = lookUp(proof(true, true, "real.example"));

        assertThat(asked).containsExactly("_25._tcp.real.example", "_25._tcp." + HOST);
        assertThat(answer.records().map(TlsaSet::baseDomain)).contains(HOST);
    }

    @Test
    void signedAliasOutOfWhatIsSignedShouldLeaveTheHostsOwnRecords() {
        records.put("_25._tcp." + HOST, proven(USABLE));
        alias = DnsAnswer.of(List.of("unsigned.example"), true, Optional.empty());

        assertThat(lookUp(proof(true, false, "unsigned.example")).records()).isPresent();
        assertThat(asked).containsExactly("_25._tcp." + HOST);

        alias = DnsAnswer.of(List.of("unsigned.example"));
        assertThat(lookUp(proof(true, false, "unsigned.example")).records()).isEmpty();

        alias = DnsAnswer.temporary("SERVFAIL");
        assertThat(lookUp(proof(true, false, "unsigned.example")).isTemporary()).isTrue();
    }

    @Test
    void failedLookupShouldBeTemporary() {
        records.put("_25._tcp.real.example", DnsAnswer.temporary("SERVFAIL"));
        records.put("_25._tcp." + HOST, proven(USABLE));

        assertThat(lookUp(proof(true, true, "real.example")).isTemporary()).isTrue();
    }

    @Test
    void recordsWithoutAUsableOneShouldBeUnusable() {
        records.put("_25._tcp." + HOST, proven(TlsaRecord.of(0, 0, 1, new byte[32])));

        assertThat(lookUp(proof(true, true, null)).isUnusable()).isTrue();
    }

    /** DANE is unavailable then, which is not absent. */
    @Test
    void nothingShouldBeAbsentWhereNothingCanBeProven() {
        fault = Optional.of("the name servers prove nothing");

        assertThat(lookUp(proof(false, false, null)).isTemporary()).isTrue();
        assertThat(asked).isEmpty();
    }
}
