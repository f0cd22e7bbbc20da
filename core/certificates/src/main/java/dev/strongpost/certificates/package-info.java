// SPDX-License-Identifier: Apache-2.0
/**
 * X.509 certificates (RFC 5280) as facts: names, pins, strength, order of a chain.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.certificates.CertificateNames} are the names that a certificate has; {@link
 *       dev.strongpost.certificates.NamePattern} compares a wanted name with them (RFC 6125).
 *   <li>{@link dev.strongpost.certificates.CertificatePath} is the part of a chain that a proof rests on; {@link
 *       dev.strongpost.certificates.WeakCertificate} says what makes it worthless.
 *   <li>{@link dev.strongpost.certificates.CertificatePin} is the digest of a certificate or its key; {@link
 *       dev.strongpost.certificates.TrustAnchors} are those that a rule trusts.
 *   <li>{@link dev.strongpost.certificates.KeySignature} tells whether a key belongs to a certificate.
 *   <li>{@link dev.strongpost.certificates.CertificateFacts} is what an administrator wants to know of one.
 * </ol>
 */
package dev.strongpost.certificates;
