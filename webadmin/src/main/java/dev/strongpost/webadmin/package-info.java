// SPDX-License-Identifier: Apache-2.0
/**
 * What Strongpost adds to James's webadmin: {@link dev.strongpost.webadmin.StrongpostRoutes}, which {@code
 * extensions.routes} in {@code webadmin.properties} names. James's own filters stand before it: who may use webadmin may
 * use these routes.
 *
 * <ol>
 *   <li>A request comes in as JSON.
 *   <li>It is checked by the same code that checks rules; a mistake is answered with what was given and what is allowed.
 *   <li>The mailets do it, through what they share with the routes, and the answer says what was done.
 * </ol>
 */
@ParametersAreNonnullByDefault
package dev.strongpost.webadmin;

import javax.annotation.ParametersAreNonnullByDefault;
