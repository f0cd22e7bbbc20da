// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.lang.reflect.Field;
import java.util.Optional;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.protocols.netty.AbstractAsyncServer;
import org.apache.james.protocols.netty.Encryption;
import org.apache.james.smtpserver.netty.SMTPServerFactory;

import dev.strongpost.inbound.connection.JamesChannel;
import dev.strongpost.inbound.tls.HandlerParameters;

/**
 * The SMTP server of James that is being started while its handlers are made. James tells a handler nothing of the
 * server that it is for; but servers start one after the other, in the order of {@code smtpserver.xml}, and one listens
 * once it has started.
 */
final class JamesServer {
    private static final String FIELD = "encryption";
    private static final String NAME = "jmxName";

    private final AbstractConfigurableAsyncServer server;

    private JamesServer(AbstractConfigurableAsyncServer server) {
        this.server = server;
    }

    /** Returns the server that is being started; empty when none is. */
    static Optional<JamesServer> among(SMTPServerFactory servers) {
        return Optional.ofNullable(servers.getServers()).stream()
                .flatMap(all -> all.stream())
                .filter(server -> server.isEnabled() && !server.isStarted())
                .findFirst()
                .map(JamesServer::new);
    }

    /** Returns the {@code jmxName} of its configuration, {@code smtpserver-global}: it has no address yet. */
    String name() {
        try {
            Field field = AbstractAsyncServer.class.getDeclaredField(NAME);
            field.setAccessible(true);
            return String.valueOf(field.get(server));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return server.getServiceType(); // another James: it is for people alone
        }
    }

    /**
     * Checks that James itself does no TLS on this server: it would do so beside us.
     *
     * @throws ConfigurationException when it does
     */
    void requireNoTlsOfItsOwn() throws ConfigurationException {
        if (server.getStartTLSSupported() || server.getSocketType().equals("secure")) {
            throw HandlerParameters.wrong(
                    "tls",
                    "James's own TLS beside it",
                    "startTLS=\"false\" and socketTLS=\"false\" in the tls block of the server");
        }
    }

    /**
     * Has connections of this server begin with the TLS given.
     *
     * @throws ConfigurationException when this James is built otherwise than 3.8.1
     */
    void beginConnectionsWith(Encryption tls) throws ConfigurationException {
        try {
            Field field = AbstractConfigurableAsyncServer.class.getDeclaredField(FIELD);
            field.setAccessible(true);
            field.set(server, tls);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            throw JamesChannel.anotherJames("AbstractConfigurableAsyncServer has a field " + FIELD, e);
        }
    }
}
