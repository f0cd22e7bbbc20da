// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * Tells in the log when a rule for the recipients of a domain, or for all, does not hold for those whom {@code
 * exemptRecipients} exempts. A rule that names such a recipient holds.
 */
public final class ExemptionReminder {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExemptionReminder.class);

    private final Exemptions exemptions;

    public ExemptionReminder(Exemptions exemptions) {
        this.exemptions = exemptions;
    }

    /** Looks at a table that is active from now on. */
    public void look(PolicyTable table) {
        if (exemptions.anyRecipient()) {
            Optional<PolicyRule> first = table.rules().stream()
                    .filter(rule -> rule.inboundSubject()
                            .filter(InboundSubject.RECIPIENT::equals)
                            .isPresent())
                    .filter(rule -> !rule.who().contains("@"))
                    .findFirst();
            first.ifPresent(rule -> LOGGER.warn(
                    "{} does not hold for the exempt recipients {}: name them in rules of their own where it should, or"
                            + " change exemptRecipients",
                    rule.requirement().rule(),
                    exemptions.describeRecipients()));
        }
    }
}
