// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.util.Optional;

import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;

import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.inbound.tls.ClientCertificateMode;
import dev.strongpost.inbound.tls.TlsSettings;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsSession;

/** Which commands a listener hears at all, before any of them looks at what it says. */
final class CommandFilter {
    /** RFC 3207 section 4 lets NOOP, EHLO, STARTTLS and QUIT through. The others tell and change nothing. */
    private static final ImmutableSet<String> HARMLESS =
            ImmutableSet.of("EHLO", "HELO", "STARTTLS", "NOOP", "RSET", "QUIT", "HELP");

    private final TlsSettings settings;
    private final InboundLog log;
    private final InboundEvents events;

    CommandFilter(TlsSettings settings, InboundLog log, InboundEvents events) {
        this.settings = settings;
        this.log = log;
        this.events = events;
    }

    /** Returns the reply by which {@code command}, in upper case, is refused; empty when it is heard. */
    Optional<Response> refusal(SMTPSession session, String command) {
        if (!session.isTLSStarted()) {
            return refusalInCleartext(command);
        }
        // RFC 3207 section 4.1: every command other than QUIT.
        return lacksCertificate(session) && !command.equals("QUIT")
                ? Optional.of(withoutCertificate(InboundConnection.of(session)))
                : Optional.empty();
    }

    private Optional<Response> refusalInCleartext(String command) {
        if (settings.mode().requiresTls() && !HARMLESS.contains(command)) {
            return Optional.of(startTlsFirst());
        }
        return settings.mode().offersStartTls() && command.equals("AUTH")
                ? Optional.of(authNeedsTls())
                : Optional.empty();
    }

    // RFC 4954 section 6. A password in cleartext proves nothing, and would exempt from the rules.
    private Response authNeedsTls() {
        events.refusedInClear();
        return new SMTPResponse("538", "5.7.11 Encryption required for requested authentication mechanism");
    }

    private Response startTlsFirst() {
        events.refusedInClear();
        return new SMTPResponse("530", "5.7.0 Must issue a STARTTLS command first");
    }

    private boolean lacksCertificate(SMTPSession session) {
        return settings.clientCertificate() == ClientCertificateMode.REQUIRE
                && !client(InboundConnection.of(session).evidence())
                        .filter(client -> client.chainStatus().isTrusted())
                        .isPresent();
    }

    private static Optional<PeerIdentity> client(TlsEvidence evidence) {
        return evidence.session().map(TlsSession::peer);
    }

    private Response withoutCertificate(InboundConnection connection) {
        String why = client(connection.evidence()).map(PeerIdentity::toString).orElse("no certificate");
        log.refused(connection, "a trusted client certificate is required, " + why);
        events.refusedWithoutCertificate();
        SMTPResponse end = new SMTPResponse("421", "4.7.1 A trusted client certificate is required");
        end.setEndSession(true);
        return end;
    }
}
