// SPDX-License-Identifier: Apache-2.0
/**
 * Finds mail exchangers and the addresses of hosts.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.dns.HostLookup} is what delivery and probe ask; {@link dev.strongpost.dns.DnsResolver}
 *         asks name servers.
 *   <li>{@link dev.strongpost.dns.DnsAnswer} keeps records, absence and temporary failure apart; a record is a {@link
 *         dev.strongpost.dns.MailExchanger} or an address of an {@link dev.strongpost.dns.AddressFamily}.
 * </ol>
 */
package dev.strongpost.dns;
