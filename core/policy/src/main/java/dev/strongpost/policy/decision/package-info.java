// SPDX-License-Identifier: Apache-2.0
/**
 * What one SMTP connection gave in the way of TLS (RFC 3207, RFC 8446): the half of a decision that comes from the
 * other side.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>A connection without TLS becomes {@link dev.strongpost.policy.decision.TlsEvidence#notOffered()},
 *       {@link dev.strongpost.policy.decision.TlsEvidence#refused}, {@link
 *       dev.strongpost.policy.decision.TlsEvidence#handshakeFailed} or {@link
 *       dev.strongpost.policy.decision.TlsEvidence#switchedOff()}; {@link dev.strongpost.policy.decision.Cleartext}
 *       tells which.
 *   <li>One with TLS becomes a {@link dev.strongpost.policy.decision.TlsSession}: {@link
 *       dev.strongpost.policy.decision.TlsProtocol}, suite, and {@link dev.strongpost.certificates.peer.PeerIdentity},
 *       which says whether the chain is trusted and as whom the peer was reached: {@code
 *       PeerIdentity.trusted(chain).reachedAs("mx.example").servingNextHop("partner.example")}.
 *   <li>{@link dev.strongpost.policy.decision.CipherStrength} counts the suite's secret bits as Sendmail does.
 *   <li>{@link dev.strongpost.certificates.CertificateNames} reads the names that a certificate bears, when a rule asks
 *         for them.
 *   <li>Whatever text the other side wrote passes through {@link dev.strongpost.text.Sanitizer} first.
 * </ol>
 *
 * <p>Nothing here knows of rules. A connection that is kept is judged again for each mail from the same evidence, with
 * {@link dev.strongpost.policy.decision.TlsEvidence#servingNextHop} naming the mail's domain.
 */
package dev.strongpost.policy.decision;
