// SPDX-License-Identifier: Apache-2.0
/**
 * Keys and certificates in the files that James reads them from: PKCS#12 (RFC 7292), JKS, PEM (RFC 7468). The problem:
 * a mail server whose certificate has run out, whose chain lacks its intermediate, or whose key belongs to another
 * certificate fails every partner that verifies, without notice. A half-written key store keeps it from starting at
 * all.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.certificates.store.StoreFile} opens a file, as a {@link
 *       dev.strongpost.certificates.store.CertificateStore}, or starts a new one. Nothing on disk changes before {@link
 *       dev.strongpost.certificates.store.StoreFile#save}, which replaces the file whole.
 *   <li>{@link dev.strongpost.certificates.issue.KeyKind} makes a key, {@link
 *       dev.strongpost.certificates.issue.SelfSigned} a certificate for it that is its own issuer, {@link
 *       dev.strongpost.certificates.issue.CertificateRequest} what an authority wants to see (RFC 2986).
 *   <li>{@link dev.strongpost.certificates.parse.KeyMaterial} reads what came back, whatever its form, and
 *       {@link dev.strongpost.certificates.store.IssuedChain} puts key, certificate and chain together, or says what is
 *       missing.
 *   <li>{@link dev.strongpost.certificates.CertificateFacts} is what a person wants to know of a certificate,
 *       {@link dev.strongpost.certificates.store.CertificateCheck} what is, or soon will be, wrong with it.
 * </ol>
 *
 * <p>What cannot be done is a {@link dev.strongpost.certificates.KeyMaterialException}: one sentence. Needs no security
 * provider but the JDK's own.
 */
package dev.strongpost.certificates.store;
