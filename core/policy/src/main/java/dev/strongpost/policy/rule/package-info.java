// SPDX-License-Identifier: Apache-2.0
/**
 * One line of the policy table.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.rule.RulePattern} is its first word: recipients, or the {@link
 *         dev.strongpost.policy.rule.InboundSubject} of inbound mail.
 *   <li>{@link dev.strongpost.policy.rule.RuleTerms} is the rest: level and options.
 *   <li>{@link dev.strongpost.policy.rule.PolicyRule} is both; {@link dev.strongpost.policy.rule.ExpiringRule} one
 *         whose last day is near.
 *   <li>Mistakes are gathered in an {@link dev.strongpost.policy.rule.ErrorList} and end in a {@link
 *         dev.strongpost.policy.rule.PolicyException}.
 * </ol>
 */
package dev.strongpost.policy.rule;
