// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import dev.strongpost.certificates.peer.DeferredTrustManager;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.certificates.store.ClientIdentityException;
import dev.strongpost.files.FileStamp;
import dev.strongpost.files.FileWatcher;

/**
 * One {@link SSLContext} for all sessions that present the same certificate, or none: so sessions resume across
 * connections to the same host and port, and never across identities (RFC 8446 section 2.2, RFC 5077). A certificate
 * that has changed on disk gets a context of its own, and so sessions of its own, within 5 seconds. Thread-safe.
 */
final class ClientContexts {
    /** A context, and the part that answers the requests for its certificate. */
    static final class ClientContext {
        private final SSLContext context;
        private final ClientCertificateRequests requests;
        private final Optional<FileStamp> stamp;
        private final Instant read;
        private volatile Instant checked;

        private ClientContext(
                SSLContext context, ClientCertificateRequests requests, Optional<FileStamp> stamp, Instant now) {
            this.context = context;
            this.requests = requests;
            this.stamp = stamp;
            this.read = now;
            this.checked = now;
        }

        /** Returns the context. */
        SSLContext context() {
            return context;
        }

        /** Returns what answers requests for a client certificate in handshakes of this context. */
        ClientCertificateRequests requests() {
            return requests;
        }
    }

    private final ClientIdentities identities;
    private final Clock clock;
    private final Map<Optional<String>, ClientContext> contexts = new ConcurrentHashMap<>();

    ClientContexts(ClientIdentities identities, Clock clock) {
        this.identities = identities;
        this.clock = clock;
    }

    /**
     * Returns the context that presents {@code name}, or nothing. Reads a file when there is none yet, or it has
     * changed.
     *
     * @throws IllegalArgumentException when the certificate cannot be used as it is now, whatever it was before
     */
    ClientContext of(Optional<String> name) {
        ClientContext known = contexts.get(name);
        return known != null && isCurrent(name, known) ? known : replace(name);
    }

    private synchronized ClientContext replace(Optional<String> name) {
        contexts.remove(name);
        ClientContext created = create(name);
        contexts.put(name, created);
        return created;
    }

    private boolean isCurrent(Optional<String> name, ClientContext known) {
        Instant now = clock.instant();
        if (name.isEmpty() || now.isBefore(known.checked.plus(FileWatcher.INTERVAL))) {
            return true;
        }
        // A file that was changed while it was read may have changed once more without its stamp showing it.
        boolean settled = known.stamp.isPresent() && !known.stamp.get().isFresh(known.read);
        known.checked = now;
        return settled && known.stamp.equals(stamp(name.get()));
    }

    private Optional<FileStamp> stamp(String name) {
        return identities.fileOf(name).flatMap(FileStamp::of);
    }

    private ClientContext create(Optional<String> name) {
        Instant now = clock.instant();
        try {
            Optional<FileStamp> stamp = name.flatMap(this::stamp);
            ClientCertificateRequests requests = new ClientCertificateRequests(
                    name.isPresent() ? Optional.of(identities.named(name.get())) : Optional.empty());
            return new ClientContext(context(requests), requests, stamp, now);
        } catch (ClientIdentityException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static SSLContext context(ClientCertificateRequests requests) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {requests}, new TrustManager[] {new DeferredTrustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }
}
