// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the checkout that a test runs in, whichever module's folder it was started in. */
public final class Checkout {
    private Checkout() {}

    /**
     * Returns a file of the checkout.
     *
     * @param path from the root: {@code docs/policy-table.md}
     */
    public static Path file(String path) {
        return root().resolve(path);
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("james-conf"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside a checkout: " + Path.of("").toAbsolutePath());
    }
}
