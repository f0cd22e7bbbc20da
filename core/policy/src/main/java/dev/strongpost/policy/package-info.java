// SPDX-License-Identifier: Apache-2.0
/**
 * The rules: which recipients' mail must travel encrypted, how strongly, to whom; and the decision whether a connection
 * is good enough. The rule language takes over from Sendmail's access map ({@code TLS_Rcpt:}) and Postfix's {@code
 * smtp_tls_policy_maps}; what both accept and ignore, this refuses.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.parse.PolicyTableParser} turns a file, or an inline list, into a
 *       {@link dev.strongpost.policy.PolicyTable}, or into a {@link dev.strongpost.policy.rule.PolicyException} with
 *       every {@link dev.strongpost.policy.rule.PolicyError} of it.
 *   <li>{@link dev.strongpost.policy.live.LivePolicyTable} does so whenever the file changes, or a file of
 *       {@link dev.strongpost.certificates.TrustAnchors} that a rule names. {@link
 *       dev.strongpost.policy.live.PolicyObserver} hears of it, and {@link dev.strongpost.policy.live.PolicyHealth}
 *       tells how the table is.
 *   <li>{@link dev.strongpost.policy.PolicyTable#lookup} gives the {@link
 *       dev.strongpost.policy.decision.TlsRequirement} of a recipient. First hit decides: {@code user+tag@domain},
 *       {@code user@domain}, {@code user+tag@}, {@code user@}, {@code =domain}, {@code domain}, its parents from
 *       longest to shortest, {@code *}, the built-in {@code may}. {@link dev.strongpost.policy.PolicyTable#explain}
 *       tells which rules were considered and which decided.
 *   <li>{@link dev.strongpost.policy.PolicyTable#inbound} gives the {@link dev.strongpost.policy.InboundRules} of mail
 *       that comes in. They are asked for each party, and all requirements that they give have to be satisfied.
 *   <li>{@link dev.strongpost.policy.decision.TlsDecision#decide} joins the requirement with what a connection gave
 *       ({@link dev.strongpost.policy.decision.TlsEvidence}) into a {@link dev.strongpost.policy.decision.TlsVerdict}.
 *   <li>Where that is not <em>accept</em>, {@link dev.strongpost.policy.decision.TlsFailure} has the reply, the
 *       enhanced status code, the {@link dev.strongpost.policy.decision.FailureReason} and a line that names both sides
 *       and the rule.
 * </ol>
 *
 * <p>The order of checks, of which the first that fails gives the reply, is that of Sendmail 8.17 ({@code tls_rcpt}):
 *
 * <ol>
 *   <li>{@code none} and {@code may} accept everything.
 *   <li>No TLS session: for the cause. No STARTTLS offered reads {@code encryption too weak 0 less than N} where a rule
 *       asks for strength alone ({@code encrypt} with bits), {@code other side does not support STARTTLS} elsewhere.
 *   <li>From {@code verify} upwards, no certificate shown: {@code not authenticated}.
 *   <li>Chain not trusted, or over a weak signature or key ({@code verify}, {@code secure}), or nothing of it pinned
 *       ({@code fingerprint}): {@code authentication failed}.
 *   <li>The leaf bears none of the wanted names ({@code verify}, {@code secure}): {@code CN X does not match Y}.
 *   <li>Too few secret bits: {@code encryption too weak A less than R}. After the identity, so a weak session with an
 *       untrusted peer reads {@code authentication failed}.
 *   <li>Version below {@code protocol=}, then suite outside {@code ciphers=} or inside {@code exclude=}:
 *       {@code TLS handshake failed.}, as it would have if this connection had been opened for this rule.
 * </ol>
 */
package dev.strongpost.policy;
