// SPDX-License-Identifier: Apache-2.0
/**
 * The commands {@code strongpost policy}: what a person wants to know of a policy table before, and after, James reads
 * it. Each command reads its options, asks {@code dev.strongpost.policy}, and tells the answer.
 */
package dev.strongpost.cli.policy;
