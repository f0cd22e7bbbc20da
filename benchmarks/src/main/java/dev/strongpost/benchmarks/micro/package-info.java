// SPDX-License-Identifier: Apache-2.0
/**
 * How fast the rules are: JMH's measures of single steps, and what loading a table costs.
 *
 * <ol>
 *   <li>{@link dev.strongpost.benchmarks.micro.SampleRules} makes a table of any size, and recipients for it.
 *   <li>{@code LookupBenchmark}, {@code DecisionBenchmark}, {@code ParseBenchmark} and {@code MatcherBenchmark} are
 *         JMH's.
 *   <li>{@link dev.strongpost.benchmarks.micro.LoadReport} loads a table while lookups go on in the one before.
 *   <li>{@link dev.strongpost.benchmarks.micro.Micro} runs all of them: {@code benchmarks/run micro}.
 * </ol>
 */
package dev.strongpost.benchmarks.micro;
