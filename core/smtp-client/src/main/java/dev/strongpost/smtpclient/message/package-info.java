// SPDX-License-Identifier: Apache-2.0
/**
 * The octets of a message as they go over the wire.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>A {@link dev.strongpost.smtpclient.message.MessageSource} gives them as they are kept; {@code CanonicalLines}
 *         makes every line end CR LF.
 *   <li>{@code MessageStore} keeps them in memory, or beyond a bound in a {@link
 *         dev.strongpost.smtpclient.message.TemporaryFile} with their dots stuffed.
 *   <li>{@link dev.strongpost.smtpclient.message.MessageBody} is the result.
 * </ol>
 */
package dev.strongpost.smtpclient.message;
