// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.util.function.Supplier;

import javax.inject.Inject;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.mailet.base.GenericRecipientMatcher;

import com.google.common.base.Strings;

import dev.strongpost.james.PolicyTables;
import dev.strongpost.policy.PolicyTable;

/**
 * Matches recipients to whom nothing may be sent without TLS.
 *
 * <p>These are the recipients whose rule is of level {@code encrypt} or above. A rule {@code may} is an exception and
 * does not match; {@code none} requires nothing of TLS and does not match either, so where {@code none} has to be
 * obeyed all mail goes to {@code TlsRemoteDelivery}. A rule with {@code mode=testing} matches: what testing means is
 * for the delivery mailet to decide.
 *
 * <p>Condition, one of:
 *
 * <ul>
 *   <li>none: the policy table at {@code file://conf/tls-policy.conf}, the same that {@code TlsRemoteDelivery} asks. A
 *       change of the file takes effect without a restart.
 *   <li>{@code file://...}: the policy table there, for a {@code TlsRemoteDelivery} with another {@code policy}.
 *   <li>a list of {@code who} entries, separated by commas, each as a rule {@code encrypt}.
 * </ul>
 *
 * <pre>{@code
 * <mailet match="dev.strongpost.matchers.RecipientRequiresTls" class="dev.strongpost.mailets.TlsRemoteDelivery">
 *     <outgoing>outgoing-tls</outgoing>
 * </mailet>
 *
 * <mailet match="dev.strongpost.matchers.RecipientRequiresTls=partner.example, boss@corp.example" class="...">
 * }</pre>
 *
 * <p>Belongs before the mailet that delivers the rest, in the processor for mail to other servers.
 *
 * <p>Outcome: the recipients that match. A mistake in the table or the list stops James at the start.
 */
public class RecipientRequiresTls extends GenericRecipientMatcher {
    private final PolicyTables tables;

    private Supplier<PolicyTable> table = PolicyTable::empty;

    /** Makes the matcher; James calls this. */
    @Inject
    public RecipientRequiresTls(PolicyTables tables) {
        this.tables = tables;
    }

    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition()).trim();
        if (condition.isEmpty()) {
            table = tables.open(PolicyTables.DEFAULT_LOCATION)::current;
        } else if (condition.startsWith(FileSystem.FILE_PROTOCOL)) {
            table = tables.open(condition)::current;
        } else {
            PolicyTable list = RecipientList.inline("RecipientRequiresTls", condition);
            table = () -> list;
        }
    }

    @Override
    public String getMatcherInfo() {
        return "RecipientRequiresTls: recipients whose rule asks for TLS";
    }

    @Override
    public boolean matchRecipient(MailAddress recipient) {
        return table.get()
                .lookup(recipient.getLocalPart(), recipient.getDomain().asString())
                .asksForTls();
    }
}
