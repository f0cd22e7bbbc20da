// SPDX-License-Identifier: Apache-2.0
/**
 * An SMTP client (RFC 5321) with STARTTLS (RFC 3207) that judges nothing.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.smtpclient.Destinations} finds the addresses to connect to.
 *   <li>{@link dev.strongpost.smtpclient.SmtpConnector} opens a connection: greeting, EHLO, STARTTLS, EHLO. A {@link
 *         dev.strongpost.smtpclient.TlsProfile} says how.
 *   <li>{@link dev.strongpost.smtpclient.SmtpConnection} carries the evidence of its handshake, for the policy to
 *         decide.
 *   <li>{@link dev.strongpost.smtpclient.SmtpTransaction} sends an {@link dev.strongpost.smtpclient.Envelope} and a
 *       message, and returns the {@link dev.strongpost.smtpclient.protocol.SmtpReply} that decided for each recipient.
 * </ol>
 */
package dev.strongpost.smtpclient;
