package dev.strongpost.inbound.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;

import org.apache.commons.configuration2.ex.ConfigurationException;

import com.google.common.collect.ImmutableList;

/**
 * Where a listener has the trust anchors of its clients: the elements {@code truststore}, {@code truststoreType} and
 * {@code truststoreSecret} of James's {@code clientAuth}. The type {@code PEM} is a file of certificates (RFC 7468).
 */
final class AnchorSource {
    private static final String PEM = "PEM";
    private static final ImmutableList<String> OF_FILE = ImmutableList.of("truststoreType", "truststoreSecret");

    /** Reads the elements; the file itself is not opened yet. Empty when there is no {@code truststore}. */
    static Optional<AnchorSource> from(HandlerParameters parameters, ConfiguredFiles files)
            throws ConfigurationException {
        Optional<String> location = parameters.text("truststore");
        if (location.isEmpty()) {
            for (String about : OF_FILE) {
                if (parameters.text(about).isPresent()) {
                    // Whoever gives it believes that his anchors count, and not the JVM's.
                    throw HandlerParameters.wrong(about, "without truststore", "with truststore only");
                }
            }
            return Optional.empty();
        }
        return Optional.of(new AnchorSource(
                files.path("truststore", location.get()),
                parameters.text("truststoreType").orElse("PKCS12"),
                parameters.text("truststoreSecret").orElse("").toCharArray()));
    }

    private final Path path;
    private final String type;
    private final char[] secret;

    private AnchorSource(Path path, String type, char[] secret) {
        this.path = path;
        this.type = type;
        this.secret = secret;
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
        try (InputStream in = Files.newInputStream(path)) {
            Collection<? extends Certificate> found = type.equalsIgnoreCase(PEM)
                    ? CertificateFactory.getInstance("X.509").generateCertificates(in)
                    : inKeystore(in);
            ImmutableList<X509Certificate> anchors =
                    found.stream().map(X509Certificate.class::cast).collect(ImmutableList.toImmutableList());
            if (anchors.isEmpty()) {
                throw new IOException("it holds no certificate");
            }
            return anchors;
        } catch (IOException | GeneralSecurityException | ClassCastException e) {
            throw HandlerParameters.wrong(
                    "truststore",
                    path + ", which cannot be used (" + e.getMessage() + ")",
                    "a file of truststoreType " + type + " with certificates, opened by truststoreSecret");
        }
    }

    private Collection<Certificate> inKeystore(InputStream in) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(in, secret);
        ImmutableList.Builder<Certificate> found = ImmutableList.builder();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isCertificateEntry(alias)) {
                found.add(store.getCertificate(alias));
            }
        }
        return found.build();
    }
}
