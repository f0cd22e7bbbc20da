// SPDX-License-Identifier: Apache-2.0
/**
 * New keys and certificates.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.certificates.issue.KeyKind} generates a key.
 *   <li>{@link dev.strongpost.certificates.issue.SubjectNames} are the names that a certificate is to be for.
 *   <li>{@link dev.strongpost.certificates.issue.SelfSigned} issues it, or {@link
 *       dev.strongpost.certificates.issue.CertificateRequest} asks an authority to (PKCS #10, RFC 2986).
 * </ol>
 */
package dev.strongpost.certificates.issue;
