// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.Optional;

import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.wiring.JamesConfiguration;
import dev.strongpost.policy.wiring.TableSource;
import dev.strongpost.policy.wiring.WiringCheck;
import dev.strongpost.policy.wiring.WiringFinding;

/**
 * Whether this James is set up so that its tables are applied to its mail. The files of James are read once, as James
 * itself reads them; the tables as they change. Thread-safe.
 */
final class Wiring {
    private static final Logger LOGGER = LoggerFactory.getLogger(Wiring.class);

    private final JamesConfiguration james;
    private ImmutableList<WiringFinding> findings = ImmutableList.of();

    private Wiring(JamesConfiguration james) {
        this.james = james;
    }

    /** Reads the files of the James that has this file system. */
    static Wiring of(FileSystem fileSystem) {
        return new Wiring(JamesConfiguration.read(location -> resolve(fileSystem, location)));
    }

    /** Returns the absolute path that a file URL of James means; empty where James finds none. */
    static Optional<Path> resolve(FileSystem fileSystem, String location) {
        try {
            return Optional.of(
                    fileSystem.getFile(location).toPath().toAbsolutePath().normalize());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Judges the tables as they are now, and logs what is found for the first time. */
    synchronized void look(TableSource tables) {
        ImmutableList<WiringFinding> before = findings;
        findings = WiringCheck.of(james, tables);
        findings.stream().filter(finding -> !before.contains(finding)).forEach(Wiring::log);
    }

    private static void log(WiringFinding finding) {
        if (finding.isError()) {
            LOGGER.error("{}: {}", finding.severity().word(), finding);
        } else {
            LOGGER.warn("{}: {}", finding.severity().word(), finding);
        }
    }

    /** Returns what was found at the last look, the worst first. */
    synchronized ImmutableList<WiringFinding> findings() {
        return findings;
    }
}
