// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.Objects;

/** A user name and a password for a gateway. Never printed. */
public final class Credentials {

    private final String userName;
    private final String password;

    private Credentials(String userName, String password) {
        this.userName = userName;
        this.password = password;
    }

    /** Returns the credentials of {@code userName}. */
    public static Credentials of(String userName, String password) {
        return new Credentials(Objects.requireNonNull(userName), Objects.requireNonNull(password));
    }

    String userName() {
        return userName;
    }

    String password() {
        return password;
    }

    /** Returns the message of the PLAIN mechanism, RFC 4616 section 2, with no authorization identity. */
    String plain() {
        return "\0" + userName + "\0" + password;
    }

    @Override
    public String toString() {
        return "credentials";
    }
}
