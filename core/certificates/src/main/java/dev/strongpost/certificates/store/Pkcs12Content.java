// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.SecretKeyEntry;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import javax.annotation.Nullable;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.KeySignature;
import dev.strongpost.certificates.parse.Pkcs12File;

/**
 * A PKCS#12 key store: read bag by bag, whatever program made it, and written by the JDK, for James. What the JDK would not write
 * again is seen, and keeps the store from being written: nothing vanishes. Keys have the password of the store, since
 * James knows only one.
 */
final class Pkcs12Content extends CertificateStore {
    private final Map<String, Entry> entries = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<String> unseen = new ArrayList<>();
    private final char[] password;

    /** The file as it was; empty for a new one. */
    private final byte[] old;

    private final int secrets;

    /** A key that is there, or that may turn out not to be usable. */
    private interface KeySource {
        PrivateKey key() throws KeyMaterialException;
    }

    /** A key with its chain, or a certificate alone. */
    private static final class Entry {
        @Nullable
        private final KeySource key;

        private final ImmutableList<X509Certificate> chain;

        private Entry(@Nullable KeySource key, List<X509Certificate> chain) {
            this.key = key;
            this.chain = ImmutableList.copyOf(chain);
        }
    }

    private Pkcs12Content(byte[] old, char[] password, int secrets) {
        this.old = old;
        this.password = password.clone();
        this.secrets = secrets;
    }

    static Pkcs12Content empty(char[] password) {
        return new Pkcs12Content(new byte[0], password, 0);
    }

    /** Returns what these bytes hold. */
    static Pkcs12Content decode(byte[] bytes, char[] password) throws KeyMaterialException {
        Pkcs12File file = Pkcs12File.read(bytes, password);
        Pkcs12Content content =
                new Pkcs12Content(bytes, password, file.secretKeys().size());
        content.read(file);
        return content;
    }

    private void read(Pkcs12File file) {
        ImmutableList<X509Certificate> all = file.certificates().stream()
                .map(Pkcs12File.Named::certificate)
                .collect(ImmutableList.toImmutableList());
        Set<X509Certificate> used = new HashSet<>();
        for (Pkcs12File.Key key : file.keys()) {
            Optional<X509Certificate> leaf = leaf(key, file.certificates());
            if (leaf.isEmpty()) {
                unseen.add("a key without a certificate"
                        + key.name().map(name -> " (" + name + ")").orElse(""));
                continue;
            }
            ImmutableList<X509Certificate> chain = IssuedChain.upwards(leaf.get(), all);
            used.addAll(chain);
            entries.put(free(key.name()), new Entry(key::key, chain));
        }
        for (Pkcs12File.Named certificate : file.certificates()) {
            if (certificate.isTrusted() || !used.contains(certificate.certificate())) {
                Entry alone = new Entry(null, ImmutableList.of(certificate.certificate()));
                entries.put(free(certificate.name()), alone);
            }
        }
        unseen.addAll(file.others());
    }

    /** The certificate that the file ties to the key, if it is of that key; else the one that is. */
    private static Optional<X509Certificate> leaf(Pkcs12File.Key key, List<Pkcs12File.Named> certificates) {
        Optional<X509Certificate> tied = certificates.stream()
                .filter(key::isTiedTo)
                .map(Pkcs12File.Named::certificate)
                .findFirst();
        return tied.isPresent()
                ? tied
                : certificates.stream()
                        .map(Pkcs12File.Named::certificate)
                        .filter(certificate -> isOf(key, certificate))
                        .findFirst();
    }

    private static boolean isOf(Pkcs12File.Key key, X509Certificate certificate) {
        try {
            return KeySignature.belongs(key.key(), certificate);
        } catch (KeyMaterialException e) {
            return false;
        }
    }

