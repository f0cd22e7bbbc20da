// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import dev.strongpost.testkit.smtp.ReceiverBehaviour.Credentials;

/** AUTH PLAIN and AUTH LOGIN (RFC 4954). */
final class AuthenticationStep {
    private final Conversation conversation;
    private boolean authenticated;

    AuthenticationStep(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Tells whether mail may be sent: no credentials are needed, or they have been given. */
    boolean isSatisfied() {
        return authenticated || conversation.behaviour().credentials().isEmpty();
    }

    void forget() {
        authenticated = false;
    }

    void authenticate(String argument) throws IOException {
        Credentials expected = conversation.behaviour().credentials().orElse(null);
        if (expected == null) {
            conversation.reply("502", "5.5.1", "no AUTH here");
            return;
        }
        String[] words = argument.split(" ", 2);
        String initial = words.length > 1 ? words[1] : "";
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> conclude(plain(initial).equals("\0" + expected.user() + "\0" + expected.password()));
            case "LOGIN" -> conclude(login(initial).equals(expected));
            default -> conversation.reply("504", "5.5.4", "unknown mechanism");
        }
    }

    private String plain(String initial) throws IOException {
        return initial.isEmpty() ? ask("") : decode(initial);
    }

    private Credentials login(String initial) throws IOException {
        String user = initial.isEmpty() ? ask("Username:") : decode(initial);
        return new Credentials(user, ask("Password:"));
    }

    private String ask(String challenge) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8));
        conversation.wire().reply("334 " + encoded);
        return decode(conversation.wire().readLine().orElseThrow(ConnectionEnded::new));
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private void conclude(boolean right) throws IOException {
        if (!right) {
            conversation.reply("535", "5.7.8", "wrong credentials");
        } else if (conversation.replyAt(Stage.AUTH, "235", "2.7.0", "welcome")) {
            authenticated = true;
        }
    }
}
