// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import dev.strongpost.certificates.CertificateFacts;

/** Checks clients that present the certificate of their server as what it is, and all others as the one below does. */
final class ServerUsageTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager below;

    ServerUsageTrustManager(X509ExtendedTrustManager below) {
        this.below = below;
    }

    /** Returns false for a certificate that is not for servers only, which is not checked then. */
    private boolean isCheckedAsServer(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0 || !CertificateFacts.of(chain[0]).isForServersOnly()) {
            return false;
        }
        below.checkServerTrusted(chain, ChainValidator.ANY_KEY_EXCHANGE);
        return true;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (!isCheckedAsServer(chain)) {
            below.checkClientTrusted(chain, authType);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!isCheckedAsServer(chain)) {
            below.checkClientTrusted(chain, authType, socket);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!isCheckedAsServer(chain)) {
            below.checkClientTrusted(chain, authType, engine);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        below.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        below.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        below.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return below.getAcceptedIssuers();
    }
}
