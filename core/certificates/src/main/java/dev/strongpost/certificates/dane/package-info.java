// SPDX-License-Identifier: Apache-2.0
/**
 * Which certificates the TLSA records of a host allow (RFC 6698, RFC 7672 section 3).
 *
 * <ol>
 *   <li>Each record that an SMTP client can use is a {@link dev.strongpost.certificates.dane.TlsaAssociation}.
 *   <li>Those of one host are a {@link dev.strongpost.certificates.dane.TlsaSet}, which compares them with the chain that the
 *       host shows.
 * </ol>
 */
package dev.strongpost.certificates.dane;
