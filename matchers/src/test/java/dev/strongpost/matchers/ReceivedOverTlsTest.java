// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import static dev.strongpost.matchers.IncomingMail.configured;
import static dev.strongpost.matchers.IncomingMail.matches;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;

class ReceivedOverTlsTest {
    private static boolean matchesMail(String condition, Mail mail) throws Exception {
        return matches(configured(new ReceivedOverTls(), condition), mail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # condition                   | protocol | suite                              | matches
            ''                            | TLSv1.3  | TLS_AES_128_GCM_SHA256             | true
            ''                            | TLSv1    | SSL_RSA_WITH_DES_CBC_SHA           | true
            ''                            | TLSv1.2  | SSL_RSA_WITH_NULL_SHA              | false
            bits=128                      | TLSv1.3  | TLS_AES_128_GCM_SHA256             | true
            bits=128                      | TLSv1    | TLS_RSA_WITH_AES_128_CBC_SHA       | true
            bits=129                      | TLSv1.3  | TLS_AES_128_GCM_SHA256             | false
            bits=256                      | TLSv1.3  | TLS_AES_256_GCM_SHA384             | true
            protocol=TLSv1.2              | TLSv1.2  | TLS_RSA_WITH_AES_128_CBC_SHA       | true
            protocol=TLSv1.2              | TLSv1.3  | TLS_AES_128_GCM_SHA256             | true
            protocol=TLSv1.2              | TLSv1.1  | TLS_RSA_WITH_AES_128_CBC_SHA       | false
            protocol=tlsv1.2              | TLSv1.2  | SSL_RSA_WITH_NULL_SHA              | false
            protocol=TLSv1.2 bits=128     | TLSv1.2  | TLS_RSA_WITH_AES_128_CBC_SHA       | true
            bits=128  protocol=TLSv1.3    | TLSv1.2  | TLS_RSA_WITH_AES_128_CBC_SHA       | false
            bits=256 protocol=TLSv1.2     | TLSv1.3  | TLS_AES_128_GCM_SHA256             | false
            """)
    void matchShouldAskForStrengthAndVersion(String condition, String protocol, String suite, boolean matches)
            throws Exception {
        TlsEvidence evidence =
                IncomingMail.session(TlsProtocol.parse(protocol).orElseThrow(), suite, PeerIdentity.notPresented());

        assertThat(matchesMail(condition, IncomingMail.from("a@partner.example", evidence)))
                .isEqualTo(matches);
    }

    @Test
    void matchShouldTakeAnyTlsWithoutCondition() throws Exception {
        Mail mail = IncomingMail.from("a@partner.example", IncomingMail.anonymous());

        assertThat(matches(configured(new ReceivedOverTls(), null), mail)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"''", "bits=1", "protocol=SSLv3"})
    void matchShouldReturnNoneForClearText(String condition) throws Exception {
        assertThat(matchesMail(condition, IncomingMail.from("a@partner.example", TlsEvidence.notOffered())))
                .isFalse();
    }

    @Test
    void matchShouldReturnNoneForMailThatCameAnotherWay() throws Exception {
        assertThat(matchesMail("", IncomingMail.untold("a@partner.example"))).isFalse();
    }

    @Test
    void matchShouldNotBelieveHeaders() throws Exception {
        MimeMessage forged = new MimeMessage((javax.mail.Session) null);
        forged.setHeader("strongpost.received.bits", "256");
        forged.setHeader("strongpost.received.protocol", "TLSv1.3");
        forged.setHeader("Received", "from partner.example by here.example with ESMTPS (TLSv1.3)");
        forged.setText("x");

        assertThat(matchesMail(
                        "",
                        FakeMail.builder()
                                .name("mail")
                                .recipient("a@here.example")
                                .mimeMessage(forged)
                                .build()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # condition             | message
            bits=0                  | ReceivedOverTls: bits: given 0: allowed a whole number from 1 to 256
            bits=257                | ReceivedOverTls: bits: given 257: allowed a whole number from 1 to 256
            bits=                   | ReceivedOverTls: bits: given nothing: allowed a whole number from 1 to 256
            bits=-1                 | ReceivedOverTls: bits: given -1: allowed a whole number from 1 to 256
            bits=99999999999        | ReceivedOverTls: bits: given 99999999999: allowed a whole number from 1 to 256
            protocol=TLS1.2         | ReceivedOverTls: protocol: given TLS1.2: allowed SSLv3, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3
            128                     | ReceivedOverTls: condition: given 128: allowed bits=N and protocol=VERSION, each once, separated by blanks
            bits=128,protocol=TLSv1 | ReceivedOverTls: bits: given 128,protocol=TLSv1: allowed a whole number from 1 to 256
            bits=128 bits=128       | ReceivedOverTls: condition: given bits=128 bits=128: allowed bits=N and protocol=VERSION, each once, separated by blanks
            bit=128                 | ReceivedOverTls: condition: given bit=128: allowed bits=N and protocol=VERSION, each once, separated by blanks
            """)
    void initShouldRefuseMistake(String condition, String message) {
        assertThatThrownBy(() -> configured(new ReceivedOverTls(), condition))
                .isInstanceOf(MessagingException.class)
                .hasMessage(message);
    }
}
