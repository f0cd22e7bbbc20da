// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.List;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.dane.TlsaSet;
import dev.strongpost.policy.decision.TlsRequirement;

/** The recipients of one mail that go to one domain under one requirement, in one transaction. Immutable. */
public final class RecipientGroup {
    private final Domain domain;
    private final TlsRequirement requirement;
    private final TlsRequirement enforced;
    private final ImmutableList<MailAddress> recipients;

    /** Takes what the policy requires, and what it enforces: another requirement where the first is only tested. */
    RecipientGroup(Domain domain, TlsRequirement requirement, TlsRequirement enforced, List<MailAddress> recipients) {
        this.domain = domain;
        this.requirement = requirement;
        this.enforced = enforced;
        this.recipients = ImmutableList.copyOf(recipients);
    }

    /** Returns the domain to find the hosts of. Through a gateway, that of the first recipient. */
    public Domain domain() {
        return domain;
    }

    /** Returns what the policy requires of mail to these recipients. */
    TlsRequirement requirement() {
        return requirement;
    }

    /** Returns what mail to these recipients must satisfy: the requirement itself, unless that is only tested. */
    TlsRequirement enforced() {
        return enforced;
    }

    /** Returns the same for {@code some} of the recipients. */
    RecipientGroup of(List<MailAddress> some) {
        return new RecipientGroup(domain, requirement, enforced, some);
    }

    /** Returns the same under one more requirement, which is enforced whatever is only tested. */
    RecipientGroup and(TlsRequirement other) {
        TlsRequirement both = enforced.and(other);
        return new RecipientGroup(domain, requirement.isTesting() ? requirement : both, both, recipients);
    }

    /** Returns the same for an MX host that has these TLSA records: they are enforced whatever is only tested. */
    RecipientGroup with(String host, TlsaSet records) {
        TlsRequirement both = enforced.underDane(host, records);
        return new RecipientGroup(
                domain, requirement.isTesting() ? requirement.with(host, records) : both, both, recipients);
    }

    /** Returns the same for such a host, where the records are for a rule that is only tested. */
    RecipientGroup withTested(String host, TlsaSet records) {
        return new RecipientGroup(domain, requirement.with(host, records), enforced, recipients);
    }

    /** Returns the recipients, at least one. */
    public ImmutableList<MailAddress> recipients() {
        return recipients;
    }
}
