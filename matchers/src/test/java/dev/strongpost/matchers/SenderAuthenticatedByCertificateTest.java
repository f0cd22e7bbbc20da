// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import static dev.strongpost.matchers.IncomingMail.configured;
import static dev.strongpost.matchers.IncomingMail.matches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

@Tag("slow")
class SenderAuthenticatedByCertificateTest {
    private static boolean matchesMail(@Nullable String sender, TlsEvidence client) throws Exception {
        return matchesMail(IncomingMail.from(sender, client));
    }

    private static boolean matchesMail(Mail mail) throws Exception {
        return matches(configured(new SenderAuthenticatedByCertificate(), null), mail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # sender                     | name in the certificate | matches
            a@partner.example            | partner.example         | true
            a@PARTNER.example            | partner.example         | true
            a@partner.example            | mx.partner.example      | true
            a@partner.example            | *.partner.example       | true
            a@sales.partner.example      | *.partner.example       | true
            a@sales.partner.example      | partner.example         | false
            a@sales.partner.example      | mx.partner.example      | false
            a@partner.example            | notpartner.example      | false
            a@partner.example            | partner.example.evil    | false
            a@partner.example            | example                 | false
            """)
    void matchShouldCompareDomainOfSender(String sender, String name, boolean matches) throws Exception {
        assertThat(matchesMail(sender, IncomingMail.verified(name))).isEqualTo(matches);
    }

    @Test
    void matchShouldReturnNoneForNullSender() throws Exception {
        assertThat(matchesMail(null, IncomingMail.verified("partner.example"))).isFalse();
    }

    @Test
    void matchShouldReturnNoneForCertificateThatProvesNothing() throws Exception {
        TlsEvidence ownMaking = IncomingMail.unverified(TestCertificateAuthority.selfSigned("partner.example"));

        assertThat(matchesMail("a@partner.example", ownMaking)).isFalse();
    }

    @Test
    void matchShouldReturnNoneWithoutCertificate() throws Exception {
        assertThat(matchesMail("a@partner.example", IncomingMail.anonymous())).isFalse();
        assertThat(matchesMail("a@partner.example", TlsEvidence.notOffered())).isFalse();
        assertThat(matchesMail(IncomingMail.untold("a@partner.example"))).isFalse();
    }

    @Test
    void initShouldRefuseCondition() {
        assertThatThrownBy(() -> configured(new SenderAuthenticatedByCertificate(), "partner.example"))
                .isInstanceOf(MessagingException.class)
                .hasMessage("SenderAuthenticatedByCertificate: condition: given partner.example: allowed none");
    }
}
