// SPDX-License-Identifier: Apache-2.0
/**
 * An SMTP host with faults on demand: {@link dev.strongpost.testkit.smtp.SmtpReceiver} behaves as its {@link
 * dev.strongpost.testkit.smtp.ReceiverBehaviour} says, and keeps a {@link dev.strongpost.testkit.smtp.Transcript} of
 * every connection.
 */
package dev.strongpost.testkit.smtp;
