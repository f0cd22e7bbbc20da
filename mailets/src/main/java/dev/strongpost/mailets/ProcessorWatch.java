// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.live.PolicyObserver;

/**
 * Says of a table that has become active which processors it names that James does not have. At the start James
 * itself refuses them. Later no mail is lost by it, but it does not go where the rule says either.
 */
final class ProcessorWatch implements PolicyObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(ProcessorWatch.class);

    private final KnownProcessors processors;

    ProcessorWatch(KnownProcessors processors) {
        this.processors = processors;
    }

    @Override
    public void reloaded(PolicyTable table, Duration took) {
        Set<String> seen = new HashSet<>();
        table.rules().forEach(rule -> check(rule.requirement(), seen));
    }

    private void check(TlsRequirement requirement, Set<String> seen) {
        requirement
                .failure()
                .processor()
                .filter(seen::add)
                .filter(name -> !processors.isKnown(name))
                .ifPresent(name -> LOGGER.error(
                        "{} names the processor {}, which James does not have: mail for it is bounced instead",
                        requirement.rule(),
                        name));
    }
}
