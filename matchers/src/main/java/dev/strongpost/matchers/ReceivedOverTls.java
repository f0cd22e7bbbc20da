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

/**
 * Matches mail that came in over TLS of at least a given strength and version.
 *
 * <p>Condition, in any order, separated by blanks:
 *
 * <ul>
 *   <li>{@code bits=N}: the least strength of the cipher in secret bits, 1 to 256. Without it, 1: any cipher that
 *         encrypts.
 *   <li>{@code protocol=TLSv1.2}: the lowest version, in the words of the policy table. Without it any.
 * </ul>
 *
 * <pre>{@code
 * <mailet match="dev.strongpost.matchers.ReceivedOverTls" class="...">
 * <mailet match="dev.strongpost.matchers.ReceivedOverTls=bits=128 protocol=TLSv1.2" class="...">
 * }</pre>
 *
 * <p>Fits anywhere, behind the queue and after a restart too: it goes by attributes that the SMTP server leaves on the
 * mail ({@link dev.strongpost.james.TlsMailAttributes#RECEIVED}). Mail that came another way has none of them, and does
 * not match.
 *
 * <p>Outcome: all recipients, or none. A mistake in the condition stops James at the start.
 */
public class ReceivedOverTls extends GenericMatcher {
    private MinimumTls floor = MinimumTls.any();

    @Override
    public void init() throws MessagingException {
        floor = MinimumTls.parse("ReceivedOverTls", Strings.nullToEmpty(getCondition()));
    }

    @Override
    public String getMatcherInfo() {
        return "ReceivedOverTls: mail that came in over TLS";
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        return floor.isReachedBy(ReceivedTls.of(mail)) ? mail.getRecipients() : ImmutableList.of();
    }
}
