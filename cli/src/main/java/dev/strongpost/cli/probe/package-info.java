// SPDX-License-Identifier: Apache-2.0
/**
 * The command {@code strongpost probe}: what a delivery would find at the hosts of a domain, and what a rule would say
 * of it. The problem: a rule is written for hosts of somebody else, and what they offer shows only when mail is held
 * up.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.cli.probe.ProbeTarget} is whom mail is for, {@link dev.strongpost.cli.probe.ProbeOptions}
 *       how to ask.
 *   <li>{@link dev.strongpost.dns.DnsResolver} asks the name servers.
 *   <li>{@code DeliveryProbe}, of the delivery itself, visits the hosts.
 *   <li>{@link dev.strongpost.cli.probe.ReportRenderer} tells a person, {@link dev.strongpost.cli.probe.ReportDocument}
 *         a program.
 * </ol>
 */
package dev.strongpost.cli.probe;
