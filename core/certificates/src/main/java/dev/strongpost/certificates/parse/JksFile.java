// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;

import dev.strongpost.certificates.KeyMaterialException;

/** A JKS key store, the form of Java before version 9. Only Java has it, so Java reads it. */
public final class JksFile {
    private JksFile() {}

    /**
     * Returns what these bytes hold.
     *
     * @throws KeyMaterialException when they are damaged, or have another password
     */
    public static KeyStore read(byte[] content, char[] password) throws KeyMaterialException {
        try {
            KeyStore keys = KeyStore.getInstance(FileKind.JKS.name());
            keys.load(new ByteArrayInputStream(content), password);
            return keys;
        } catch (IOException e) {
            throw KeyMaterialException.unreadable(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "the password is wrong, or the file is damaged"
                            : "the file is damaged or cut off: it is no whole JKS key store");
        } catch (GeneralSecurityException | RuntimeException e) {
            // The JDK's parsers throw all sorts at what is not so.
            throw KeyMaterialException.unreadable("the file cannot be understood as a JKS key store");
        }
    }
}
