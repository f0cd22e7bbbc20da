// SPDX-License-Identifier: Apache-2.0
/**
 * The delivery status notification (DSN, also: NDR or bounce) that tells a sender why the mail was not delivered.
 *
 * <p>RFC 3464 defines the machine part, RFC 6522 the report around it, RFC 3461 what the sender may ask for, RFC 3463
 * the status codes. A reply of a foreign host ends up in all of it, so every text is cleaned and bounded on its way in.
 *
 * <ol>
 *   <li>{@link dev.strongpost.mailets.bounce.BounceParameters} reads the mailet's configuration, once.
 *   <li>{@link dev.strongpost.mailets.bounce.NotifiedRecipients} keeps those recipients whose sender wants to know.
 *   <li>{@link dev.strongpost.mailets.bounce.BounceCause} gathers what the mail carries about its failure.
 *   <li>{@link dev.strongpost.mailets.bounce.BounceRenderer} says it to people, by a template.
 *   <li>{@link dev.strongpost.mailets.bounce.BounceMessage} joins the human part, the delivery status and the returned
 *       content to one message.
 * </ol>
 */
@ParametersAreNonnullByDefault
package dev.strongpost.mailets.bounce;

import javax.annotation.ParametersAreNonnullByDefault;
