// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Optional;

import javax.mail.MessagingException;
import javax.net.ssl.SSLContext;

import org.apache.james.filesystem.api.FileSystem;

import dev.strongpost.dane.DaneLookup;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.mailets.delivery.PublishedPolicies;
import dev.strongpost.mtasts.HttpsPolicyFetcher;
import dev.strongpost.mtasts.PolicyStore;
import dev.strongpost.mtasts.StsLookup;

/** Where one mailet finds what domains publish, and what it has to close. */
final class PublishedSource implements Closeable {
    private final HttpsPolicyFetcher fetcher;
    private final PublishedPolicies policies;

    private PublishedSource(HttpsPolicyFetcher fetcher, PublishedPolicies policies) {
        this.fetcher = fetcher;
        this.policies = policies;
    }

    /**
     * Opens the source.
     *
     * @param stateDirectory as James writes file URLs
     * @param dane looks TLSA records up; empty where DNSSEC proves nothing
     * @throws MessagingException when files cannot be kept there, or this JVM has no TLS
     */
    static PublishedSource open(FileSystem files, String stateDirectory, HostLookup dns, Optional<DaneLookup> dane)
            throws MessagingException {
        try {
            Path folder = files.getFile(stateDirectory).toPath().resolve("mta-sts");
            Clock clock = Clock.systemUTC();
            PolicyStore store = PolicyStore.in(folder, clock);
            HttpsPolicyFetcher fetcher = new HttpsPolicyFetcher(dns, SSLContext.getDefault());
            return new PublishedSource(fetcher, PublishedPolicies.of(new StsLookup(dns, fetcher, store, clock), dane));
        } catch (IOException e) {
            throw new MessagingException(
                    "TlsRemoteDelivery: stateDirectory: given " + stateDirectory + ", where nothing can be kept (" + e
                            + "): allowed a folder that James may write",
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new MessagingException("TlsRemoteDelivery: published: this JVM has no default SSLContext", e);
        }
    }

    /** Returns what domains publish. */
    PublishedPolicies policies() {
        return policies;
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
