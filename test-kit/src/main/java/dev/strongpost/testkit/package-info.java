// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of every module stand on: real peers on real loopback sockets, with nothing mocked in between.
 *
 * <ol>
 *   <li>{@link dev.strongpost.testkit.certificates.TestCertificateAuthority} mints the certificates, the faulty ones
 *         included.
 *   <li>{@link dev.strongpost.testkit.smtp.ReceiverBehaviour} says how a host answers (RFC 5321, RFC 3207), and {@link
 *       dev.strongpost.testkit.smtp.SmtpReceiver} is that host; it keeps what was said and what was received.
 *   <li>{@link dev.strongpost.testkit.dns.FakeDns} (RFC 1035) leads to it.
 * </ol>
 */
package dev.strongpost.testkit;
