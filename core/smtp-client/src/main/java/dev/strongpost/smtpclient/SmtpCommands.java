package dev.strongpost.smtpclient;

import java.util.List;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;

import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import io.netty.handler.codec.smtp.SmtpRequest;

/** SMTP commands whose parameters cannot break out of their line. */
final class SmtpCommands {
    private static final CharMatcher FORBIDDEN = CharMatcher.javaIsoControl();

    private SmtpCommands() {}

    /** Returns {@code FROM:<a@b>} or {@code TO:<a@b>}. */
    static String path(String keyword, String address) {
        return keyword + "<" + address + ">";
    }

    /**
     * Returns {@code command} with {@code parameters}.
     *
     * @throws IllegalArgumentException when one holds a control character: it could end the command and begin another
     */
    static SmtpRequest command(SmtpCommand command, List<CharSequence> parameters) {
        parameters.forEach(parameter -> Preconditions.checkArgument(
                FORBIDDEN.matchesNoneOf(parameter), "a command parameter holds a control character"));
        return new DefaultSmtpRequest(command, parameters.toArray(new CharSequence[0]));
    }

    /** Tells whether {@code address} can be sent without SMTPUTF8 (RFC 6531). */
    static boolean isAscii(CharSequence address) {
        return CharMatcher.ascii().matchesAllOf(address);
    }
}
