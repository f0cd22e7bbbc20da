// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

import com.google.common.collect.ImmutableList;

/**
 * A private key with its certificate and the certificates above it, leaf first and without the root: what a host or a
 * client presents in a handshake.
 */
public final class TestIdentity {
    /** The pass phrase of every key store that an identity gives out. */
    public static final String PASSWORD = "changeit";

    private final PrivateKey key;
    private final ImmutableList<X509Certificate> chain;

    TestIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = ImmutableList.copyOf(chain);
    }

    /** Returns the leaf. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Returns leaf and intermediates in the order of the wire (RFC 8446 section 4.4.2). */
    public ImmutableList<X509Certificate> chain() {
        return chain;
    }

    /** Returns the private key of the leaf. */
    public PrivateKey privateKey() {
        return key;
    }

    /** Returns the private key as PKCS#8 in PEM, unencrypted. */
    public String privateKeyPem() {
        return Pem.text("PRIVATE KEY", key.getEncoded());
    }

    /** Returns the chain in PEM, leaf first. */
    public String chainPem() {
        return Pem.certificates(chain);
    }

    /** Returns a PKCS12 file with the key and its chain under the alias {@code james}, protected by that password. */
    public byte[] pkcs12(String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("james", privateKey(), password.toCharArray(), chain().toArray(new X509Certificate[0]));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, password.toCharArray());
            return content.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a PKCS#12 store with the key under the alias {@code identity} and {@link #PASSWORD}. */
    public KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("identity", key, PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot build a key store", e);
        }
    }

    /** Returns a context for a server that presents this identity and trusts no client certificate. */
    public SSLContext serverContext() {
        return Contexts.of(keyManagers(), new TrustManager[0]);
    }

    /** Returns a context for a server that presents this identity and trusts the clients of the authority given. */
    public SSLContext serverContext(TestCertificateAuthority clients) {
        return Contexts.of(keyManagers(), clients.trustManagers());
    }

    KeyManager[] keyManagers() {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(keyStore(), PASSWORD.toCharArray());
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot build key managers", e);
        }
    }
}
