// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;

/** What a file of keys and certificates holds, in memory. Not thread-safe. */
public abstract class CertificateStore {
    /** Only this package knows how to read and write them. */
    CertificateStore() {}

    /** Returns its form. */
    public abstract StoreFormat format();

    /**
     * Returns the entries with certificates, by alias. Secret keys, which James has no use for, stay where they are
     * unseen.
     */
    public abstract ImmutableList<CertificateEntry> entries() throws KeyMaterialException;

    /**
     * Returns what is in the file beside the entries, in words: a key without a certificate, a list of revoked
     * certificates. A store that has any cannot be written.
     */
    public ImmutableList<String> unseen() {
        return ImmutableList.of();
    }

    /**
     * Returns the private key of that entry.
     *
     * @throws KeyMaterialException when there is no such entry, it has no key, or the key has another password than the
     *     store
     */
    public abstract PrivateKey key(String alias) throws KeyMaterialException;

    /** Puts a key and its chain under that alias, in the place of what was there. */
    public abstract void put(String alias, PrivateKey key, List<X509Certificate> chain) throws KeyMaterialException;

    /** Takes out that entry. */
    public abstract void remove(String alias) throws KeyMaterialException;

    /** Returns the content of the file that holds all this. */
    abstract byte[] encode() throws KeyMaterialException;

    /** Returns the entry of that name, without regard to case, as key stores have it. */
    public final Optional<CertificateEntry> find(String alias) throws KeyMaterialException {
        return entries().stream()
                .filter(entry -> entry.alias().equalsIgnoreCase(alias))
                .findFirst();
    }

    /**
     * Returns the entry of that name.
     *
     * @throws KeyMaterialException when there is none; it names those that are there
     */
    public final CertificateEntry entry(String alias) throws KeyMaterialException {
        Optional<CertificateEntry> found = find(alias);
        if (found.isEmpty()) {
            throw KeyMaterialException.refused("there is no entry " + alias + ", " + others());
        }
        return found.get();
    }

    /**
     * Returns the one entry with a key.
     *
     * @throws KeyMaterialException when there is none or more than one
     */
    public final CertificateEntry onlyKey() throws KeyMaterialException {
        ImmutableList<CertificateEntry> keys =
                entries().stream().filter(CertificateEntry::hasKey).collect(ImmutableList.toImmutableList());
        if (keys.size() != 1) {
            throw KeyMaterialException.refused(
                    "which entry is meant has to be said, since there are " + keys.size() + " with a key: " + others());
        }
        return keys.get(0);
    }

    /** Returns the certificates of the entries without a key: what the store trusts. */
    public final ImmutableList<X509Certificate> trusted() throws KeyMaterialException {
        return entries().stream()
                .filter(entry -> !entry.hasKey())
                .flatMap(entry -> entry.chain().stream())
                .collect(ImmutableList.toImmutableList());
    }

    private String others() throws KeyMaterialException {
        return entries().isEmpty()
                ? "the store is empty"
                : "the store has "
                        + entries().stream().map(CertificateEntry::alias).collect(Collectors.joining(", "));
    }
}
