// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a James is set up so that its policy tables are applied. The problem: a correct table protects no mail that
 * another mailet sends first, or that comes in at a server without our handler, and neither James nor the table can
 * tell.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.wiring.JamesConfiguration} is what the files of a James say: {@code
 *       mailetcontainer.xml}, {@code smtpserver.xml}, {@code lmtpserver.xml}, {@code healthcheck.properties} and the
 *       extension jars. It reads them as James does, and never executes anything of them.
 *   <li>{@link dev.strongpost.policy.wiring.TableSource} gives the tables that the files name.
 *   <li>{@link dev.strongpost.policy.wiring.WiringCheck} joins both into {@link
 *       dev.strongpost.policy.wiring.WiringFinding}s: what is wrong, where, and what to write. What it cannot judge it
 *       says, too.
 * </ol>
 *
 * <p>A running James does this at its start, after each change of a table, and in its health check; {@code strongpost
 * config check} does it for a folder.
 */
@ParametersAreNonnullByDefault
package dev.strongpost.policy.wiring;

import javax.annotation.ParametersAreNonnullByDefault;
