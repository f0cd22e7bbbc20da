// SPDX-License-Identifier: Apache-2.0
/**
 * What the James adapters share.
 *
 * <p>Matchers and mailets are made one by one, by class name, and know nothing of each other. These things tie
 * them together:
 *
 * <ol>
 *   <li>{@link dev.strongpost.james.PolicyTables}, one for the whole server, opens a policy table once for all who name
 *       the same file, so that matcher and mailet never see different rules.
 *   <li>{@link dev.strongpost.james.TlsMailAttributes} are what the delivery mailet and the SMTP server leave on a mail
 *       for the processors behind them.
 *   <li>{@link dev.strongpost.james.ReceivedTls} writes and reads those that the SMTP server leaves on a mail that
 *         comes in.
 *   <li>{@link dev.strongpost.james.PolicyHealthCheck} and {@link dev.strongpost.james.TableMetrics} tell administrators
 *       how the tables fare.
 * </ol>
 */
@ParametersAreNonnullByDefault
package dev.strongpost.james;

import javax.annotation.ParametersAreNonnullByDefault;
