// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.util.Collection;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;

import dev.strongpost.james.ReceivedTls;
import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.rule.PolicyError;

/**
 * Matches mail whose client proved by a certificate that it may speak for the domain of the envelope sender:
 * subjectAltName has that domain, or a name below it ({@code mx.partner.example} for {@code a@partner.example}), and
 * the certificate leads to a trust anchor of the listener. The same as a rule of level {@code secure} asks for mail
 * that comes in.
 *
 * <p>Condition: none.
 *
 * <pre>{@code
 * <mailet match="dev.strongpost.matchers.SenderAuthenticatedByCertificate" class="...">
 * }</pre>
 *
 * <p>Belongs before any mailet that changes the sender. It works behind the queue and after a restart too: it goes by
 * attributes that the SMTP server leaves on the mail ({@link dev.strongpost.james.TlsMailAttributes#RECEIVED}). The
 * listener has to ask for certificates. It says nothing of the header {@code From}.
 *
 * <p>Outcome: all recipients, or none; none for the null sender. A condition stops James at the start.
 */
public class SenderAuthenticatedByCertificate extends GenericMatcher {
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition()).trim();
        if (!condition.isEmpty()) {
            throw new MessagingException(
                    PolicyError.of("SenderAuthenticatedByCertificate", 0, "condition", condition, "none")
                            .toString());
        }
    }

    @Override
    public String getMatcherInfo() {
        return "SenderAuthenticatedByCertificate: mail whose client proved to speak for the sender's domain";
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        ReceivedTls received = ReceivedTls.of(mail);
        boolean proved = received.isClientVerified()
                && mail.getMaybeSender()
                        .asOptional()
                        .filter(sender -> isNamed(received, sender.getDomain().asString()))
                        .isPresent();
        return proved ? mail.getRecipients() : ImmutableList.of();
    }

    private static boolean isNamed(ReceivedTls received, String domain) {
        return NameMatch.nexthop().isBorneBy(received.clientNames(), domain)
                || NameMatch.dotNexthop().isBorneBy(received.clientNames(), domain);
    }
}
