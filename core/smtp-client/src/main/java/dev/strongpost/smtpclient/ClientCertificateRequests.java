// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

import javax.annotation.Nullable;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import dev.strongpost.certificates.store.KeyEntry;
import dev.strongpost.policy.decision.HandshakeFailure.ClientCertificate;

/**
 * Answers the requests of servers for a client certificate, and remembers which handshakes had one. The one certificate
 * there is, if any, is presented whatever authorities the server names, as OpenSSL does: their list is a hint (RFC 8446
 * section 4.2.4), and it is for the rule to say what is presented to whom.
 *
 * <p>Of the same key type as one that the server can verify: it would not be a valid answer otherwise.
 */
final class ClientCertificateRequests extends X509ExtendedKeyManager {
    private static final String ALIAS = "client";

    private final Optional<KeyEntry> entry;
    private final Map<SSLEngine, ClientCertificate> answers = Collections.synchronizedMap(new WeakHashMap<>());

    ClientCertificateRequests(Optional<KeyEntry> entry) {
        this.entry = entry;
    }

    /** Returns what part a client certificate had in the handshake of {@code engine}. */
    ClientCertificate partIn(SSLEngine engine) {
        return answers.getOrDefault(engine, ClientCertificate.NOT_REQUESTED);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        boolean presented = entry.filter(
                        known -> Arrays.asList(keyTypes).contains(known.key().getAlgorithm()))
                .isPresent();
        answers.merge(
                engine,
                presented ? ClientCertificate.PRESENTED : ClientCertificate.NOT_PRESENTED,
                (before, now) -> before == ClientCertificate.PRESENTED ? before : now);
        return presented ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public @Nullable String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public @Nullable X509Certificate[] getCertificateChain(String alias) {
        return entry.map(known -> known.chain().toArray(new X509Certificate[0])).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return entry.map(KeyEntry::key).orElse(null);
    }
}
