/**
 * What one SMTP connection gave in the way of TLS (RFC 3207, RFC 8446): the half of a decision that comes from the other side.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>A connection without TLS becomes {@link dev.strongpost.evidence.TlsEvidence#notOffered()},
 *       {@link dev.strongpost.evidence.TlsEvidence#refused}, {@link dev.strongpost.evidence.TlsEvidence#handshakeFailed} or
 *       {@link dev.strongpost.evidence.TlsEvidence#switchedOff()}; {@link dev.strongpost.evidence.ClearText} tells which.
 *   <li>One with TLS becomes a {@link dev.strongpost.evidence.TlsSession}: {@link dev.strongpost.evidence.TlsProtocol}, suite,
 *       and {@link dev.strongpost.evidence.PeerIdentity}, which says whether the chain is trusted and as whom the peer was
 *       reached: {@code PeerIdentity.trusted(chain).reachedAs("mx.example").servingNextHop("partner.example")}.
 *   <li>{@link dev.strongpost.evidence.CipherStrength} counts the suite's secret bits as Sendmail does.
 *   <li>{@link dev.strongpost.evidence.CertificateNames} reads the names that a certificate bears, when a rule asks for them.
 *   <li>Whatever text the other side wrote passes through {@link dev.strongpost.evidence.PeerText} first.
 * </ol>
 *
 * <p>Nothing here knows of rules. A connection that is kept is judged again for each mail from the same evidence, with
 * {@link dev.strongpost.evidence.TlsEvidence#servingNextHop} naming the mail's domain.
 */
package dev.strongpost.evidence;
