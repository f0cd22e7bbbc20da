// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

/** The points of an SMTP conversation at which a receiver may be told to misbehave. */
public enum Stage {
    /** The connection has been accepted; the greeting is due. */
    GREETING,
    /** EHLO or HELO came. */
    EHLO,
    /** STARTTLS came; its reply is due. */
    STARTTLS,
    /** AUTH and what belongs to it came. */
    AUTH,
    /** MAIL came. */
    MAIL,
    /** RCPT came. */
    RCPT,
    /** DATA came; 354 is due. */
    DATA,
    /** The final dot, or the last BDAT chunk, came. */
    END_OF_DATA,
    /** RSET came. */
    RSET,
    /** QUIT came. */
    QUIT
}
