// SPDX-License-Identifier: Apache-2.0
/**
 * What the peer of a TLS session proved about itself. The handshake accepts every certificate
 * ({@link dev.strongpost.certificates.peer.DeferredTrustManager}); whether it is good enough is judged afterwards.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.certificates.peer.ChainValidators} chooses the anchors, and a {@link
 *       dev.strongpost.certificates.peer.ChainValidator} checks the chain against them (RFC 5280 section 6), and a
 *       stapled OCSP response where there is one.
 *   <li>The result is a {@link dev.strongpost.certificates.peer.PeerIdentity}, whose {@link
 *       dev.strongpost.certificates.peer.ChainStatus} says what the chain proves.
 * </ol>
 */
package dev.strongpost.certificates.peer;
