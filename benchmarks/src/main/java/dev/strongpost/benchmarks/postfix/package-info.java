// SPDX-License-Identifier: Apache-2.0
/**
 * The drain of a full queue by a Postfix of this machine, beside ours.
 *
 * <ol>
 *   <li>A {@link dev.strongpost.benchmarks.postfix.PostfixInstance} with a configuration and a queue of its own takes
 *       the mail and holds it.
 *   <li>{@link dev.strongpost.benchmarks.postfix.PostfixDrain} has it send all of it, and ours the same to the same
 *         receiver.
 * </ol>
 */
package dev.strongpost.benchmarks.postfix;
