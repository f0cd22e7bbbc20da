// SPDX-License-Identifier: Apache-2.0
/**
 * Matchers that select recipients by the {@code who} of a policy table: a domain with its sub-domains, a user, an
 * address literal, everyone; and mail by how it came in.
 *
 * <ol>
 *   <li>{@link dev.strongpost.matchers.RecipientRequiresTls} asks the policy table which recipients must not be sent to
 *       without TLS. It is before {@code TlsRemoteDelivery}.
 *   <li>{@link dev.strongpost.matchers.RecipientIn} is the plain list, for whatever purpose.
 *   <li>{@link dev.strongpost.matchers.ReceivedOverTls}, {@link dev.strongpost.matchers.ClientCertificateIs} and
 *       {@link dev.strongpost.matchers.SenderAuthenticatedByCertificate} read the attributes that the SMTP server
 *       leaves on a inbound mail.
 * </ol>
 *
 * <p>A mistake in a condition stops James at the start with where it is, what was given and what is allowed.
 */
@ParametersAreNonnullByDefault
package dev.strongpost.matchers;

import javax.annotation.ParametersAreNonnullByDefault;
