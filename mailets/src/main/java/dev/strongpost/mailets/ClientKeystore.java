package dev.strongpost.mailets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.filesystem.api.FileSystem;

import dev.strongpost.smtpclient.ClientIdentities;

/** Where {@link TlsRemoteDelivery} has its client certificates: the parameters {@code keystore} and what belongs to it. */
final class ClientKeystore {
    private static final String DEFAULT_TYPE = "PKCS12";

    static ClientKeystore of(Optional<String> location, Optional<String> type, Optional<String> secret) {
        return new ClientKeystore(
                location, type.orElse(DEFAULT_TYPE), secret.orElse("").toCharArray());
    }

    private final Optional<String> location;
    private final String type;
    private final char[] secret;

    private ClientKeystore(Optional<String> location, String type, char[] secret) {
        this.location = location;
        this.type = type;
        this.secret = secret;
    }

    /**
     * Returns the identities in the keystore, and those in PEM files beside the policy table.
     *
     * @throws MessagingException when the keystore is named and cannot be opened; the message does not hold its password
     */
    ClientIdentities identities(FileSystem files, String policy) throws MessagingException {
        try {
            Path folder = files.getFile(policy).toPath().toAbsolutePath().resolveSibling("");
            Optional<KeyStore> keystore =
                    location.isPresent() ? Optional.of(load(files, location.get())) : Optional.empty();
            return ClientIdentities.of(folder, keystore, secret);
        } catch (IOException | GeneralSecurityException e) {
            throw new MessagingException(
                    "TlsRemoteDelivery: keystore: given " + location.orElse("nothing") + ", which cannot be opened ("
                            + e.getMessage() + "): allowed a keystore of keystoreType " + type + ", opened by secret",
                    e);
        }
    }

    private KeyStore load(FileSystem files, String url) throws IOException, GeneralSecurityException {
        KeyStore keystore = KeyStore.getInstance(type);
        try (InputStream in = files.getResource(url)) {
            keystore.load(in, secret);
        }
        return keystore;
    }
}
