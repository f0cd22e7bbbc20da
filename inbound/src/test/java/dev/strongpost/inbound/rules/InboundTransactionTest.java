// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.util.List;

import org.apache.james.core.MailAddress;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPSessionImpl;
import org.junit.jupiter.api.Test;

class InboundTransactionTest {
    private final SMTPSession session =
            new SMTPSessionImpl(mock(ProtocolTransport.class), mock(SMTPConfiguration.class));

    @Test
    void newTransactionShouldHaveNoneOfTheRecipientsOfBefore() throws Exception {
        session.setAttachment(SMTPSession.RCPT_LIST, List.of(new MailAddress("bob@here.example")), State.Transaction);

        InboundTransaction begun = InboundTransaction.begin(session, InboundDecision.nameUnknown());

        assertThat(session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction))
                .isEmpty();
        assertThat(InboundTransaction.of(session)).containsSame(begun);
    }
}
