package dev.strongpost.mailets.delivery;

import java.net.Socket;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets a handshake finish whatever certificate the server shows. It trusts nobody: the certificates are evidence, and the
 * decision about them comes after the handshake and before the first mail command.
 */
final class DeferredTrustManager extends X509ExtendedTrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
        throw onlyForClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
        throw onlyForClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
        throw onlyForClients();
    }

    private static UnsupportedOperationException onlyForClients() {
        return new UnsupportedOperationException("made for outbound sessions");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
