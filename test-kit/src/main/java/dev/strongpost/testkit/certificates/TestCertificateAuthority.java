// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority that lives as long as a test: a root, an intermediate below it, and leaves of every sort that
 * a mail host may present, the faulty ones included. Nothing of it is ever written down, so nothing expires in the
 * repository.
 */
public final class TestCertificateAuthority {
    private static final TestKeyType OWN_KEYS = TestKeyType.RSA_2048;

    private final KeyPair rootKeys;
    private final X509Certificate root;
    private final KeyPair intermediateKeys;
    private final X509Certificate intermediate;

    private TestCertificateAuthority(String name) {
        this.rootKeys = OWN_KEYS.generate();
        this.root = CertificateMint.named(name + " root").authority().sign(rootKeys.getPublic(), OWN_KEYS, rootKeys);
        this.intermediateKeys = OWN_KEYS.generate();
        this.intermediate = CertificateMint.named(name + " intermediate")
                .authority()
                .issuedBy(root)
                .sign(intermediateKeys.getPublic(), OWN_KEYS, rootKeys);
    }

    /** Mints an authority with an RSA root and intermediate, valid now. Takes some tenths of a second. */
    public static TestCertificateAuthority create() {
        return new TestCertificateAuthority("Test");
    }

    /** Mints a leaf for the DNS names given, RSA 2048, SHA-256, valid now, below the intermediate. */
    public TestIdentity issue(String... dnsNames) {
        return certificate().dnsNames(dnsNames).issue();
    }

    /** Starts a leaf that differs from the plain one. */
    public LeafBuilder certificate() {
        return new LeafBuilder(this);
    }

    /** Mints a leaf for the DNS names given that is its own issuer, so that no path leads to any root. */
    public static TestIdentity selfSigned(String... dnsNames) {
        KeyPair keys = OWN_KEYS.generate();
        X509Certificate certificate =
                CertificateMint.leaf(List.of(dnsNames), List.of()).sign(keys.getPublic(), OWN_KEYS, keys);
        return new TestIdentity(keys.getPrivate(), List.of(certificate));
    }

    /** Returns the trust anchor. */
    public X509Certificate root() {
        return root;
    }

    /** Returns the certificate that signs the leaves. */
    public X509Certificate intermediate() {
        return intermediate;
    }

    /** Returns the trust anchor in PEM, as a {@code ca=} file holds it. */
    public String rootPem() {
        return Pem.certificates(List.of(root));
    }

    /** Returns a PKCS#12 store with the trust anchor under the alias {@code root} and no pass phrase on the entry. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", root);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot build a trust store", e);
        }
    }

    /** Returns the JVM's own trust managers (PKIX, nothing relaxed) over this root alone. */
    public TrustManager[] trustManagers() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trustStore());
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot build trust managers", e);
        }
    }

    /** Returns a context for a client that trusts this root alone and presents nothing. */
    public SSLContext clientContext() {
        return Contexts.of(new KeyManager[0], trustManagers());
    }

    /** Returns a context for a client that trusts this root alone and presents {@code identity} when asked. */
    public SSLContext clientContext(TestIdentity identity) {
        return Contexts.of(identity.keyManagers(), trustManagers());
    }

    KeyPair intermediateKeys() {
        return intermediateKeys;
    }
}
