// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.issue.KeyKind;
import dev.strongpost.certificates.issue.SelfSigned;
import dev.strongpost.certificates.issue.SubjectNames;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.certificates.store.StoreFormat;

/**
 * What a listener does whose key store does not exist: nothing, so that James does not start, or a key store with a
 * self-signed certificate for this machine's name, which encrypts and proves nothing.
 */
public enum DefaultCertificate {
    /** None is made. */
    NONE,
    /** One is made at the first start. */
    CREATE;

    /** The alias that says what it is, where the configuration does not name another. */
    static final String ALIAS = "strongpost-default";

    private static final Logger LOGGER = LoggerFactory.getLogger(DefaultCertificate.class);
    private static final Duration VALIDITY = Duration.ofDays(365);

    /**
     * Makes the key store if it is wanted and not there.
     *
     * @param type of the key store: PKCS12 or JKS
     * @throws KeyMaterialException when the file cannot be written, or the secret is too short
     */
    void ensure(Path file, String type, char[] secret, List<String> aliases) throws KeyMaterialException {
        if (this == NONE || Files.exists(file)) {
            return;
        }
        StoreFile store = StoreFile.create(file, StoreFormat.parse(type).orElse(StoreFormat.PKCS12), secret);
        KeyPair keys = KeyKind.RSA_3072.generate();
        store.content()
                .put(
                        aliases.stream().findFirst().orElse(ALIAS),
                        keys.getPrivate(),
                        ImmutableList.of(new SelfSigned(Clock.systemUTC())
                                .certificate(keys, SubjectNames.ofThisMachine(), VALIDITY)));
        store.save(Clock.systemUTC());
        LOGGER.warn(
                "{} did not exist: made it with a self-signed default certificate. Replace it by one that others can"
                        + " verify",
                file);
    }
}
