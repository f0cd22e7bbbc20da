// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

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
import dev.strongpost.certificates.parse.JksFile;

/** A JKS key store, which only the JDK knows to read and write. Keys have the password of the store, since James knows only one. */
final class JksContent extends CertificateStore {
    private static final StoreFormat FORMAT = StoreFormat.JKS;

    private final KeyStore keys;
    private final char[] password;

    private JksContent(KeyStore keys, char[] password) {
        this.keys = keys;
        this.password = password.clone();
    }

    static JksContent empty(char[] password) {
        try {
            KeyStore keys = KeyStore.getInstance(FORMAT.name());
            keys.load(null, password);
            return new JksContent(keys, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM has no key stores of the form " + FORMAT, e);
        }
    }

    /** Returns what these bytes hold. */
    static JksContent decode(byte[] content, char[] password) throws KeyMaterialException {
        return new JksContent(JksFile.read(content, password), password);
    }

    @Override
    public StoreFormat format() {
        return FORMAT;
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
            throw new IllegalStateException("this JVM cannot write a key store of the form " + FORMAT, e);
        }
    }
}
