// SPDX-License-Identifier: Apache-2.0
/**
 * The rules for a transaction.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@code TransactionRules} finds those that apply, except for what {@code Exemptions} names.
 *   <li>{@code InboundDecision} is the result for a sender or a recipient.
 *   <li>{@code InboundTransaction} remembers it until the mail is accepted.
 * </ol>
 */
package dev.strongpost.inbound.rules;
