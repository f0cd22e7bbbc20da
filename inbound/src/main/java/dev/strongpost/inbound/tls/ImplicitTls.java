// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.util.function.Supplier;

import org.apache.james.protocols.api.ClientAuth;
import org.apache.james.protocols.netty.Encryption;

import io.netty.handler.ssl.SslHandler;

/**
 * What James takes for the TLS of a server whose connections begin with it (RFC 8314 section 3.3). James adds the
 * handler to a connection before the first byte is read, where no hook gets in.
 */
public final class ImplicitTls implements Encryption {
    private final Supplier<? extends SslHandler> handlers;

    public ImplicitTls(Supplier<? extends SslHandler> handlers) {
        this.handlers = handlers;
    }

    @Override
    public boolean isStartTLS() {
        return false;
    }

    @Override
    public boolean supportsEncryption() {
        return true;
    }

    /** Returns none: James asks its own encryption alone. */
    @Override
    public String[] getEnabledCipherSuites() {
        return new String[0];
    }

    /** Returns the value for none: James asks its own encryption alone. */
    @Override
    public ClientAuth getClientAuth() {
        return ClientAuth.NONE;
    }

    @Override
    public SslHandler sslHandler() {
        return handlers.get();
    }
}
