// SPDX-License-Identifier: Apache-2.0
/** How a command asks a running James something: through its webadmin, over HTTP, with the token that it wants. */
@ParametersAreNonnullByDefault
package dev.strongpost.cli.webadmin;

import javax.annotation.ParametersAreNonnullByDefault;
