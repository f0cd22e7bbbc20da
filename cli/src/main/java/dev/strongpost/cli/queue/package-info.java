// SPDX-License-Identifier: Apache-2.0
/** The commands about the mail that waits in a running James. */
@ParametersAreNonnullByDefault
package dev.strongpost.cli.queue;

import javax.annotation.ParametersAreNonnullByDefault;
