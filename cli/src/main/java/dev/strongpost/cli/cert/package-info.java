// SPDX-License-Identifier: Apache-2.0
/**
 * The commands {@code strongpost cert}: what a person does with James's keys and certificates. Each command reads its
 * options, has {@code dev.strongpost.cert} do the work, and tells what came of it.
 */
package dev.strongpost.cli.cert;
