// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

/** One side of an {@link Outcome}, compared by itself. */
enum Aspect {
    /** Who got the mail from which host: {@code b@open.example at 1}. */
    DELIVERED,
    /** The parameters of MAIL and RCPT that the host saw for each recipient, but for SIZE. */
    ENVELOPE,
    /** The parameter SIZE of MAIL. */
    SIZE,
    /** The octets that the host saw, by length and hash. */
    CONTENT,
    /** How many messages the hosts took. */
    MESSAGES,
    /** Which processor got which recipients, as permanent failure or not. */
    HANDED_ON,
    /** The attribute {@code delivery-error-code} of what was handed on. */
    CODE,
    /** The attribute {@code delivery-error}, or the text of James's own bounce. */
    TEXT,
    /** What was put into the queue: recipients, delay, priority. */
    QUEUED
}
