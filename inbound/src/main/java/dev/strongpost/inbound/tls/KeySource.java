// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.nio.file.Path;
import java.util.Optional;

import org.apache.commons.configuration2.ex.ConfigurationException;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.certificates.store.KeyEntry;
import dev.strongpost.certificates.store.StoreFile;

/**
 * Where a listener has its certificates: the elements {@code keystore}, {@code keystoreType}, {@code secret} and
 * {@code alias}, or {@code privateKey} and {@code certificates}, which mean what they mean in James's own {@code tls}
 * block.
 */
final class KeySource {
    private static final String NAMED = "a keystore, or privateKey and certificates";

    private final ImmutableList<Path> paths;
    private final String type;
    private final char[] secret;
    private final ImmutableList<String> aliases;
    private final DefaultCertificate defaultCertificate;

    private KeySource(
            ImmutableList<Path> paths,
            String type,
            char[] secret,
            ImmutableList<String> aliases,
            DefaultCertificate defaultCertificate) {
        this.paths = paths;
        this.type = type;
        this.secret = secret;
        this.aliases = aliases;
        this.defaultCertificate = defaultCertificate;
    }

    /** Reads the elements; the files themselves are not opened yet. */
    static KeySource from(HandlerParameters parameters) throws ConfigurationException {
        Optional<String> keystore = parameters.text("keystore");
        Optional<String> privateKey = parameters.text("privateKey");
        Optional<String> certificates = parameters.text("certificates");
        boolean pem = privateKey.isPresent() && certificates.isPresent();
        if (keystore.isPresent() == pem || privateKey.isPresent() != certificates.isPresent()) {
            throw HandlerParameters.wrong("keystore", pem ? "beside privateKey and certificates" : "nothing", NAMED);
        }
        ImmutableList<Path> paths = pem
                ? ImmutableList.of(
                        parameters.path("privateKey", privateKey.get()),
                        parameters.path("certificates", certificates.get()))
                : ImmutableList.of(parameters.path("keystore", keystore.orElseThrow()));
        if (pem && parameters.text("defaultCertificate").isPresent()) {
            throw HandlerParameters.wrong("defaultCertificate", "with privateKey", "with a keystore only");
        }
        return new KeySource(
                paths,
                parameters.text("keystoreType").orElse("PKCS12"),
                parameters.text("secret").orElse("").toCharArray(),
                parameters.list("alias"),
                parameters.word("defaultCertificate", DefaultCertificate.class, DefaultCertificate.NONE));
    }

    /** Returns the files. */
    ImmutableList<Path> paths() {
        return paths;
    }

    /**
     * Makes the key store if it is not there and one is wanted. For the first start alone: a file that is away for a
     * moment later is being replaced.
     *
     * @throws ConfigurationException when it cannot be made
     */
    void ensure() throws ConfigurationException {
        if (paths.size() > 1) {
            return;
        }
        try {
            defaultCertificate.ensure(paths.get(0), type, secret, aliases);
        } catch (KeyMaterialException e) {
            throw HandlerParameters.wrong(
                    "defaultCertificate",
                    "create, and " + paths.get(0) + " cannot be made (" + e.getMessage() + ")",
                    "a keystore that can be written, with a secret of at least 6 characters; or none");
        }
    }

    /**
     * Returns the certificates, the default first, as the files are now.
     *
     * @throws ConfigurationException when a file cannot be read, there is no key in it, or none of a wanted alias; or
     *     there are several and {@code alias} does not say which is the default. The message does not hold the secret
     */
    ImmutableList<ServerCertificate> load() throws ConfigurationException {
        try {
            return paths.size() == 1
                    ? fromKeystore(StoreFile.read(paths.get(0), type, secret))
                    : ImmutableList.of(new ServerCertificate(KeyEntry.ofPem(paths.toArray(new Path[0]))));
        } catch (KeyMaterialException e) {
            throw HandlerParameters.wrong(
                    paths.size() == 1 ? "keystore" : "privateKey and certificates",
                    paths + ", which cannot be used (" + e.getMessage() + ")",
                    paths.size() == 1
                            ? "a keystore of keystoreType " + type + ", opened by secret"
                            : "PEM files with an unencrypted private key, and with its certificate and those above it");
        }
    }

    private ImmutableList<ServerCertificate> fromKeystore(CertificateStore store)
            throws KeyMaterialException, ConfigurationException {
        ImmutableList<String> keys = store.entries().stream()
                .filter(CertificateEntry::hasKey)
                .map(CertificateEntry::alias)
                .collect(ImmutableList.toImmutableList());
        ImmutableList.Builder<ServerCertificate> found = ImmutableList.builder();
        for (String alias : aliases.isEmpty() ? onlyAlias(keys) : aliases) {
            if (keys.stream().noneMatch(alias::equalsIgnoreCase)) {
                throw HandlerParameters.wrong("alias", alias, "aliases of keys in the keystore: " + keys);
            }
            found.add(new ServerCertificate(KeyEntry.in(store, alias)));
        }
        return found.build();
    }

    private static ImmutableList<String> onlyAlias(ImmutableList<String> keys) throws ConfigurationException {
        if (keys.size() != 1) {
            throw HandlerParameters.wrong(
                    "alias", "nothing", "aliases of keys in the keystore, the default first: " + keys);
        }
        return keys;
    }
}
