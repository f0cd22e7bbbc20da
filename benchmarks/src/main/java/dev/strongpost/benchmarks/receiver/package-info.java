// SPDX-License-Identifier: Apache-2.0
/**
 * The other side of every benchmark: an SMTP receiver (RFC 5321) with STARTTLS (RFC 3207), PIPELINING (RFC 2920) and
 * CHUNKING (RFC 3030) that counts what it takes and keeps none of it, fast enough not to be what is measured.
 *
 * <ol>
 *   <li>{@link dev.strongpost.benchmarks.receiver.Receiver} starts the process as
 *       {@link dev.strongpost.benchmarks.receiver.ReceiverSettings} say: how many hosts, how far away, which of them
 *       mute.
 *   <li>Each host has an address of its own, {@link dev.strongpost.benchmarks.receiver.Hosts}.
 *   <li>{@link dev.strongpost.benchmarks.receiver.RawClient} finds how many messages it can take: the ceiling of any
 *         figure.
 * </ol>
 */
package dev.strongpost.benchmarks.receiver;
