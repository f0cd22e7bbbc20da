// SPDX-License-Identifier: Apache-2.0
/**
 * TLS of the inbound mail (RFC 3207, RFC 8314): what a listener of James offers, asks and requires, and the rules
 * for those who send to it. James 3.8.1 can ask a client for a certificate only by refusing every client that has none
 * that it trusts, and knows no rules; so here the handshake is our own.
 *
 * <p>In the order of a connection:
 *
 * <ol>
 *   <li>{@link dev.strongpost.inbound.InboundTls} is what James makes and calls. It reads a {@code
 *       ListenerConfiguration}, and gives what happens on a connection to an {@code InboundListener}.
 *   <li>{@code InboundConnection} is what is known of one client. {@code JamesChannel} finds the Netty channel below
 *       its session. Where a rule asks for the client's name, a {@code ClientNameHandler} keeps back what it says until
 *       {@link dev.strongpost.inbound.connection.ClientNames} has it.
 *   <li>{@code CommandFilter} hears each command before anybody else, and refuses those that came too early.
 *   <li>{@code StartTlsCommand} makes sure by a {@code StartTlsInjectionGuard} that nothing came behind STARTTLS, and
 *       {@code Handshakes} puts an {@code InboundSslHandler} on the connection. With implicit TLS James does so, by an
 *       {@code ImplicitTls} of ours.
 *   <li>{@code ListenerTls} has the certificates, and makes of a TLS session the evidence for the rules; {@code
 *       LiveListenerTls} follows the files.
 *   <li>{@code TransactionRules} finds the rules that apply at MAIL and RCPT and makes a {@code InboundDecision} of
 *       what they say; {@code Exemptions} says whom they ask nothing.
 *   <li>{@code InboundTransaction} writes on the mail how it came in.
 * </ol>
 *
 * <p>{@code InboundLog} and {@link dev.strongpost.inbound.InboundMetrics} tell administrators of all that.
 */
package dev.strongpost.inbound;
