// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.List;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.decision.TlsRequirement;

/** The recipients of one mail that go to one domain under one requirement, in one transaction. Immutable. */
public final class RecipientGroup {
    private final Domain domain;
    private final TlsRequirement requirement;
    private final ImmutableList<MailAddress> recipients;

    RecipientGroup(Domain domain, TlsRequirement requirement, List<MailAddress> recipients) {
        this.domain = domain;
        this.requirement = requirement;
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

    /** Returns the recipients, at least one. */
    public ImmutableList<MailAddress> recipients() {
        return recipients;
    }
}
