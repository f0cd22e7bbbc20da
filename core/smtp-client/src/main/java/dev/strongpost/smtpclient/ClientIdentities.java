package dev.strongpost.smtpclient;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Optional;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

import dev.strongpost.certificates.PemIdentity;

/**
 * The certificates that a rule may have presented to the other side ({@code client-cert=}): an entry of the mailet's
 * keystore by its alias, or a PEM file with a private key and its chain, which ends in {@code .pem}.
 */
public final class ClientIdentities {
    private static final char[] UNUSED = "unused".toCharArray();

    /** A client certificate that is not there, or not usable. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unusable(String name, String why) {
            super("client-cert: given " + name + ", " + why
                    + ": allowed the alias of a key in the mailet's keystore, or a .pem file with a key and its chain");
        }
    }

    /**
     * Returns the identities to choose from.
     *
     * @param folder where PEM files are that are not named by an absolute path
     * @param keystore the keystore of the mailet, if it has one, with the password of its keys
     */
    public static ClientIdentities of(Path folder, Optional<KeyStore> keystore, char[] password) {
        return new ClientIdentities(folder, keystore, password.clone());
    }

    private final Path folder;
    private final Optional<KeyStore> keystore;
    private final char[] password;

    private ClientIdentities(Path folder, Optional<KeyStore> keystore, char[] password) {
        this.folder = folder;
        this.keystore = keystore;
        this.password = password;
    }

    /**
     * Returns what presents the certificate {@code name} in a handshake. Reads a file: not for an event loop more than once.
     *
     * @throws Unusable when there is none of that name, or it lacks its key or certificate
     */
    public KeyManager[] named(String name) throws Unusable {
        try {
            KeyStore single = name.endsWith(".pem") ? fromPem(folder.resolve(name)) : fromKeystore(name);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(single, UNUSED);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Unusable(name, "which cannot be used (" + SmtpReply.clean(String.valueOf(e.getMessage())) + ")");
        }
    }

    private KeyStore fromKeystore(String alias) throws GeneralSecurityException, IOException {
        KeyStore all = keystore.orElseThrow(() -> new IOException("the mailet names no keystore"));
        PrivateKey key = (PrivateKey) all.getKey(alias, password);
        Certificate[] chain = all.getCertificateChain(alias);
        if (key == null || chain == null) {
            throw new IOException("the keystore has no key of that alias");
        }
        return single(key, chain);
    }

    private static KeyStore fromPem(Path file) throws GeneralSecurityException, IOException {
        PemIdentity identity = PemIdentity.read(file);
        return single(identity.key(), identity.chain().toArray(new Certificate[0]));
    }

    /** Returns a store of that key alone, so that the handshake has no other to choose. */
    private static KeyStore single(PrivateKey key, Certificate[] chain) throws GeneralSecurityException, IOException {
        KeyStore single = KeyStore.getInstance("PKCS12");
        single.load(null, null);
        single.setKeyEntry("client", key, UNUSED, chain);
        return single;
    }
}
