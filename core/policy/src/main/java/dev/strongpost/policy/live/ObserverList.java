// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.Degradation;
import dev.strongpost.policy.rule.PolicyException;

/** Those who want to hear of a table. One that throws does not keep the others from hearing. Thread-safe. */
final class ObserverList implements PolicyObserver {
    private static final Logger LOGGER = LoggerFactory.getLogger(ObserverList.class);

    private final List<PolicyObserver> observers = new CopyOnWriteArrayList<>();

    void add(PolicyObserver observer) {
        observers.add(observer);
    }

    @Override
    public void reloaded(PolicyTable table, Duration took) {
        tell(observer -> observer.reloaded(table, took));
    }

    @Override
    public void refused(PolicyException why) {
        tell(observer -> observer.refused(why));
    }

    @Override
    public void degraded(Degradation how) {
        tell(observer -> observer.degraded(how));
    }

    private void tell(Consumer<PolicyObserver> news) {
        observers.forEach(observer -> {
            try {
                news.accept(observer);
            } catch (RuntimeException e) {
                LOGGER.error("{} failed", observer, e);
            }
        });
    }
}
