// SPDX-License-Identifier: Apache-2.0
/**
 * SMTP MTA Strict Transport Security (RFC 8461): a domain publishes over HTTPS which MX hosts it has, and that they have
 * TLS with a certificate that names them. The problem: DNS without DNSSEC can be forged, so that neither the names of MX
 * hosts nor what they offer can be believed.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.mtasts.StsRecord} is the TXT record that says that there is a policy, and which.
 *   <li>{@link dev.strongpost.mtasts.PolicyFetcher} gets the text of a policy, {@link
 *         dev.strongpost.mtasts.HttpsPolicyFetcher} over HTTPS; {@link dev.strongpost.mtasts.StsPolicy} is what it says.
 *   <li>{@link dev.strongpost.mtasts.PolicyStore} keeps policies on disk for as long as they say.
 *   <li>{@link dev.strongpost.mtasts.StsLookup} puts these together: what holds for mail to a domain now.
 * </ol>
 */
package dev.strongpost.mtasts;
