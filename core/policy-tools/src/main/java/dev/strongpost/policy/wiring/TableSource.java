// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.nio.file.Path;
import java.util.Optional;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.rule.PolicyException;

/** Gives the policy tables that the files of a James name. */
public interface TableSource {
    /**
     * Returns the table in that file; empty where nothing has read it.
     *
     * @throws PolicyException when it is absent, cannot be read or has a mistake
     */
    Optional<PolicyTable> table(Path file) throws PolicyException;
}
