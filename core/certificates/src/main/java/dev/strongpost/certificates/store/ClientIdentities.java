// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.store;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

import javax.net.ssl.KeyManager;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.text.Sanitizer;

/**
 * The certificates that a rule may have presented to the other side ({@code client-cert=}): an entry of the mailet's
 * keystore by its alias, or a PEM file with a private key and its chain, which ends in {@code .pem}.
 */
public final class ClientIdentities {
    private static final int LONGEST = 500;

    private final Path folder;
    private final Optional<CertificateStore> keystore;

    private ClientIdentities(Path folder, Optional<CertificateStore> keystore) {
        this.folder = folder;
        this.keystore = keystore;
    }

    /**
     * Returns the identities to choose from.
     *
     * @param folder where PEM files are that are not named by an absolute path
     * @param keystore the keystore of the mailet, if it has one
     */
    public static ClientIdentities of(Path folder, Optional<CertificateStore> keystore) {
        return new ClientIdentities(folder, keystore);
    }

    /**
     * Returns what presents the certificate {@code name} in a handshake. Reads a file: not for an event loop more than
     * once.
     *
     * @throws ClientIdentityException when there is none of that name, or it lacks its key or certificate
     */
    public KeyManager[] named(String name) throws ClientIdentityException {
        try {
            return entry(name).keyManagers();
        } catch (KeyMaterialException | IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ClientIdentityException(name, Sanitizer.line(String.valueOf(e.getMessage()), LONGEST));
        }
    }

    private KeyEntry entry(String name) throws KeyMaterialException {
        if (name.endsWith(".pem")) {
            return KeyEntry.ofPem(folder.resolve(name));
        }
        if (keystore.isEmpty()) {
            throw KeyMaterialException.refused("the mailet names no keystore");
        }
        return KeyEntry.in(keystore.get(), name);
    }
}
