// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.util.List;

import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;
import com.google.common.base.Preconditions;

/** SMTP command lines, without their line ends, whose parameters cannot break out of them. */
public final class SmtpCommands {
    private static final CharMatcher FORBIDDEN = CharMatcher.javaIsoControl();
    private static final Joiner SPACE = Joiner.on(' ');

    private SmtpCommands() {}

    /** Returns {@code FROM:<a@b>} or {@code TO:<a@b>}. */
    public static String path(String keyword, String address) {
        return keyword + "<" + address + ">";
    }

    /**
     * Returns the line of {@code verb} with {@code parameters}.
     *
     * @throws IllegalArgumentException when one holds a control character: it could end the command and begin another
     */
    public static String line(String verb, List<String> parameters) {
        parameters.forEach(parameter ->
                Preconditions.checkArgument(canBeSent(parameter), "a command parameter holds a control character"));
        return parameters.isEmpty() ? verb : verb + " " + SPACE.join(parameters);
    }

    /** Tells whether {@code parameter} holds no control character. */
    public static boolean canBeSent(CharSequence parameter) {
        return FORBIDDEN.matchesNoneOf(parameter);
    }

    /** Tells whether {@code address} can be sent without SMTPUTF8 (RFC 6531). */
    public static boolean isAscii(CharSequence address) {
        return CharMatcher.ascii().matchesAllOf(address);
    }
}
