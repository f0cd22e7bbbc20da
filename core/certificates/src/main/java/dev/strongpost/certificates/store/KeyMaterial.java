// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.files.BoundedFile;
import dev.strongpost.text.InvalidValueException;

/**
 * Private keys and certificates out of a file of any usual form: PEM, DER, PKCS#7 (a bag of certificates), PKCS#12 (a
 * PFX), JKS. In the order of the file, which need not be that of a chain. Immutable.
 */
public final class KeyMaterial {
    /** A chain is some kilobytes; a key store with every authority that browsers know, a quarter of a megabyte. */
    static final long LARGEST = 1L << 20;

    private final ImmutableList<PrivateKey> keys;
    private final ImmutableList<X509Certificate> certificates;

    private KeyMaterial(List<PrivateKey> keys, List<X509Certificate> certificates) {
        this.keys = ImmutableList.copyOf(keys);
        this.certificates = ImmutableList.copyOf(certificates);
    }

    /** Returns neither key nor certificate. */
    static KeyMaterial none() {
        return new KeyMaterial(ImmutableList.of(), ImmutableList.of());
    }

    static KeyMaterial of(List<PrivateKey> keys, List<X509Certificate> certificates) {
        return new KeyMaterial(keys, certificates);
    }

    /**
     * Returns what that file holds.
     *
     * @param password asked only when the file is encrypted
     * @throws KeyMaterialException when it cannot be read, is above 1 MiB, of none of the forms, encrypted with another
     *     password, or holds nothing; the sentence names the file
     */
    public static KeyMaterial read(Path file, Supplier<char[]> password) throws KeyMaterialException {
        byte[] content = bytes(file, LARGEST, "a readable file of certificates or keys");
        try {
            return read(content, password);
        } catch (KeyMaterialException e) {
            throw named(file, e);
        }
    }

    static byte[] bytes(Path file, long largest, String what) throws KeyMaterialException {
        try {
            return BoundedFile.read(file, largest, what);
        } catch (InvalidValueException e) {
            throw KeyMaterialException.unreadable(e.given(file.toString()) + ": what is needed is " + e.allowed());
        }
    }

    static KeyMaterialException named(Path file, KeyMaterialException trouble) {
        String sentence = file + ": " + trouble.getMessage();
        return trouble.kind() == KeyMaterialException.Kind.UNREADABLE
                ? KeyMaterialException.unreadable(sentence)
                : KeyMaterialException.refused(sentence);
    }

    private static KeyMaterial read(byte[] content, Supplier<char[]> password) throws KeyMaterialException {
        Optional<StoreFormat> format = StoreFormat.of(content);
        if (format.isEmpty()) {
            throw KeyMaterialException.unreadable(
                    "the file is neither PEM, DER, PKCS#7, PKCS#12 nor JKS, or is cut off");
        }
        if (format.get() == StoreFormat.PEM) {
            return new PemReader(password).read(content);
        }
        ImmutableList<X509Certificate> plain =
                format.get() == StoreFormat.PKCS12 ? certificates(content) : ImmutableList.of();
        return plain.isEmpty()
                ? ofStore(KeystoreContent.decode(format.get(), content, password.get()))
                : new KeyMaterial(ImmutableList.of(), plain);
    }

    /** Returns the certificates of a DER or PKCS#7 file; none when it is neither. */
    static ImmutableList<X509Certificate> certificates(byte[] content) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(content))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .collect(ImmutableList.toImmutableList());
        } catch (CertificateException e) {
            return ImmutableList.of();
        }
    }

    private static KeyMaterial ofStore(CertificateStore store) throws KeyMaterialException {
        ImmutableList.Builder<PrivateKey> keys = ImmutableList.builder();
        ImmutableList.Builder<X509Certificate> certificates = ImmutableList.builder();
        for (CertificateEntry entry : store.entries()) {
            certificates.addAll(entry.chain());
            if (entry.hasKey()) {
                keys.add(store.key(entry.alias()));
            }
        }
        return new KeyMaterial(keys.build(), certificates.build());
    }

    /** Returns this and that in one. */
    public KeyMaterial and(KeyMaterial other) {
        return new KeyMaterial(
                ImmutableList.<PrivateKey>builder()
                        .addAll(keys)
                        .addAll(other.keys)
                        .build(),
                ImmutableList.<X509Certificate>builder()
                        .addAll(certificates)
                        .addAll(other.certificates)
                        .build());
    }

    /** Returns the private keys. */
    public ImmutableList<PrivateKey> keys() {
        return keys;
    }

    /** Returns the certificates, some of them twice if they are there twice. */
    public ImmutableList<X509Certificate> certificates() {
        return certificates;
    }
}
