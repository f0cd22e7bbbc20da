// SPDX-License-Identifier: Apache-2.0
/**
 * Benchmarks of delivery: ours beside stock James's RemoteDelivery, in the same run, with the same receiver and the
 * same queue.
 *
 * <ol>
 *   <li>A {@link dev.strongpost.benchmarks.drain.Scenario} says what is delivered whereto, and by whom.
 *   <li>A {@link dev.strongpost.benchmarks.drain.Trial} does it once, in a fresh JVM, and yields a
 *       {@link dev.strongpost.benchmarks.drain.Measurement}.
 *   <li>A {@link dev.strongpost.benchmarks.drain.Comparison} repeats it for all contenders in turn, and prints the
 *         medians.
 * </ol>
 */
package dev.strongpost.benchmarks.drain;
