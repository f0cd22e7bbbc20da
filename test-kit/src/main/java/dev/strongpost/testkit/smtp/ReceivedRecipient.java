// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import com.google.common.collect.ImmutableList;

/**
 * A recipient that the receiver accepted.
 *
 * @param address without its angle brackets
 * @param parameters the parameters of RCPT as they were written, such as {@code NOTIFY=NEVER}
 */
public record ReceivedRecipient(String address, ImmutableList<String> parameters) {}
