// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.net.Socket;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets a handshake finish whatever certificate the peer shows. It trusts no peer: the certificates are evidence, and the
 * decision about them comes after the handshake and before the first mail command. That the peer holds the key of its
 * first certificate is still proven by the handshake itself (RFC 8446 section 4.4.3, RFC 5246 section 7.4.8).
 */
public final class DeferredTrustManager extends X509ExtendedTrustManager {

    /** Makes one; all are alike. */
    public DeferredTrustManager() {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    /** Returns none: a server names no authorities to its clients, so that each shows whatever certificate it has. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
