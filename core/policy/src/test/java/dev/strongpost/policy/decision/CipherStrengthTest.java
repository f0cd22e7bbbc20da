// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.testkit.Tables;

class CipherStrengthTest {
    static Stream<Arguments> suites() {
        return Tables.rows("/cipher-suites.tsv", 0).map(row -> Arguments.of(row.get(0), Integer.parseInt(row.get(1))));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void secretBitsShouldCountAsSendmailDoes(String suite, int bits) {
        assertThat(CipherStrength.secretBits(suite)).isEqualTo(bits);
    }

    @Test
    void secretBitsShouldKnowEverySuiteOfThisJvm() throws Exception {
        List<String> unknown = Arrays.stream(
                        SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites())
                .filter(suite -> CipherStrength.secretBits(suite) == 0)
                .toList();

        assertThat(unknown).allMatch(suite -> suite.contains("_NULL_") || suite.endsWith("_SCSV"));
    }

    @Test
    void secretBitsShouldBeZeroForNameOfAbsurdLength() {
        assertThat(CipherStrength.secretBits("TLS_AES_256" + "_GCM".repeat(1_000_000)))
                .isZero();
    }
}
