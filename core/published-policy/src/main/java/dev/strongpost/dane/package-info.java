// SPDX-License-Identifier: Apache-2.0
/**
 * DANE for SMTP: which TLSA records an MX host has (RFC 7672 section 2.2). What they say of its certificate is in {@link
 * dev.strongpost.certificates.dane}.
 *
 * <ol>
 *   <li>{@link dev.strongpost.dane.DaneLookup} asks DNS, where the way to the host is proven.
 *   <li>The result is a {@link dev.strongpost.dane.DaneAnswer}.
 * </ol>
 */
package dev.strongpost.dane;
