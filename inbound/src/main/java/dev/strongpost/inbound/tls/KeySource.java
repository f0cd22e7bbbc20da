package dev.strongpost.inbound.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;

import org.apache.commons.configuration2.ex.ConfigurationException;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.PemIdentity;

/**
 * Where a listener has its certificates: the elements {@code keystore}, {@code keystoreType}, {@code secret} and
 * {@code alias}, or {@code privateKey} and {@code certificates}, which mean what they mean in James's own {@code tls} block.
 */
final class KeySource {
    private static final String PEM_ALIAS = "pem";
    private static final String NAMED = "a keystore, or privateKey and certificates";

    /** Reads the elements; the files themselves are not opened yet. */
    static KeySource from(HandlerParameters parameters, ConfiguredFiles files) throws ConfigurationException {
        Optional<String> keystore = parameters.text("keystore");
        Optional<String> privateKey = parameters.text("privateKey");
        Optional<String> certificates = parameters.text("certificates");
        boolean pem = privateKey.isPresent() && certificates.isPresent();
        if (keystore.isPresent() == pem || privateKey.isPresent() != certificates.isPresent()) {
            throw HandlerParameters.wrong("keystore", pem ? "beside privateKey and certificates" : "nothing", NAMED);
        }
        ImmutableList<Path> paths = pem
                ? ImmutableList.of(
                        files.path("privateKey", privateKey.get()), files.path("certificates", certificates.get()))
                : ImmutableList.of(files.path("keystore", keystore.orElseThrow()));
        return new KeySource(
                paths,
                parameters.text("keystoreType").orElse("PKCS12"),
                parameters.text("secret").orElse("").toCharArray(),
                parameters.list("alias"));
    }

    private final ImmutableList<Path> paths;
    private final String type;
    private final char[] secret;
    private final ImmutableList<String> aliases;

    private KeySource(ImmutableList<Path> paths, String type, char[] secret, ImmutableList<String> aliases) {
        this.paths = paths;
        this.type = type;
        this.secret = secret;
        this.aliases = aliases;
    }

    /** Returns the files. */
    ImmutableList<Path> paths() {
        return paths;
    }

    /**
     * Returns the certificates, the default first, as the files are now.
     *
     * @throws ConfigurationException when a file cannot be read, there is no key in it, or none of a wanted alias; or there are
     *     several and {@code alias} does not say which is the default. The message does not hold the secret
     */
    ImmutableList<ServerCertificate> load() throws ConfigurationException {
        try {
            return paths.size() == 1 ? fromKeystore(open(paths.get(0))) : ImmutableList.of(fromPem());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw HandlerParameters.wrong(
                    paths.size() == 1 ? "keystore" : "privateKey and certificates",
                    paths + ", which cannot be used (" + e.getMessage() + ")",
                    paths.size() == 1
                            ? "a keystore of keystoreType " + type + ", opened by secret"
                            : "PEM files with an unencrypted private key, and with its certificate and those above it");
        }
    }

    private KeyStore open(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, secret);
        }
        return store;
    }

    private ServerCertificate fromPem() throws IOException, GeneralSecurityException {
        PemIdentity identity = PemIdentity.read(paths.toArray(new Path[0]));
        return KeyCheck.checked(new ServerCertificate(PEM_ALIAS, identity.key(), identity.chain()));
    }

    private ImmutableList<ServerCertificate> fromKeystore(KeyStore store)
            throws GeneralSecurityException, ConfigurationException {
        ImmutableList.Builder<ServerCertificate> found = ImmutableList.builder();
        for (String alias : aliases.isEmpty() ? onlyAlias(store) : aliases) {
            if (!store.isKeyEntry(alias)) {
                throw HandlerParameters.wrong("alias", alias, "aliases of keys in the keystore: " + keys(store));
            }
            found.add(KeyCheck.checked(entry(store, alias)));
        }
        return found.build();
    }

    private static ImmutableList<String> onlyAlias(KeyStore store)
            throws GeneralSecurityException, ConfigurationException {
        ImmutableList<String> keys = keys(store);
        if (keys.size() != 1) {
            throw HandlerParameters.wrong(
                    "alias", "nothing", "aliases of keys in the keystore, the default first: " + keys);
        }
        return keys;
    }

    private static ImmutableList<String> keys(KeyStore store) throws GeneralSecurityException {
        ImmutableList.Builder<String> keys = ImmutableList.builder();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        return keys.build();
    }

    private ServerCertificate entry(KeyStore store, String alias) throws GeneralSecurityException {
        Certificate[] chain = store.getCertificateChain(alias);
        ImmutableList<X509Certificate> certificates =
                Arrays.stream(chain).map(X509Certificate.class::cast).collect(ImmutableList.toImmutableList());
        return new ServerCertificate(alias, (PrivateKey) store.getKey(alias, secret), certificates);
    }
}
