// SPDX-License-Identifier: Apache-2.0
/**
 * A policy table that follows its file.
 *
 * <p>In the order of use:
 *
 * <ol>
 *   <li>{@link dev.strongpost.policy.live.LivePolicyTable} has the active table; {@code TableReloader} replaces it when
 *         the file has changed.
 *   <li>{@link dev.strongpost.policy.live.PolicyObserver} hears what becomes of it, {@link
 *         dev.strongpost.policy.live.PolicyHealth} tells how it is.
 *   <li>{@code ExpiryWatch} warns of rules whose last day is near.
 * </ol>
 */
package dev.strongpost.policy.live;
