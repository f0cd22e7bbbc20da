/**
 * Finds the hosts for a domain and their addresses.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.dns.HostLookup} is what delivery and probe ask.
 *   <li>{@link dev.strongpost.dns.DnsjavaLookup} asks name servers itself.
 * </ol>
 */
package dev.strongpost.dns;
