// SPDX-License-Identifier: Apache-2.0
/**
 * The one spelling in which addresses are compared (RFC 5321 section 4.1.2, RFC 5890): no case, no quotes that
 * need not be there, A-labels.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.address.DomainNames}, {@link dev.strongpost.address.AddressLiterals} and {@link
 *         dev.strongpost.address.LocalParts} are the parts of an address.
 *   <li>{@link dev.strongpost.address.Network} is the address of a client, or a range of them.
 *   <li>{@link dev.strongpost.address.AddressPattern} is what a rule is written for: an address, a domain, everyone.
 * </ol>
 */
package dev.strongpost.address;
