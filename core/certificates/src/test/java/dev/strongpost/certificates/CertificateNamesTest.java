// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.testkit.Tables;

class CertificateNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mx               | mx.partner.example | mx.partner.example, partner.example",
                "wildcard         | wildcard           | *.partner.example",
                "common-name-only | mx.partner.example | no name at all (no subjectAltName)",
                "other            | mail.other.example | mail.other.example",
                "upper-case       | MX.PARTNER.EXAMPLE | mx.partner.example",
                "address          | address            | 192.0.2.7, 2001:db8:0:0:0:0:0:7",
                "nameless         | (none)             | no name at all (no subjectAltName)",
            })
    void namesShouldBeThoseOfSubjectAltName(String certificate, String title, String described) {
        CertificateNames names = CertificateNames.of(Tables.certificate(certificate));

        assertThat(names.title()).isEqualTo(title);
        assertThat(names.describe()).isEqualTo(described);
    }

    @Test
    void commonNameShouldNotCount() {
        assertThat(CertificateNames.of(Tables.certificate("common-name-only")).dnsNames())
                .isEmpty();
    }
}
