// SPDX-License-Identifier: Apache-2.0
/**
 * What is measured: a delivery mailet with James's memory queue, in a process of its own and without the rest of James.
 *
 * <ol>
 *   <li>{@link dev.strongpost.benchmarks.delivery.DeliveryProcess} starts the process for one of the
 *       {@link dev.strongpost.benchmarks.delivery.Contender}s.
 *   <li>It fills a queue, then starts the mailet on it; {@link dev.strongpost.benchmarks.delivery.Round} is one such
 *         turn.
 *   <li>It tells what that cost: {@link dev.strongpost.benchmarks.delivery.Usage}.
 * </ol>
 */
package dev.strongpost.benchmarks.delivery;
