// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import javax.security.auth.x500.X500Principal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.text.InvalidValueException;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # written                                   | subject of a certificate
            CN=mx,O=Partner,C=DE                        | CN=mx,O=Partner,C=DE
            cn = MX , o=partner,  c=de                  | CN=mx,O=Partner,C=DE
            CN=Partner\\, Inc.                        | CN="Partner, Inc."
            CN=M\\C3\\BCller                        | CN=Müller
            emailAddress=ca@partner.example,CN=x        | 1.2.840.113549.1.9.1=ca@partner.example,CN=x
            1.2.840.113549.1.9.1=#160463614070,CN=x     | EMAILADDRESS=ca@p,CN=x
            DC=partner,DC=example                       | DC=Partner,DC=EXAMPLE
            CN=a+OU=b,C=DE                              | OU=b+CN=a,C=DE
            serialNumber=7,CN=x                         | SERIALNUMBER=7,CN=x
            """)
    void nameShouldBeTheSameHoweverItIsWritten(String written, String subject) throws Exception {
        X500Principal principal = new X500Principal(subject, Map.of("EMAILADDRESS", "1.2.840.113549.1.9.1"));

        assertThat(DistinguishedName.parse(written).is(principal)).isTrue();
        assertThat(DistinguishedName.parse(written)).hasToString(written);
        assertThat(DistinguishedName.parse(DistinguishedName.text(principal)))
                .isEqualTo(DistinguishedName.parse(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            CN=mx,O=Partner | O=Partner,CN=mx
            CN=mx           | CN=mx,O=Partner
            CN=mx,O=Partner | CN=mx
            CN=mx           | OU=mx
            CN=m x          | CN=mx
            CN=a+OU=b       | CN=a,OU=b
            """)
    void otherNameShouldBeAnother(String written, String subject) throws Exception {
        assertThat(DistinguishedName.parse(written).is(new X500Principal(subject)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mx", "/CN=mx/O=x", "CN", "=mx", "XX=mx", "CN=mx,", "SN=x", "CN=#zz", "CN=#3003", "CN=a,,O=b"
            })
    void whatIsNoNameShouldBeRefused(String text) {
        assertThatThrownBy(() -> DistinguishedName.parse(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void longTextShouldBeRefusedSoon() {
        assertThatThrownBy(() -> DistinguishedName.parse("CN=a,".repeat(10_000)))
                .isInstanceOf(InvalidValueException.class);
    }
}
