// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinguishedNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # subject                                   | text
            CN=mx.partner.example, O=Partner, C=DE      | CN=mx.partner.example,O=Partner,C=DE
            CN="Partner, Inc."                          | CN=Partner\\, Inc.
            CN=Müller                                   | CN=Müller
            CN=a\\0D\\0ABcc: b                          | CN=a\\0D\\0ABcc: b
            CN=a\\00b                                   | CN=a\\00b
            CN=a\\E2\\80\\AEb                           | CN=a\\E2\\80\\AEb
            CN=a\\E2\\80\\A8b                           | CN=a\\E2\\80\\A8b
            """)
    void textShouldBeOneVisibleLineAndLoseNothing(String subject, String text) {
        X500Principal principal = new X500Principal(subject);

        assertThat(DistinguishedName.text(principal)).isEqualTo(text);
        assertThat(new X500Principal(text)).isEqualTo(principal);
    }
}
