// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.regex.Pattern;

/** Names of hosts, as MX and PTR records point to them. */
public final class HostNames {
    // Underscores are no part of a host name (RFC 952), and names with them receive mail. The last label is no number.
    private static final Pattern HOST_NAME =
            Pattern.compile("([A-Za-z0-9_-]{1,63}\\.){0,126}(?!\\d+$)[A-Za-z0-9_-]{1,63}");

    private static final int LONGEST_NAME = 253;

    private HostNames() {}

    /** Tells whether a host can be called {@code name}, which has no dot at its end. */
    public static boolean isHostName(String name) {
        return name.length() <= LONGEST_NAME && HOST_NAME.matcher(name).matches();
    }
}
