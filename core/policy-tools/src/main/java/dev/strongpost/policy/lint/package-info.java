// SPDX-License-Identifier: Apache-2.0
/**
 * Second thoughts about a policy table that has no mistakes. The problem: a table says what its author wrote, which
 * need not be what was meant; an exception that is too wide is mail in cleartext, without notice.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.lint.PolicyQuery} is what a table is asked: about a {@link
 *         dev.strongpost.policy.lint.Recipient} of outbound mail, or an {@link
 *         dev.strongpost.policy.lint.InboundParty}; about one, or anyone whom a rule covers.
 *   <li>{@link dev.strongpost.policy.lint.TableLint} finds rules that are legal and suspicious.
 *   <li>{@link dev.strongpost.policy.lint.TableComparison} finds whose requirement differs between two tables.
 *   <li>{@link dev.strongpost.policy.lint.LevelSurvey} tells which levels a host that was visited would satisfy.
 * </ol>
 */
package dev.strongpost.policy.lint;
