// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

import com.google.common.collect.ImmutableList;

/**
 * Presents the certificate of the host that the client names (server_name, RFC 6066 section 3), and the first one to a
 * client that names none, or none that we have: a mail client is better served by the wrong name than by an alert.
 * Where a host has certificates with keys of several kinds, the handshake chooses between them.
 */
final class ServerNameKeyManager extends X509ExtendedKeyManager {
    private final ImmutableList<ServerCertificate> certificates;

    /** Takes the certificates to choose from, at least one, the default first. */
    ServerNameKeyManager(List<ServerCertificate> certificates) {
        this.certificates = ImmutableList.copyOf(certificates);
    }

    @Override
    @Nullable
    public String chooseEngineServerAlias(String keyType, @Nullable Principal[] issuers, SSLEngine engine) {
        return candidates(requestedName(engine.getHandshakeSession())).stream()
                .filter(certificate -> certificate.hasKeyOf(keyType))
                .map(ServerCertificate::alias)
                .findFirst()
                .orElse(null);
    }

    private static Optional<String> requestedName(@Nullable SSLSession session) {
        return session instanceof ExtendedSSLSession
                ? ((ExtendedSSLSession) session)
                        .getRequestedServerNames().stream()
                                .filter(SNIHostName.class::isInstance)
                                .map(name -> ((SNIHostName) name).getAsciiName())
                                .findFirst()
                : Optional.empty();
    }

    private ImmutableList<ServerCertificate> candidates(Optional<String> name) {
        ServerCertificate first = name.flatMap(this::named).orElse(certificates.get(0));
        return certificates.stream()
                .filter(certificate -> certificate.isAsGoodAs(first))
                .collect(ImmutableList.toImmutableList());
    }

    private Optional<ServerCertificate> named(String name) {
        return certificates.stream()
                .filter(certificate -> certificate.isFor(name))
                .findFirst();
    }

    @Override
    @Nullable
    public X509Certificate[] getCertificateChain(String alias) {
        return find(alias)
                .map(certificate -> certificate.chain().toArray(new X509Certificate[0]))
                .orElse(null);
    }

    @Override
    @Nullable
    public PrivateKey getPrivateKey(String alias) {
        return find(alias).map(ServerCertificate::key).orElse(null);
    }

    private Optional<ServerCertificate> find(String alias) {
        return certificates.stream()
                .filter(certificate -> certificate.alias().equals(alias))
                .findFirst();
    }

    @Override
    @Nullable
    public String[] getServerAliases(String keyType, @Nullable Principal[] issuers) {
        return certificates.stream()
                .filter(certificate -> certificate.hasKeyOf(keyType))
                .map(ServerCertificate::alias)
                .toArray(String[]::new);
    }

    @Override
    @Nullable
    public String chooseServerAlias(String keyType, @Nullable Principal[] issuers, @Nullable Socket socket) {
        return null; // for sockets; James has engines
    }

    @Override
    @Nullable
    public String[] getClientAliases(String keyType, @Nullable Principal[] issuers) {
        return null;
    }

    @Override
    @Nullable
    public String chooseClientAlias(String[] keyTypes, @Nullable Principal[] issuers, @Nullable Socket socket) {
        return null;
    }
}
