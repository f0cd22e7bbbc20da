// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.util.Collection;
import java.util.function.Predicate;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;

import dev.strongpost.james.ReceivedTls;

/**
 * Matches mail whose client proved by a certificate who it is.
 *
 * <p>Condition, one of:
 *
 * <ul>
 *   <li>{@code name:} and a list of domain names, separated by commas: subjectAltName has one of them. As everywhere,
 *       {@code partner.example} is that name and every one below it, {@code .partner.example} those below,
 *       {@code =partner.example} that one; {@code *} is any verified certificate. A wildcard {@code *.partner.example}
 *       in the certificate is a name below {@code partner.example}.
 *   <li>{@code subject:} and a name as RFC 4514 writes it: {@code CN=mx.partner.example, O=Partner, C=DE}. Case and
 *       blanks between the parts do not matter. With {@code *,} in front any name that ends so, with at least one more
 *       part.
 *   <li>{@code issuer:} likewise, of the certificate's issuer.
 *   <li>{@code sha256:} and 64 hexadecimal digits, colons or not: that certificate, trusted or not, since a client has
 *       to have its key.
 * </ul>
 *
 * <pre>{@code
 * <mailet match="dev.strongpost.matchers.ClientCertificateIs=name:partner.example, =mx.other.example" class="...">
 * <mailet match="dev.strongpost.matchers.ClientCertificateIs=subject:*, O=Partner, C=DE" class="...">
 * <mailet match="dev.strongpost.matchers.ClientCertificateIs=issuer:CN=Partner CA, O=Partner, C=DE" class="...">
 * }</pre>
 *
 * <p>Fits anywhere, behind the queue and after a restart too: it goes by attributes that the SMTP server leaves on the
 * mail ({@link dev.strongpost.james.TlsMailAttributes#RECEIVED}). The listener has to ask for certificates. But for
 * {@code sha256:} only one counts that led to a trust anchor of the listener.
 *
 * <p>Outcome: all recipients, or none. No condition, or a mistake in it, stops James at the start.
 */
public class ClientCertificateIs extends GenericMatcher {
    private Predicate<ReceivedTls> pattern = received -> false;

    @Override
    public void init() throws MessagingException {
        pattern = ClientCertificatePattern.parse(
                "ClientCertificateIs", Strings.nullToEmpty(getCondition()).trim());
    }

    @Override
    public String getMatcherInfo() {
        return "ClientCertificateIs: mail whose client proved who it is";
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return pattern.test(ReceivedTls.of(mail)) ? mail.getRecipients() : ImmutableList.of();
    }
}
