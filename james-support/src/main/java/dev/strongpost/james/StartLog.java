// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.rule.Direction;

/** What the log says once at the start, so that an administrator sees what runs, and that they see nothing. */
final class StartLog {
    private static final String ROOT = "dev.strongpost";
    private static final Logger LOGGER = LoggerFactory.getLogger(StartLog.class);
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private StartLog() {}

    /** Says that a table is active; with the first, which version this is. */
    static void opened(Path file, LivePolicyTable live) {
        PolicyTable table = live.current();
        if (SAID.compareAndSet(false, true)) {
            LOGGER.info("Strongpost {}", BuildVersion.TEXT);
            warnIfHidden();
        }
        LOGGER.info(
                "Policy table {} is active: {} outbound and {} inbound rules, version {}",
                file,
                rules(table, Direction.OUT),
                rules(table, Direction.IN),
                live.version());
    }

    private static long rules(PolicyTable table, Direction direction) {
        return table.rules().stream()
                .filter(rule -> rule.direction().covers(direction))
                .count();
    }

    /** James's own logback.xml shows INFO of its own classes alone. */
    private static void warnIfHidden() {
        if (!LoggerFactory.getLogger(ROOT + ".delivery").isInfoEnabled()) {
            LOGGER.warn(
                    "The log shows no decision about a mail, as it hides level INFO of {}: write <logger name=\"{}\""
                            + " level=\"INFO\"/> in conf/logback.xml",
                    ROOT,
                    ROOT);
        }
    }
}
