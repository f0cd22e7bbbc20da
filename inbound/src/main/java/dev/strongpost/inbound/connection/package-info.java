// SPDX-License-Identifier: Apache-2.0
/**
 * One connection of a client, below James's session.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@code JamesChannel} finds its Netty channel, {@code ChannelHandlers} puts our handlers into their order.
 *   <li>{@code InboundConnection} is what is known of it.
 *   <li>{@code ClientNames} finds the verified name of the client, {@code ClientNameHandler} holds its commands back
 *         until then.
 *   <li>{@code StartTlsInjectionGuard} makes sure that nothing came in cleartext behind STARTTLS.
 * </ol>
 */
package dev.strongpost.inbound.connection;
