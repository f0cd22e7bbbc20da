// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.util.Optional;

/** Which version of this pack runs. */
final class BuildVersion {
    /** As the jar's manifest has it; {@code unknown} for classes without a jar. */
    static final String TEXT = Optional.ofNullable(
                    BuildVersion.class.getPackage().getImplementationVersion())
            .orElse("unknown");

    private BuildVersion() {}
}
