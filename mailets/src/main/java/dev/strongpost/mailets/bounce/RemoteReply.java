package dev.strongpost.mailets.bounce;

import java.util.Iterator;
import java.util.Optional;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

import dev.strongpost.smtpclient.EnhancedStatus;

/**
 * What ended a delivery, in the words it came in: the reply of an SMTP server, code first, or a sentence of our own
 * side when no server has spoken. Several lines are possible.
 */
final class RemoteReply {
    private static final int CODE_LENGTH = 3;
    private static final CharMatcher DIGIT = CharMatcher.inRange('0', '9');
    private static final Splitter WORD =
            Splitter.on(CharMatcher.anyOf(" -\t\r\n")).omitEmptyStrings();

    private final String text;

    private RemoteReply(String text) {
        this.text = text;
    }

    /** Returns the reply that {@code text} holds; nothing of it is believed yet. */
    static RemoteReply of(String text) {
        return new RemoteReply(text.trim());
    }

    /** Returns the text as it came, line breaks and all. */
    String text() {
        return text;
    }

    /** Tells whether the text starts with a reply code, RFC 5321 section 4.2: a server has spoken. */
    boolean isFromServer() {
        return text.length() >= CODE_LENGTH
                && text.charAt(0) >= '2'
                && text.charAt(0) <= '5'
                && text.charAt(1) <= '5'
                && DIGIT.matchesAllOf(text.substring(0, CODE_LENGTH))
                && endsCode();
    }

    private boolean endsCode() {
        return text.length() == CODE_LENGTH || " -\r\n".indexOf(text.charAt(CODE_LENGTH)) >= 0;
    }

    /** Returns the enhanced status behind the code, RFC 2034 section 4; else one by the class of the code. */
    EnhancedStatus status() {
        if (!isFromServer()) {
            return EnhancedStatus.PERMANENT;
        }
        return enhancedStatus().orElseGet(this::statusByClass);
    }

    private Optional<EnhancedStatus> enhancedStatus() {
        Iterator<String> words = WORD.split(text).iterator();
        words.next();
        return words.hasNext() ? EnhancedStatus.parse(words.next()) : Optional.empty();
    }

    // RFC 3463 section 3.1: X.0.0 is the class alone.
    private EnhancedStatus statusByClass() {
        return text.charAt(0) == '4' ? EnhancedStatus.TRANSIENT : EnhancedStatus.PERMANENT;
    }
}
