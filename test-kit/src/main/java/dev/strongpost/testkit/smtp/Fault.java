// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.util.Optional;

/** What a receiver does at a {@link Stage} in place of what it should. */
public final class Fault {
    private enum Kind {
        REPLY,
        DROP,
        STALL
    }

    private final Kind kind;
    private final Optional<String> reply;

    private Fault(Kind kind, Optional<String> reply) {
        this.kind = kind;
        this.reply = reply;
    }

    /**
     * Answers with the reply given, code first; lines of a longer one are separated by {@code \n} and each holds its
     * code. A 421 closes the connection too (RFC 5321 section 3.8).
     */
    public static Fault reply(String text) {
        return new Fault(Kind.REPLY, Optional.of(text));
    }

    /** Closes the connection without an answer. */
    public static Fault drop() {
        return new Fault(Kind.DROP, Optional.empty());
    }

    /** Keeps the connection open and never says another word on it. */
    public static Fault stall() {
        return new Fault(Kind.STALL, Optional.empty());
    }

    Optional<String> reply() {
        return reply;
    }

    boolean isDrop() {
        return kind == Kind.DROP;
    }

    @Override
    public String toString() {
        return reply.map(text -> kind + " " + text).orElse(kind.toString());
    }
}
