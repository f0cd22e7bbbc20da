// SPDX-License-Identifier: Apache-2.0
/** What {@link dev.strongpost.dane} and {@link dev.strongpost.mtasts} say together of one host. */
package dev.strongpost.published;
