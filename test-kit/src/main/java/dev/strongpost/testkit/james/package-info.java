// SPDX-License-Identifier: Apache-2.0
/**
 * A whole James, as it is released, for the tests to drive from outside.
 *
 * <ol>
 *   <li>{@link dev.strongpost.testkit.james.JamesClassPath} names its jars.
 *   <li>{@link dev.strongpost.testkit.james.StockJamesBuilder} lays out its directory and starts it; {@link
 *       dev.strongpost.testkit.james.StockJames} is what runs.
 *   <li>{@link dev.strongpost.testkit.james.MailClient} sends through it, with a {@link
 *       dev.strongpost.testkit.james.MailRequest} where the envelope matters.
 *   <li>{@link dev.strongpost.testkit.james.Mailbox} shows what came, and {@link
 *       dev.strongpost.testkit.james.DeliveryStatus} reads the reports (RFC 3464) among it.
 * </ol>
 */
package dev.strongpost.testkit.james;
