// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.KeyMaterialException;

class SubjectNamesTest {
    private static CertificateNames borne(String... names) throws KeyMaterialException {
        return CertificateNames.of(new SelfSigned(Clock.systemUTC())
                .certificate(KeyKind.P_256.generate(), SubjectNames.of(List.of(names)), Duration.ofDays(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "mx.example, mx.example",
        "MX.Example, mx.example",
        "*.example, *.example",
        "b\u00fccher.example, xn--bcher-kva.example",
        "localhost, localhost"
    })
    void hostNameShouldBeWrittenAsPeersAskForIt(String given, String borne) throws Exception {
        assertThat(borne(given).dnsNames()).containsExactly(borne);
    }

    @Test
    void addressShouldBeAnAddress() throws Exception {
        assertThat(borne("192.0.2.25").ipAddresses()).containsExactly("192.0.2.25");
        assertThat(borne("192.0.2.25").dnsNames()).isEmpty();
    }

    @Test
    void nameTooLongForACommonNameShouldStandInTheAlternativeNames() throws Exception {
        String name = "a".repeat(60) + ".example";

        assertThat(borne(name).dnsNames()).containsExactly(name);
        assertThat(borne(name).title()).isEqualTo("mail server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                " ", // a blank
                "a b.example", // a blank inside
                "a..example", // an empty label
                "-a.example", // a hyphen in front
                "a-.example", // a hyphen behind
                "a.*.example", // a wildcard elsewhere
                "*", // a wildcard alone
                "a_b.example", // not a host name, though a domain name
                "mx.example,CN=evil", // would be a distinguished name
                "user@example" // an address
            })
    void whatIsNoNameShouldBeRefused(String given) {
        assertThatThrownBy(() -> SubjectNames.of(List.of(given)))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("is no host name");
    }

    @Test
    void noNameShouldBeRefused() {
        assertThatThrownBy(() -> SubjectNames.of(List.of())).hasMessageContaining("no name");
    }
}
