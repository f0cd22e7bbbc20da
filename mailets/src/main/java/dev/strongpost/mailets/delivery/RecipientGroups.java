// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.james.core.MailAddress;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;

/** Splits the recipients of a mail by domain and by what the policy requires of them. */
public final class RecipientGroups {
    /** A server has to accept this many recipients in one transaction, RFC 5321 section 4.5.3.1.8. */
    private static final int MAX_RECIPIENTS = 100;

    private RecipientGroups() {}

    /**
     * Groups {@code recipients}, keeping their order.
     *
     * @param byDomain whether each domain gets a group of its own; a gateway takes all domains together
     */
    public static ImmutableList<RecipientGroup> of(
            Collection<MailAddress> recipients, PolicyTable table, boolean byDomain) {
        Map<Object, List<MailAddress>> addresses = new LinkedHashMap<>();
        Map<Object, RecipientGroup> groups = new LinkedHashMap<>();
        for (MailAddress recipient : recipients) {
            RecipientGroup alone = alone(recipient, table);
            Object key = ImmutableList.of(alone.requirement(), alone.enforced(), byDomain ? alone.domain() : "");
            groups.putIfAbsent(key, alone);
            addresses.computeIfAbsent(key, unknown -> new ArrayList<>()).add(recipient);
        }
        return groups.entrySet().stream()
                .map(entry -> entry.getValue().of(addresses.getOrDefault(entry.getKey(), ImmutableList.of())))
                .collect(ImmutableList.toImmutableList());
    }

    private static RecipientGroup alone(MailAddress recipient, PolicyTable table) {
        String local = recipient.getLocalPart();
        String domain = recipient.getDomain().asString();
        TlsRequirement requirement = table.lookup(local, domain);
        TlsRequirement enforced = requirement.isTesting() ? table.lookupEnforced(local, domain) : requirement;
        return new RecipientGroup(recipient.getDomain(), requirement, enforced, ImmutableList.of(recipient));
    }

    /** Returns the groups of {@link #of}, divided where they have more recipients than one transaction may have. */
    static ImmutableList<RecipientGroup> forTransactions(
            Collection<MailAddress> recipients, PolicyTable table, boolean byDomain) {
        return of(recipients, table, byDomain).stream()
                .flatMap(group -> Lists.partition(group.recipients(), MAX_RECIPIENTS).stream()
                        .map(group::of))
                .collect(ImmutableList.toImmutableList());
    }
}
