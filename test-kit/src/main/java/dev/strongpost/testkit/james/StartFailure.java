// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

/**
 * How a James ended that did not come up.
 *
 * @param exitCode of the process
 * @param log everything that it had to say
 */
public record StartFailure(int exitCode, String log) {}
