// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.annotation.Nullable;

import org.apache.commons.configuration2.ex.ConfigurationException;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.StoreFile;

/**
 * Where a listener has the trust anchors of its clients: the elements {@code truststore}, {@code truststoreType} and
 * {@code truststoreSecret} of James's {@code clientAuth}. The type {@code PEM} is a file of certificates (RFC 7468).
 */
final class AnchorSource {
    private static final ImmutableList<String> OF_FILE = ImmutableList.of("truststoreType", "truststoreSecret");

    private final Path path;
    private final String type;
    private final char[] secret;

    private AnchorSource(Path path, String type, char[] secret) {
        this.path = path;
        this.type = type;
        this.secret = secret;
    }

    /** Reads the elements; the file itself is not opened yet. Empty when there is no {@code truststore}. */
    static Optional<AnchorSource> from(HandlerParameters parameters) throws ConfigurationException {
        Optional<String> location = parameters.text("truststore");
        if (location.isEmpty()) {
            for (String about : OF_FILE) {
                if (parameters.text(about).isPresent()) {
                    // Its author believes that these anchors count, and not the JVM's.
                    throw HandlerParameters.wrong(about, "without truststore", "with truststore only");
                }
            }
            return Optional.empty();
        }
        return Optional.of(new AnchorSource(
                parameters.path("truststore", location.get()),
                parameters.text("truststoreType").orElse("PKCS12"),
                parameters.text("truststoreSecret").orElse("").toCharArray()));
    }

    /** Returns the file. */
    Path path() {
        return path;
    }

    /**
     * Returns the anchors, as the file is now.
     *
     * @throws ConfigurationException when it cannot be read, or has none
     */
    ImmutableList<X509Certificate> load() throws ConfigurationException {
        try {
            ImmutableList<X509Certificate> anchors =
                    StoreFile.read(path, type, secret).trusted();
            if (anchors.isEmpty()) {
                throw wrong("it holds no certificate");
            }
            return anchors;
        } catch (KeyMaterialException e) {
            throw wrong(e.getMessage());
        }
    }

    private ConfigurationException wrong(@Nullable String why) {
        return HandlerParameters.wrong(
                "truststore",
                path + ", which cannot be used (" + why + ")",
                "a file of truststoreType " + type + " with certificates, opened by truststoreSecret");
    }
}
