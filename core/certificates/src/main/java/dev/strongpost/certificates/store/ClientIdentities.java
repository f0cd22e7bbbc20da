// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.nio.file.Path;
import java.util.Optional;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/**
 * The certificates that a rule may have presented to the other side ({@code client-cert=}): an entry of the mailet's
 * key store by its alias, or a PEM file with a private key and its chain, which ends in {@code .pem}. Each is read when
 * it is asked for.
 */
public final class ClientIdentities {
    private static final int LONGEST = 500;

    private final Path folder;
    private final Optional<KeystoreFile> keystore;

    private ClientIdentities(Path folder, Optional<KeystoreFile> keystore) {
        this.folder = folder;
        this.keystore = keystore;
    }

    /** Returns the PEM files in {@code folder}, or wherever an absolute path says. */
    public static ClientIdentities in(Path folder) {
        return new ClientIdentities(folder, Optional.empty());
    }

    /**
     * Returns these and the entries of a key store.
     *
     * @param type {@code PKCS12}, {@code JKS} or {@code PEM}, in any case
     * @throws KeyMaterialException when it cannot be opened now
     */
    public ClientIdentities withKeystore(Path file, String type, char[] password) throws KeyMaterialException {
        KeystoreFile opened = new KeystoreFile(file, type, password);
        CertificateStore unused = opened.read();
        return new ClientIdentities(folder, Optional.of(opened));
    }

    /**
     * Returns the certificate {@code name} with its key, as it is on disk now.
     *
     * @throws ClientIdentityException when there is none of that name, or it lacks its key or certificate
     */
    public KeyEntry named(String name) throws ClientIdentityException {
        try {
            return entry(name);
        } catch (KeyMaterialException e) {
            throw new ClientIdentityException(name, Sanitizer.line(String.valueOf(e.getMessage()), LONGEST));
        }
    }

    private KeyEntry entry(String name) throws KeyMaterialException {
        if (isPem(name)) {
            return KeyEntry.ofPem(folder.resolve(name));
        }
        if (keystore.isEmpty()) {
            throw KeyMaterialException.refused("the mailet names no keystore");
        }
        return KeyEntry.in(keystore.get().read(), name);
    }

    private static boolean isPem(String name) {
        return name.endsWith(".pem");
    }

    /** Returns the file that {@code name} is in; empty when there is none to look at. */
    public Optional<Path> fileOf(String name) {
        return isPem(name) ? Optional.of(folder.resolve(name)) : keystore.map(store -> store.file);
    }

    /** A key store by its file. Immutable. */
    private static final class KeystoreFile {
        private final Path file;
        private final String type;
        private final char[] password;

        KeystoreFile(Path file, String type, char[] password) {
            this.file = file;
            this.type = type;
            this.password = password.clone();
        }

        CertificateStore read() throws KeyMaterialException {
            return StoreFile.read(file, type, password);
        }
    }
}
