// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.nio.file.Path;
import java.util.Optional;

/** Where a James has its files. */
public interface JamesFiles {
    /** Where the policy table is when nothing says where. */
    String POLICY_TABLE = "file://conf/tls-policy.conf";

    /** Returns the file or folder that a file URL of James means; empty for a URL that means none. */
    Optional<Path> resolve(String location);

    /**
     * Returns the files of a James whose configuration folder is {@code conf}, as James resolves URLs: {@code
     * file://conf/} is that folder, {@code file:///} begins at the root, and anything else is beside the folder.
     */
    static JamesFiles ofConfigurationFolder(Path conf) {
        Path folder = conf.toAbsolutePath().normalize();
        return location -> {
            if (!location.startsWith("file://")) {
                return Optional.empty();
            }
            String path = location.substring("file://".length());
            if (path.startsWith("conf/")) {
                return Optional.of(
                        folder.resolve(path.substring("conf/".length())).normalize());
            }
            return path.startsWith("/")
                    ? Optional.of(Path.of(path).normalize())
                    : Optional.of(folder.resolveSibling(path).normalize());
        };
    }
}
