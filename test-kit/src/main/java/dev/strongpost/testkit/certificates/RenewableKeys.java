// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.annotation.Nullable;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/** A host's certificate that is renewed while the host runs, which keeps its sessions and the keys of its tickets. */
public final class RenewableKeys extends X509ExtendedKeyManager {
    private static final String ALIAS = "server";

    private volatile TestIdentity identity;

    /** Presents {@code identity} at first. */
    public RenewableKeys(TestIdentity identity) {
        this.identity = identity;
    }

    /** Presents {@code next} from now on. */
    public void renew(TestIdentity next) {
        identity = next;
    }

    /** Returns what serves with these keys, and judges clients by {@code trustManagers}. */
    public SSLContext serverContext(TrustManager... trustManagers) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, trustManagers.length == 0 ? null : trustManagers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return keyType.equals(identity.privateKey().getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identity.chain().toArray(new X509Certificate[0]);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.privateKey();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return ALIAS;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
