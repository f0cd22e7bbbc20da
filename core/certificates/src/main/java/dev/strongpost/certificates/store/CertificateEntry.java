// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.security.cert.X509Certificate;
import java.util.List;

import com.google.common.collect.ImmutableList;

/**
 * One entry of a store: a chain with the private key of its first certificate, or a certificate that is trusted.
 * Immutable.
 */
public final class CertificateEntry {
    private final String alias;
    private final boolean hasKey;
    private final ImmutableList<X509Certificate> chain;

    CertificateEntry(String alias, boolean hasKey, List<X509Certificate> chain) {
        this.alias = alias;
        this.hasKey = hasKey;
        this.chain = ImmutableList.copyOf(chain);
    }

    /** Returns the name of the entry. */
    public String alias() {
        return alias;
    }

    /** Tells whether its private key is there too. */
    public boolean hasKey() {
        return hasKey;
    }

    /** Returns the certificates, that of the key first, in the order of the store; at least one. */
    public ImmutableList<X509Certificate> chain() {
        return chain;
    }

    /** Returns the first certificate: that of the key. */
    public X509Certificate certificate() {
        return chain.get(0);
    }
}
