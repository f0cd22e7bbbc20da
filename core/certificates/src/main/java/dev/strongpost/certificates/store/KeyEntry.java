// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;
import dev.strongpost.certificates.parse.KeyMaterial;

/**
 * A private key with its certificate and those above it, leaf first: what one side of a TLS session presents.
 * Immutable.
 */
public final class KeyEntry {
    /** PEM has no names. */
    private static final String PEM_ALIAS = PemContent.ALIAS;

    private static final String NO_KEY = "it holds no unencrypted private key";

    private final String alias;
    private final PrivateKey key;
    private final ImmutableList<X509Certificate> chain;

    private KeyEntry(String alias, PrivateKey key, List<X509Certificate> chain) {
        this.alias = alias;
        this.key = key;
        this.chain = ImmutableList.copyOf(chain);
    }

    /**
     * Returns an entry.
     *
     * @param chain leaf first
     * @throws KeyMaterialException when the key is not that of the first certificate
     */
    static KeyEntry of(String alias, PrivateKey key, List<X509Certificate> chain) throws KeyMaterialException {
        if (!KeySignature.belongs(key, chain.get(0))) {
            throw KeyMaterialException.refused("the private key is not that of the certificate of " + alias);
        }
        return new KeyEntry(alias, key, chain);
    }

    /**
     * Returns what PEM files hold together, whichever holds the key: the key, its certificate, and those above it in the
     * order of the wire, whatever theirs is in the files.
     *
     * @throws KeyMaterialException when one cannot be read, or there is no certificate of the key, or not exactly one key
     *     that is not encrypted; the message ends a sentence about the files
     */
    public static KeyEntry ofPem(Path... files) throws KeyMaterialException {
        KeyMaterial all = unencrypted(files);
        if (all.keys().isEmpty()) {
            throw KeyMaterialException.refused(NO_KEY);
        }
        if (all.certificates().isEmpty()) {
            throw KeyMaterialException.refused("it holds no certificate");
        }
        PrivateKey key = all.keys().get(0);
        if (!all.keys().stream().allMatch(key::equals)) {
            throw KeyMaterialException.refused("there are " + all.keys().size() + " private keys in it: one is needed");
        }
        return new KeyEntry(
                PEM_ALIAS,
                key,
                IssuedChain.of(key, all.certificates(), ImmutableList.of()).certificates());
    }

    private static KeyMaterial unencrypted(Path... files) throws KeyMaterialException {
        KeyMaterial all = KeyMaterial.none();
        for (Path file : files) {
            try {
                all = all.and(KeyMaterial.read(file, KeyEntry::noPassword));
            } catch (NoPasswordException e) {
                throw KeyMaterialException.refused(NO_KEY);
            }
        }
        return all;
    }

    private static char[] noPassword() {
        throw new NoPasswordException();
    }

    /** A password was asked for where there is none to give. */
    private static final class NoPasswordException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Returns the entry {@code alias} of {@code store}.
     *
     * @throws KeyMaterialException when there is none, it has no key, or the key does not belong to its certificate
     */
    public static KeyEntry in(CertificateStore store, String alias) throws KeyMaterialException {
        CertificateEntry entry = store.entry(alias);
        return of(alias, store.key(alias), entry.chain());
    }

    /** Returns the name of the entry. */
    public String alias() {
        return alias;
    }

    /** Returns the key of the first certificate. */
    public PrivateKey key() {
        return key;
    }

    /** Returns the certificates, at least one, leaf first. */
    public ImmutableList<X509Certificate> chain() {
        return chain;
    }
}
