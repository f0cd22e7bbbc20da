// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.Strings;

import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.connection.InboundEvents;

/**
 * The STARTTLS command (RFC 3207) of a listener that offers it. James's own handler of the command is behind ours
 * and is not reached.
 */
final class StartTlsCommand {
    /** What the log says of a client that does not wait for the answer, or of somebody between who makes it look so. */
    static final String INJECTION = "it sent more behind STARTTLS, in cleartext";

    private static final Logger LOGGER = LoggerFactory.getLogger(StartTlsCommand.class);

    private final Handshakes handshakes;
    private final InboundLog log;
    private final InboundEvents events;

    StartTlsCommand(Handshakes handshakes, InboundLog log, InboundEvents events) {
        this.handshakes = handshakes;
        this.log = log;
        this.events = events;
    }

    /** Answers the command: at once where it is not in order, and else when it is known that nothing came behind it. */
    Response answer(SMTPSession session, Request request) {
        if (session.isTLSStarted()) {
            return new SMTPResponse("503", "5.5.1 TLS is already active");
        }
        if (session.getUsername() != null) {
            // Who a client is must not depend on what came in cleartext.
            return new SMTPResponse("503", "5.5.1 STARTTLS comes before AUTH");
        }
        if (!Strings.nullToEmpty(request.getArgument()).trim().isEmpty()) {
            // RFC 3207 section 4: no parameters.
            return new SMTPResponse("501", "5.5.4 STARTTLS takes no parameters");
        }
        InboundConnection connection = InboundConnection.of(session);
        connection.guard().close(() -> proceed(connection));
        return NoResponse.INSTANCE;
    }

    private void proceed(InboundConnection connection) {
        if (!connection.channel().isActive()) {
            return;
        }
        connection.write(connection.guard().moreCame() ? injected(connection) : begin(connection));
    }

    private Response injected(InboundConnection connection) {
        log.refused(connection, INJECTION);
        events.injected();
        SMTPResponse end = new SMTPResponse("501", "5.5.1 Nothing may come between STARTTLS and TLS");
        end.setEndSession(true);
        return end;
    }

    private Response begin(InboundConnection connection) {
        connection.guard().open();
        try {
            handshakes.beginAfterNextWrite(connection);
        } catch (RuntimeException e) {
            LOGGER.error("Cannot start TLS", e);
            return new SMTPResponse("454", "4.7.0 TLS not available due to temporary reason"); // RFC 3207 section 4
        }
        forget(connection.session());
        return new SMTPResponse("220", "2.0.0 Ready to start TLS");
    }

    // RFC 3207 section 4.2: what the client said before TLS, its name first of all, is not known any more.
    private static void forget(SMTPSession session) {
        session.resetState();
        session.removeAttachment(SMTPSession.CURRENT_HELO_MODE, State.Connection);
        session.removeAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection);
    }
}
