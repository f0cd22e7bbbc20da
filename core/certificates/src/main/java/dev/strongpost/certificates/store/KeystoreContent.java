// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;

/** A key store of the JDK. Keys have the password of the store, since James knows only one. */
final class KeystoreContent extends CertificateStore {
    private final StoreFormat format;
    private final KeyStore keys;
    private final char[] password;

    private KeystoreContent(StoreFormat format, KeyStore keys, char[] password) {
        this.format = format;
        this.keys = keys;
        this.password = password.clone();
    }

    static KeystoreContent empty(StoreFormat format, char[] password) {
        try {
            KeyStore keys = KeyStore.getInstance(format.name());
            keys.load(null, password);
            return new KeystoreContent(format, keys, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM has no key stores of the form " + format, e);
        }
    }

    /** Returns what these bytes hold. */
    static KeystoreContent decode(StoreFormat format, byte[] content, char[] password) throws KeyMaterialException {
        try {
            KeyStore keys = KeyStore.getInstance(format.name());
            keys.load(new ByteArrayInputStream(content), password);
            return new KeystoreContent(format, keys, password);
        } catch (IOException e) {
            throw KeyMaterialException.unreadable(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "the password is wrong, or the file is damaged"
                            : "the file is damaged or cut off: it is no whole " + format + " key store");
        } catch (GeneralSecurityException | RuntimeException e) {
            // The JDK's parsers throw all sorts at what is not so.
            throw KeyMaterialException.unreadable("the file cannot be understood as a " + format + " key store");
        }
    }

    @Override
    public StoreFormat format() {
        return format;
    }

    @Override
    public ImmutableList<CertificateEntry> entries() throws KeyMaterialException {
        try {
            ImmutableList.Builder<CertificateEntry> entries = ImmutableList.builder();
            List<String> aliases = Collections.list(keys.aliases());
            Collections.sort(aliases);
            for (String alias : aliases) {
                ImmutableList<X509Certificate> chain = chain(alias);
                if (!chain.isEmpty()) {
                    entries.add(new CertificateEntry(alias, keys.isKeyEntry(alias), chain));
                }
            }
            return entries.build();
        } catch (KeyStoreException e) {
            throw new IllegalStateException("a key store that was not loaded", e);
        }
    }

    private ImmutableList<X509Certificate> chain(String alias) throws KeyStoreException {
        Certificate[] chain = keys.getCertificateChain(alias);
        Certificate single = keys.getCertificate(alias);
        Certificate[] all = chain == null && single != null ? new Certificate[] {single} : chain;
        return all == null
                ? ImmutableList.of()
                : Arrays.stream(all)
                        .filter(X509Certificate.class::isInstance)
                        .map(X509Certificate.class::cast)
                        .collect(ImmutableList.toImmutableList());
    }

    @Override
    public PrivateKey key(String alias) throws KeyMaterialException {
        String name = entry(alias).alias();
        try {
            Key key = keys.getKey(name, password);
            if (key instanceof PrivateKey) {
                return (PrivateKey) key;
            }
            throw KeyMaterialException.refused("the entry " + name + " has no private key");
        } catch (UnrecoverableKeyException e) {
            throw KeyMaterialException.unreadable("the key of " + name + " has another password than the store,"
                    + " and James could not use it either: it knows one password for both");
        } catch (GeneralSecurityException e) {
            throw KeyMaterialException.unreadable("the key of " + name + " is of a kind that this Java does not know");
        }
    }

    @Override
    public void put(String alias, PrivateKey key, List<X509Certificate> chain) throws KeyMaterialException {
        try {
            keys.setKeyEntry(alias, key, password, chain.toArray(new Certificate[0]));
        } catch (KeyStoreException e) {
            throw KeyMaterialException.refused("the key cannot be stored (" + e.getMessage() + ")");
        }
    }

    @Override
    public void remove(String alias) throws KeyMaterialException {
        String name = entry(alias).alias();
        try {
            keys.deleteEntry(name);
        } catch (KeyStoreException e) {
            throw KeyMaterialException.refused("the entry " + name + " cannot be deleted (" + e.getMessage() + ")");
        }
    }

    @Override
    byte[] encode() {
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            keys.store(content, password);
            return content.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot write a key store of the form " + format, e);
        }
    }
}
