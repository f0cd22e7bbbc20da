// SPDX-License-Identifier: Apache-2.0
/** The commands {@code strongpost config}: about the configuration folder of a James. */
@ParametersAreNonnullByDefault
package dev.strongpost.cli.config;

import javax.annotation.ParametersAreNonnullByDefault;
