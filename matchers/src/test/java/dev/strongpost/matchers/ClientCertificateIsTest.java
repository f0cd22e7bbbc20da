// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import static dev.strongpost.matchers.IncomingMail.configured;
import static dev.strongpost.matchers.IncomingMail.matches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.hash.Hashing;

import dev.strongpost.james.TlsMailAttributes;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

@Tag("slow")
class ClientCertificateIsTest {
    private static boolean matchesMail(String condition, Mail mail) throws Exception {
        return matches(configured(new ClientCertificateIs(), condition), mail);
    }

    private static boolean matchesClient(String condition, TlsEvidence client) throws Exception {
        return matchesMail(condition, IncomingMail.from("a@partner.example", client));
    }

    @Nested
    class Names {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # condition                             | name                   | matches
                name:mx.partner.example                 | mx.partner.example     | true
                NAME: MX.Partner.Example.               | mx.partner.example     | true
                name:partner.example                    | mx.partner.example     | true
                name:partner.example                    | partner.example        | true
                name:.partner.example                   | partner.example        | false
                name:=partner.example                   | mx.partner.example     | false
                name:partner.example                    | notpartner.example     | false
                name:partner.example                    | partner.example.evil   | false
                name:a.example, =mx.partner.example     | mx.partner.example     | true
                name:a.example,b.example                | mx.partner.example     | false
                name:partner.example                    | *.partner.example      | true
                name:mx.partner.example                 | *.partner.example      | false
                name:*                                  | anything.example       | true
                """)
        void matchShouldCompareAsRulesDo(String condition, String name, boolean matches) throws Exception {
            assertThat(matchesClient(condition, IncomingMail.verified(name))).isEqualTo(matches);
        }

        @Test
        void matchShouldReturnNoneForCertificateThatProvesNothing() throws Exception {
            TestIdentity ownMaking = TestCertificateAuthority.selfSigned("mx.partner.example");

            assertThat(matchesClient("name:*", IncomingMail.unverified(ownMaking)))
                    .isFalse();
            assertThat(matchesClient("subject:CN=mx.partner.example", IncomingMail.unverified(ownMaking)))
                    .isFalse();
            assertThat(matchesClient("issuer:CN=mx.partner.example", IncomingMail.unverified(ownMaking)))
                    .isFalse();
        }

        @Test
        void matchShouldReturnNoneWithoutCertificate() throws Exception {
            assertThat(matchesClient("name:*", IncomingMail.anonymous())).isFalse();
            assertThat(matchesClient("name:*", TlsEvidence.notOffered())).isFalse();
            assertThat(matchesMail("name:*", IncomingMail.untold("a@partner.example")))
                    .isFalse();
        }
    }

    @Nested
    class DistinguishedNames {
        private Mail client(AttributeName part, String name) throws Exception {
            Mail mail = IncomingMail.from("a@partner.example", IncomingMail.verified("mx.partner.example"));
            mail.setAttribute(new Attribute(part, AttributeValue.of(name)));
            return mail;
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\0',
                textBlock =
                        """
                # pattern                       | name                                  | matches
                CN=mx, O=Partner, C=DE          | CN=mx,O=Partner,C=DE                  | true
                cn=MX,o=partner,c=de            | CN=mx,O=Partner,C=DE                  | true
                CN=mx, O=Partner                | CN=mx,O=Partner,C=DE                  | false
                O=Partner, C=DE                 | CN=mx,O=Partner,C=DE                  | false
                *, O=Partner, C=DE              | CN=mx,O=Partner,C=DE                  | true
                *,C=DE                          | CN=mx,O=Partner,C=DE                  | true
                *, O=Partner, C=DE              | O=Partner,C=DE                        | false
                *, O=Partner, C=DE              | CN=mx,O=Partner,C=US                  | false
                *, O=Partner, C=DE              | CN=mx,O=NotPartner,C=DE               | false
                *, CN=mx                        | CN=mx,O=Partner,C=DE                  | false
                *, O=Partner, C=DE              | CN=evil\\,O=Partner\\,C=DE            | false
                *, O=Partner, C=DE              | CN=evil\\,O=Partner,C=DE              | false
                *, O=Partner, C=DE              | CN=evil+O=Partner,C=DE                | false
                CN=Partner\\, Inc.              | CN=Partner\\, Inc.                    | true
                CN=mx                           | CN=mx\\0A                             | false
                CN=Müller                       | CN=Müller                             | true
                CN=mx                           | not a name                            | false
                """)
        void matchShouldComparePartByPart(String pattern, String name, boolean matches) throws Exception {
            assertThat(matchesMail("subject:" + pattern, client(TlsMailAttributes.RECEIVED_CLIENT_SUBJECT, name)))
                    .isEqualTo(matches);
            assertThat(matchesMail("issuer: " + pattern, client(TlsMailAttributes.RECEIVED_CLIENT_ISSUER, name)))
                    .isEqualTo(matches);
        }

        @Test
        void matchShouldKnowRealCertificates() throws Exception {
            TestIdentity client = IncomingMail.AUTHORITY.issue("mx.partner.example");
            String subject = client.certificate().getSubjectX500Principal().toString();
            String issuer = client.certificate().getIssuerX500Principal().toString();

            assertThat(matchesClient("subject:" + subject, IncomingMail.verified(client)))
                    .isTrue();
            assertThat(matchesClient("issuer:" + issuer, IncomingMail.verified(client)))
                    .isTrue();
            assertThat(matchesClient("issuer:" + subject, IncomingMail.verified(client)))
                    .isFalse();
        }
    }

    @Nested
    class Digests {
        private final TestIdentity client = TestCertificateAuthority.selfSigned("mx.partner.example");

        private String digest() throws Exception {
            return Hashing.sha256().hashBytes(client.certificate().getEncoded()).toString();
        }

        @Test
        void matchShouldTakeCertificateThatNobodyTrusts() throws Exception {
            assertThat(matchesClient("sha256:" + digest(), IncomingMail.unverified(client)))
                    .isTrue();
            assertThat(matchesClient(
                            "sha256:" + digest().toUpperCase().replaceAll("(..)(?=.)", "$1:"),
                            IncomingMail.unverified(client)))
                    .isTrue();
        }

        @Test
        void matchShouldReturnNoneForOtherCertificate() throws Exception {
            assertThat(matchesClient("sha256:" + digest(), IncomingMail.verified("mx.partner.example")))
                    .isFalse();
            assertThat(matchesClient("sha256:" + digest(), IncomingMail.anonymous()))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # condition                 | message
            ''                          | ClientCertificateIs: condition: given nothing: allowed name:, subject:, issuer: or sha256: and what it should be
            partner.example             | ClientCertificateIs: condition: given partner.example: allowed name:, subject:
            cn:partner.example          | ClientCertificateIs: condition: given cn:partner.example: allowed name:, subject:
            name:                       | ClientCertificateIs:1: who: given cert:: allowed mx.partner.example, .partner.example
            name:a.example,,b.example   | ClientCertificateIs:2: who: given cert:: allowed mx.partner.example
            name:*.partner.example      | ClientCertificateIs:1: who: given cert:*.partner.example: allowed mx.partner.example
            name:a.example may          | ClientCertificateIs: condition: given a.example may: allowed domain names, separated by commas
            subject:                    | ClientCertificateIs: condition: given nothing: allowed a name such as CN=mx.partner.example
            subject:*,                  | ClientCertificateIs: condition: given *,: allowed a name such as
            subject:*                   | ClientCertificateIs: condition: given *: allowed a name such as
            subject:partner             | ClientCertificateIs: condition: given partner: allowed a name such as
            issuer:CN=a,,O=b            | ClientCertificateIs: condition: given CN=a,,O=b: allowed a name such as
            sha256:00                   | ClientCertificateIs: condition: given 00: allowed 64 hexadecimal digits behind sha256:
            """)
    void initShouldRefuseMistake(String condition, String message) {
        assertThatThrownBy(() -> configured(new ClientCertificateIs(), condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void initShouldRefuseMissingCondition() {
        assertThatThrownBy(() -> configured(new ClientCertificateIs(), null)).isInstanceOf(MessagingException.class);
    }
}
