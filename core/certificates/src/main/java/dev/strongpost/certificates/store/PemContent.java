// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.PemWriter;
import dev.strongpost.certificates.parse.KeyMaterial;

/**
 * A PEM file: one private key and its chain as the entry {@value #ALIAS}, or certificates alone. What it writes begins
 * with the key, so that James may be given the file as {@code privateKey} and as {@code certificates}.
 */
final class PemContent extends CertificateStore {
    /** PEM has no names. */
    static final String ALIAS = "pem";

    @Nullable
    private PrivateKey key;

    private ImmutableList<X509Certificate> certificates;

    /** Empty for a key that is not encrypted: its file's permissions are what protects it. */
    private final char[] password;

    PemContent(@Nullable PrivateKey key, List<X509Certificate> certificates, char[] password) {
        this.key = key;
        this.certificates = ImmutableList.copyOf(certificates);
        this.password = password.clone();
    }

    static PemContent of(KeyMaterial material, char[] password) throws KeyMaterialException {
        if (material.keys().size() > 1) {
            throw KeyMaterialException.refused(
                    "there are " + material.keys().size() + " keys in it, and James would take one");
        }
        if (material.certificates().isEmpty()) {
            throw KeyMaterialException.refused("there is a key in it, but no certificate");
        }
        PrivateKey key = material.keys().isEmpty() ? null : material.keys().get(0);
        return new PemContent(key, material.certificates(), password);
    }

    @Override
    public StoreFormat format() {
        return StoreFormat.PEM;
    }

    @Override
    public ImmutableList<CertificateEntry> entries() {
        return certificates.isEmpty()
                ? ImmutableList.of()
                : ImmutableList.of(new CertificateEntry(ALIAS, key != null, certificates));
    }

    @Override
    public PrivateKey key(String alias) throws KeyMaterialException {
        entry(alias);
        if (key == null) {
            throw KeyMaterialException.refused("there is no private key in it");
        }
        return key;
    }

    /** Whatever the name: there is but one entry. */
    @Override
    public void put(String alias, PrivateKey newKey, List<X509Certificate> chain) {
        this.key = newKey;
        this.certificates = ImmutableList.copyOf(chain);
    }

    @Override
    public void remove(String alias) throws KeyMaterialException {
        throw KeyMaterialException.refused("a PEM file has but one entry: delete the file itself");
    }

    @Override
    byte[] encode() {
        String chain = PemWriter.certificates(certificates);
        return (keyText() + chain).getBytes(StandardCharsets.US_ASCII);
    }

    private String keyText() {
        if (key == null) {
            return "";
        }
        return password.length == 0 ? PemWriter.key(key) : PemWriter.key(key, password);
    }
}
