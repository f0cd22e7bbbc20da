// SPDX-License-Identifier: Apache-2.0
/**
 * Remote delivery under a TLS policy, the client side of RFC 5321 with STARTTLS of RFC 3207.
 *
 * <p>A mail travels through the classes in this order:
 *
 * <ol>
 *   <li>{@link dev.strongpost.mailets.delivery.QueuePump} takes it from the James queue and acknowledges it at the end.
 *       A mail that comes out before it is due, since {@link dev.strongpost.mailets.delivery.WaitingMail} had the queue
 *       flushed for others, goes back.
 *   <li>{@link dev.strongpost.mailets.delivery.RecipientGroups} splits its recipients by what the policy requires
 *         <em>now</em>.
 *   <li>{@link dev.strongpost.smtpclient.Destinations} finds the hosts, in the order of RFC 5321 section 5.1.
 *   <li>{@link dev.strongpost.mailets.delivery.MxDelivery} tries them one after the other: it leases a connection from
 *       the {@link dev.strongpost.smtpclient.pool.ConnectionPool}, has {@link
 *       dev.strongpost.policy.decision.TlsDecision} judge it, and lets {@link
 *       dev.strongpost.smtpclient.SmtpTransaction} speak only when the verdict is <em>accept</em>.
 *   <li>{@link dev.strongpost.mailets.delivery.OutcomeHandler} stores what is left to do: success processor, bounce,
 *         retry.
 * </ol>
 *
 * <p>To be told what happens, give the {@link dev.strongpost.mailets.delivery.DeliveryEngine}
 * {@link dev.strongpost.mailets.delivery.DeliveryEvents}; the engine itself counts nothing.
 *
 * <p>{@link dev.strongpost.smtpclient.probe.DeliveryProbe} goes the same way without a mail, up to the verdict, and
 * reports how the hosts of a domain satisfy a rule.
 *
 * <p>Nothing here blocks an event loop, and no thread waits for a peer: steps that block (DNS, the queue, reading the
 * message) run on the workers of {@link dev.strongpost.smtpclient.ClientThreads}.
 */
@ParametersAreNonnullByDefault
package dev.strongpost.mailets.delivery;

import javax.annotation.ParametersAreNonnullByDefault;
