// SPDX-License-Identifier: Apache-2.0
/**
 * Processes of a benchmark, driven over their standard input and output. What is measured must not share a heap, a
 * garbage collector or a compiler with what measures it.
 *
 * <ol>
 *   <li>The benchmark starts a {@link dev.strongpost.benchmarks.process.ChildProcess}, whose main method announces
 *       itself and then answers commands in a {@link dev.strongpost.benchmarks.process.CommandLoop}.
 *   <li>Each command is one line, and so is its answer: {@link dev.strongpost.benchmarks.process.Figures}.
 *   <li>A child ends when its input does, so none outlives the benchmark, however that ends.
 * </ol>
 */
package dev.strongpost.benchmarks.process;