    /** Returns a name that no entry has: that one, or a number, as the JDK calls what has none. */
    private String free(Optional<String> name) {
        String wanted = name.map(CharMatcher.javaIsoControl()::removeFrom).orElse("");
        if (!wanted.isEmpty() && !entries.containsKey(wanted)) {
            return wanted;
        }
        String stem = wanted.isEmpty() ? "" : wanted + "-";
        int number = 1;
        while (entries.containsKey(stem + number)) {
            number++;
        }
        return stem + number;
    }

    @Override
    public StoreFormat format() {
        return StoreFormat.PKCS12;
    }

    @Override
    public ImmutableList<CertificateEntry> entries() {
        return entries.entrySet().stream()
                .map(entry ->
                        new CertificateEntry(entry.getKey(), entry.getValue().key != null, entry.getValue().chain))
                .collect(ImmutableList.toImmutableList());
    }

    @Override
    public ImmutableList<String> unseen() {
        return ImmutableList.copyOf(unseen);
    }

    @Override
    public PrivateKey key(String alias) throws KeyMaterialException {
        String name = entry(alias).alias();
        KeySource key = Objects.requireNonNull(entries.get(name)).key;
        if (key == null) {
            throw KeyMaterialException.refused("the entry " + name + " has no private key");
        }
        return key.key();
    }

    @Override
    public void put(String alias, PrivateKey key, List<X509Certificate> chain) {
        entries.put(alias, new Entry(() -> key, chain));
    }

    @Override
    public void remove(String alias) throws KeyMaterialException {
        entries.remove(entry(alias).alias());
    }

    @Override
    byte[] encode() throws KeyMaterialException {
        if (!unseen.isEmpty()) {
            throw KeyMaterialException.refused("the store cannot be changed, since it also holds " + unseen.get(0)
                    + (unseen.size() == 1 ? "" : " and " + (unseen.size() - 1) + " more") + ", which would be lost");
        }
        requireThatEveryJavaOpens(password);
        try {
            KeyStore keys = KeyStore.getInstance(StoreFormat.PKCS12.name());
            keys.load(null, password);
            for (Map.Entry<String, Entry> entry : entries.entrySet()) {
                Certificate[] chain = entry.getValue().chain.toArray(new Certificate[0]);
                KeySource key = entry.getValue().key;
                if (key == null) {
                    keys.setCertificateEntry(entry.getKey(), chain[0]);
                } else {
                    keys.setKeyEntry(entry.getKey(), key.key(), password, chain);
                }
            }
            copySecrets(keys);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            keys.store(content, password);
            return content.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw KeyMaterialException.refused("this Java cannot write the key store (" + e.getMessage() + ")");
        }
    }

    /** Java before 19 takes a password beyond ASCII neither for PBES2 nor for a key in a PKCS#12 store. */
    private static void requireThatEveryJavaOpens(char[] password) throws KeyMaterialException {
        if (!CharMatcher.ascii().matchesAllOf(String.valueOf(password))) {
            throw KeyMaterialException.refused("a PKCS12 key store whose password has characters beyond ASCII cannot be"
                    + " opened by a James on Java 11 or 17: what is allowed is a password in ASCII");
        }
    }

    /** James has no use for them, but another program may have. */
    private void copySecrets(KeyStore target) throws GeneralSecurityException, IOException, KeyMaterialException {
        if (secrets == 0) {
            return;
        }
        KeyStore source = KeyStore.getInstance(StoreFormat.PKCS12.name());
        source.load(new ByteArrayInputStream(old), password);
        PasswordProtection protection = new PasswordProtection(password);
        int copied = 0;
        for (String alias : Collections.list(source.aliases())) {
            if (source.entryInstanceOf(alias, SecretKeyEntry.class)) {
                target.setEntry(alias, source.getEntry(alias, protection), protection);
                copied++;
            }
        }
        if (copied != secrets) {
            throw KeyMaterialException.refused(
                    "the store cannot be changed, since it also holds a secret key, which would be lost");
        }
    }
}
