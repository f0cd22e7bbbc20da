// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.lint.TableComparison;
import dev.strongpost.policy.lint.TableComparison.Change;
import dev.strongpost.policy.lint.TableComparison.Effect;
import dev.strongpost.policy.live.PolicyObserver;

/**
 * Logs at WARN whose mail, waiting or to come, a changed table protects less than before. Hears of one table.
 */
final class WeakenedRules implements PolicyObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(WeakenedRules.class);

    /** Comparing takes a few hundred bytes a rule, and a second for each million. */
    private static final int MOST_COMPARED = 200_000;

    private static final int MOST_SAID = 20;

    private final String name;
    private PolicyTable before;

    /** Begins with the active table {@code before}, and calls it {@code name}. */
    WeakenedRules(String name, PolicyTable before) {
        this.name = name;
        this.before = before;
    }

    @Override
    public synchronized void reloaded(PolicyTable after, Duration took) {
        PolicyTable old = before;
        before = after;
        if ((long) old.size() + after.size() > MOST_COMPARED) {
            LOGGER.warn(
                    "{}: {} rules before and {} now are too many to say here what changed: strongpost policy diff does",
                    name,
                    old.size(),
                    after.size());
            return;
        }
        ImmutableList<Change> looser = TableComparison.of(old, after).stream()
                .filter(change -> change.effect() == Effect.LOOSER)
                .collect(ImmutableList.toImmutableList());
        looser.stream().limit(MOST_SAID).forEach(this::say);
        if (looser.size() > MOST_SAID) {
            LOGGER.warn("{}: and {} more are protected less than before", name, looser.size() - MOST_SAID);
        }
    }

    private void say(Change change) {
        LOGGER.warn(
                "{}: {}: protected less than before: was {}, is {}",
                name,
                change.about().title(),
                words(change.before()),
                words(change.after()));
    }

    private static String words(TlsRequirement requirement) {
        return requirement.describe() + (requirement.isTesting() ? ", in testing" : "") + " by " + requirement.rule();
    }
}
