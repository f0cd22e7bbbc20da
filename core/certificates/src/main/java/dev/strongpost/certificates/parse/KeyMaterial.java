// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.bouncycastle.asn1.ASN1Primitive;

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
    public static final long LARGEST = 1L << 20;

    private static final String NO_CERTIFICATE = "it holds no certificate";

    private final ImmutableList<PrivateKey> keys;
    private final ImmutableList<X509Certificate> certificates;
    private final ImmutableList<String> remarks;

    private KeyMaterial(List<PrivateKey> keys, List<X509Certificate> certificates, List<String> remarks) {
        this.keys = ImmutableList.copyOf(keys);
        this.certificates = ImmutableList.copyOf(certificates);
        this.remarks = ImmutableList.copyOf(remarks);
    }

    /** What is found while a file is read. */
    static final class Builder {
        private final List<PrivateKey> keys = new ArrayList<>();
        private final List<X509Certificate> certificates = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private final List<KeyMaterialException> unusable = new ArrayList<>();

        void key(PrivateKey key) {
            keys.add(key);
        }

        void certificate(X509Certificate certificate) {
            certificates.add(certificate);
        }

        void remark(String remark) {
            remarks.add(remark);
        }

        /** Notes a certificate that cannot be used; a damaged one ends the reading. */
        void unusableCertificate(KeyMaterialException trouble) throws KeyMaterialException {
            if (trouble.kind() == KeyMaterialException.Kind.UNREADABLE) {
                throw trouble;
            }
            unusable.add(trouble);
        }

        private KeyMaterial whole() throws KeyMaterialException {
            if (!unusable.isEmpty()) {
                throw unusable.get(0);
            }
            return new KeyMaterial(keys, certificates, remarks);
        }

        private KeyMaterial withoutUnusable() throws KeyMaterialException {
            if (certificates.isEmpty()) {
                return whole();
            }
            unusable.forEach(trouble -> remarks.add(trouble.getMessage() + ", and was left out"));
            return new KeyMaterial(keys, certificates, remarks);
        }
    }

    /** Returns neither key nor certificate. */
    public static KeyMaterial none() {
        return new KeyMaterial(ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }

    /**
     * Returns what that file holds.
     *
     * @param password asked only when the file is encrypted, and once
     * @throws KeyMaterialException when it cannot be read, is above 1 MiB, of none of the forms, encrypted with another
     *     password, or holds nothing that can be used; the sentence names the file
     */
    public static KeyMaterial read(Path file, Supplier<char[]> password) throws KeyMaterialException {
        byte[] content = bytes(file, LARGEST, "a readable file of certificates or keys");
        try {
            return read(content, password);
        } catch (KeyMaterialException e) {
            throw named(file, e);
        }
    }

    /** Returns the content of a file of at most {@code largest} octets; {@code what} it should be, for the sentence. */
    public static byte[] bytes(Path file, long largest, String what) throws KeyMaterialException {
        try {
            return BoundedFile.read(file, largest, what);
        } catch (InvalidValueException e) {
            throw KeyMaterialException.unreadable(e.given(file.toString()) + ": what is needed is " + e.allowed());
        }
    }

    /** Returns {@code trouble} with the file in its sentence. */
    public static KeyMaterialException named(Path file, KeyMaterialException trouble) {
        String sentence = file + ": " + trouble.getMessage();
        return trouble.kind() == KeyMaterialException.Kind.UNREADABLE
                ? KeyMaterialException.unreadable(sentence)
                : KeyMaterialException.refused(sentence);
    }

    /**
     * Returns what those octets hold.
     *
     * @throws KeyMaterialException as {@link #read(Path, Supplier)}, without the file
     */
    public static KeyMaterial read(byte[] content, Supplier<char[]> password) throws KeyMaterialException {
        return found(FileKind.of(content), content, password).whole();
    }

    /**
     * Returns the certificates of a file of trust anchors. One whose key is of a kind that this Java does not know is left
     * out, with a remark, where others are left: a bundle outlives what a Java knows.
     *
     * @throws KeyMaterialException when there is no certificate, or a key beside them; when the file is encrypted; and as
     *     {@link #read(byte[], Supplier)}
     */
    public static KeyMaterial anchors(byte[] content) throws KeyMaterialException {
        FileKind kind = FileKind.of(content);
        if (kind == FileKind.EMPTY || kind == FileKind.UNKNOWN) {
            throw KeyMaterialException.refused(NO_CERTIFICATE);
        }
        KeyMaterial anchors = found(kind, content, () -> new char[0]).withoutUnusable();
        if (anchors.certificates.isEmpty()) {
            throw KeyMaterialException.refused(NO_CERTIFICATE);
        }
        if (!anchors.keys.isEmpty()) {
            throw KeyMaterialException.refused("it holds a private key");
        }
        return anchors;
    }

    private static Builder found(FileKind kind, byte[] content, Supplier<char[]> source) throws KeyMaterialException {
        Builder found = new Builder();
        Password password = new Password(source);
        switch (kind) {
            case PEM:
                new PemReader(password, found).read(content);
                break;
            case DER:
                binary(content, password, found);
                break;
            case JKS:
                jks(content, source.get(), found);
                break;
            default:
                throw KeyMaterialException.unreadable(kind.sentence());
        }
        if (found.keys.isEmpty() && found.certificates.isEmpty() && found.unusable.isEmpty()) {
            throw KeyMaterialException.unreadable("there is no key and no certificate in it"
                    + (found.remarks.isEmpty() ? "" : ": " + String.join("; ", found.remarks)));
        }
        return found;
    }

    private static void binary(byte[] content, Password password, Builder found) throws KeyMaterialException {
        ASN1Primitive value = DerReader.value(content);
        if (!Pkcs12File.isMeant(value)) {
            new DerReader(password, new DecryptionWork(), found).readAll(content);
            return;
        }
        pkcs12(value, password, found);
    }

    static void pkcs12(ASN1Primitive value, Password password, Builder found) throws KeyMaterialException {
        password.ask();
        Pkcs12File file = Pkcs12File.read(value, password);
        for (Pkcs12File.Key key : file.keys()) {
            found.key(key.key());
        }
        file.certificates().forEach(certificate -> found.certificate(certificate.certificate()));
        Stream.concat(file.secretKeys().stream(), file.others().stream())
                .forEach(other -> found.remark(other + " in it was passed over"));
    }

    private static void jks(byte[] content, char[] password, Builder found) throws KeyMaterialException {
        KeyStore store = JksFile.read(content, password);
        try {
            for (String alias : Collections.list(store.aliases())) {
                Optional.ofNullable(store.getKey(alias, password))
                        .filter(PrivateKey.class::isInstance)
                        .map(PrivateKey.class::cast)
                        .ifPresent(found::key);
                Certificate[] chain = store.getCertificateChain(alias);
                for (Certificate certificate :
                        chain == null ? new Certificate[] {store.getCertificate(alias)} : chain) {
                    found.certificate((X509Certificate) certificate);
                }
            }
        } catch (UnrecoverableKeyException e) {
            throw KeyMaterialException.unreadable("a key in it has another password than the store");
        } catch (GeneralSecurityException | RuntimeException e) {
            throw KeyMaterialException.unreadable("the file cannot be understood as a JKS key store");
        }
    }

    /** Returns this and that in one. */
    public KeyMaterial and(KeyMaterial other) {
        return new KeyMaterial(
                concat(keys, other.keys), concat(certificates, other.certificates), concat(remarks, other.remarks));
    }

    private static <T> ImmutableList<T> concat(ImmutableList<T> first, ImmutableList<T> second) {
        return ImmutableList.<T>builder().addAll(first).addAll(second).build();
    }

    /** Returns the private keys. */
    public ImmutableList<PrivateKey> keys() {
        return keys;
    }

    /** Returns the certificates, some of them twice if they are there twice. */
    public ImmutableList<X509Certificate> certificates() {
        return certificates;
    }

    /** Returns what was passed over, one sentence each. */
    public ImmutableList<String> remarks() {
        return remarks;
    }
}
