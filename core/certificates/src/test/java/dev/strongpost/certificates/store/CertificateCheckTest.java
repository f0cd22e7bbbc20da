// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

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
        return new CertificateCheck(CLOCK, days, List.of(hosts)).findings(entry);
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

        assertThat(new CertificateCheck(first, 30, List.of()).findings(entry)).isEmpty();
        assertThat(new CertificateCheck(first, 31, List.of()).findings(entry))
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
}
