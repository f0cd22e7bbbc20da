// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.mail.internet.MimeMessage;

import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.base.test.FakeMail;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.ClientThreads;
import dev.strongpost.smtpclient.ConnectionEvents;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.SmtpConnection;
import dev.strongpost.smtpclient.SmtpConnector;
import dev.strongpost.smtpclient.TlsProfile;
import dev.strongpost.smtpclient.pool.ConnectionPool;

/** Connections as the mailet opens them, to hosts of a test, without the mailet. */
final class OpenConnections implements AutoCloseable {
    static final TlsProfile MAY = TlsProfile.of(TlsRequirement.builtInMay());

    private static final ConnectionSettings SETTINGS = ConnectionSettings.builder()
            .connectTimeout(Duration.ofSeconds(5))
            .replyTimeout(Duration.ofSeconds(5))
            .finalReplyTimeout(Duration.ofSeconds(5))
            .maximumPerHost(2)
            .build();

    private final ClientThreads threads = new ClientThreads();
    private final SmtpConnector connector = SmtpConnector.on(
            threads, ClientIdentities.in(Path.of(".")), () -> "client.example", SETTINGS, ConnectionEvents.NONE);

    ConnectionPool<SmtpConnection> pool() {
        return new ConnectionPool<>(connector::open, SETTINGS, ConnectionEvents.NONE, Clock.systemUTC());
    }

    MessageSender sender() {
        return new MessageSender(Optional.empty(), Clock.systemUTC(), threads.workers());
    }

    static Destination destination(InetSocketAddress address) {
        return Destination.of("mx.open.example", address.getAddress(), address.getPort());
    }

    static DeliveryAttempt attempt(MimeMessage message, List<MailAddress> recipients) throws Exception {
        FakeMail mail = FakeMail.builder()
                .name("mail")
                .sender("a@here.example")
                .recipients(recipients)
                .mimeMessage(message)
                .build();
        return new DeliveryAttempt(
                mail,
                new MailContent(message),
                new RecipientGroup(
                        Domain.of("open.example"),
                        TlsRequirement.builtInMay(),
                        TlsRequirement.builtInMay(),
                        recipients));
    }

    static MimeMessage message(String token) throws Exception {
        return MimeMessageUtil.mimeMessageFromString("Subject: " + token + "\r\n\r\n.dotted " + token + "\r\n");
    }

    @Override
    public void close() {
        threads.close();
    }
}
