// SPDX-License-Identifier: Apache-2.0
/**
 * The mailets that an administrator names in {@code mailetcontainer.xml}:
 *
 * <ol>
 *   <li>{@link dev.strongpost.mailets.TlsRemoteDelivery} sends mail to other hosts as the TLS policy requires (RFC
 *       5321, RFC 3207).
 *   <li>{@link dev.strongpost.mailets.TlsBounce} tells a sender what could not be delivered, and why (RFC 3464).
 * </ol>
 */
@ParametersAreNonnullByDefault
package dev.strongpost.mailets;

import javax.annotation.ParametersAreNonnullByDefault;
