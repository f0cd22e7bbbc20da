// SPDX-License-Identifier: Apache-2.0
/**
 * Reads the policy table. A table with any mistake is rejected whole, with all its mistakes.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.parse.PolicyTableParser} reads a file or an inline list.
 *   <li>{@code TableLines} are its lines, {@code RuleTokenizer} cuts one into words.
 *   <li>{@code RuleParser} reads the pattern, {@code RuleTermsParser} level and options; {@code RuleOption} lists the
 *       options, and {@code OptionValues} reads their values.
 *   <li>{@link dev.strongpost.policy.parse.AnchorFiles} reads the files that {@code ca=} names.
 * </ol>
 */
package dev.strongpost.policy.parse;
