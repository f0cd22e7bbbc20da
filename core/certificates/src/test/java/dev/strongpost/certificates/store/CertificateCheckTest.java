// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.issue.SelfSigned;
import dev.strongpost.certificates.issue.SubjectNames;
import dev.strongpost.testkit.certificates.LeafBuilder;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.certificates.TestKeyType;

class CertificateCheckTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final Clock CLOCK = Clock.systemUTC();

    private static LeafBuilder leaf() {
        return AUTHORITY.certificate().dnsNames("mx.example", "*.mail.example").ipAddresses("192.0.2.25");
    }

    private static CertificateEntry entry(TestIdentity identity) {
        return new CertificateEntry("james", true, identity.chain());
    }

    private static List<String> findings(CertificateEntry entry, int days, String... hosts) {
        return check(CLOCK, OptionalInt.of(days), hosts).findings(entry);
    }

    private static CertificateCheck check(Clock clock, OptionalInt days, String... hosts) {
        return new CertificateCheck(clock, days, CertificateCheck.Use.SERVER, List.of(hosts));
    }

    @Test
    void goodEntryShouldHaveNoFindings() {
        assertThat(findings(entry(leaf().issue()), 14, "mx.example", "MX.example.", "a.mail.example", "192.0.2.25"))
                .isEmpty();
    }

    @Test
    void absentNamesShouldBeFound() {
        assertThat(findings(entry(leaf().issue()), 0, "other.example", "a.b.mail.example", "192.0.2.26", "no name"))
                .hasSize(4)
                .allMatch(finding -> finding.contains("is not for")
                        && finding.endsWith("but for mx.example, *.mail.example, 192.0.2.25"));
    }

    @Test
    void namesShouldNotBeAskedOfACertificateWithoutAKey() {
        CertificateEntry trusted = new CertificateEntry("ca", false, List.of(AUTHORITY.root()));

        assertThat(findings(trusted, 0, "mx.example")).isEmpty();
    }

    @Test
    void everyCertificateOfTheChainShouldLastThatLong() {
        assertThat(findings(entry(leaf().issue()), 60))
                .hasSize(2)
                .anyMatch(finding -> finding.startsWith("mx.example expires on "))
                .anyMatch(finding -> finding.startsWith("Test intermediate expires on "));
    }

    @Test
    void expiredAndNotYetValidShouldBeFound() {
        assertThat(findings(entry(leaf().expired().issue()), 0))
                .singleElement()
                .asString()
                .startsWith("mx.example expired on ");
        assertThat(findings(entry(leaf().notYetValid().issue()), 0))
                .singleElement()
                .asString()
                .startsWith("mx.example is not valid before ");
    }

    @Test
    void lastDayShouldCount() throws KeyMaterialException {
        Instant begin = Instant.parse("2026-11-22T00:00:00Z");
        Clock first = Clock.fixed(begin, ZoneOffset.UTC);
        var certificate = new SelfSigned(first)
                .certificate(
                        dev.strongpost.certificates.issue.KeyKind.P_256.generate(),
                        SubjectNames.of(List.of("mx.example")),
                        Duration.ofDays(30));
        CertificateEntry entry = new CertificateEntry("james", true, List.of(certificate));

        assertThat(check(first, OptionalInt.of(30)).findings(entry)).isEmpty();
        assertThat(check(first, OptionalInt.of(31)).findings(entry))
                .containsExactly("mx.example expires on 2026-12-22, in 30 days");
    }

    @Test
    void weakKeyAndSignatureShouldBeFound() {
        assertThat(findings(entry(leaf().key(TestKeyType.RSA_1024).issue()), 0))
                .containsExactly("certificate 1 of 2, mx.example, has an RSA key of 1024 bits, less than 2048");
        assertThat(findings(entry(leaf().sha1().issue()), 0))
                .containsExactly("certificate 1 of 2, mx.example, is signed with SHA-1");
    }

    @Test
    void chainOutOfOrderShouldBeFound() {
        TestIdentity identity = leaf().issue();
        CertificateEntry entry = new CertificateEntry(
                "james",
                true,
                List.of(
                        identity.certificate(),
                        AUTHORITY.root(),
                        AUTHORITY.issue("x.example").certificate()));

        assertThat(findings(entry, 0))
                .contains("the chain is out of order, or holds certificates that are no part of it");
    }

    /** Those of the authority are valid from yesterday for 31 days. */
    @ParameterizedTest
    @CsvSource({"19, ", "20, 'two thirds of its lifetime are over, renew it'"})
    void renewalShouldBeDueByTheShareOfTheLifetime(int days, String finding) {
        Clock later = Clock.offset(CLOCK, Duration.ofDays(days));
        List<String> findings = check(later, OptionalInt.empty()).findings(entry(leaf().issue())).stream()
                .filter(found -> found.startsWith("mx.example "))
                .toList();

        if (finding == null) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).singleElement().asString().endsWith(finding);
        }
    }

    @Test
    void certificateThatCannotBeUsedAsWhatItIsForShouldBeFound() {
        CertificateEntry server = entry(leaf().forServersOnly().issue());
        CertificateEntry code = entry(leaf().forCodeOnly().issue());

        assertThat(findings(server, 0)).isEmpty();
        assertThat(new CertificateCheck(CLOCK, OptionalInt.of(0), CertificateCheck.Use.CLIENT, List.of())
                        .findings(server))
                .containsExactly("mx.example is for serverAuth, not for clientAuth: it cannot be used by a client");
        assertThat(findings(code, 0))
                .containsExactly("mx.example is for codeSigning, not for serverAuth: it cannot be used by a server");
    }
}
