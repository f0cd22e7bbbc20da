package dev.strongpost.certificates;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

import com.google.common.collect.ImmutableList;

/** A private key with its certificate and those above it, leaf first, as PEM files hold them (RFC 7468). Immutable. */
public final class PemIdentity {
    private final PrivateKey key;
    private final ImmutableList<X509Certificate> chain;

    private PemIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = ImmutableList.copyOf(chain);
    }

    /**
     * Returns what the files hold together, whichever holds the key; of several keys the last.
     *
     * @throws IOException when one cannot be read, or there is no certificate, or no key that is not encrypted; the message
     *     ends a sentence about the files
     */
    public static PemIdentity read(Path... files) throws IOException, GeneralSecurityException {
        Optional<PrivateKey> key = Optional.empty();
        List<X509Certificate> chain = new ArrayList<>();
        for (Object item : items(files)) {
            if (item instanceof X509CertificateHolder) {
                chain.add(new JcaX509CertificateConverter().getCertificate((X509CertificateHolder) item));
            } else if (item instanceof PEMKeyPair) {
                key = Optional.of(
                        new JcaPEMKeyConverter().getKeyPair((PEMKeyPair) item).getPrivate());
            } else if (item instanceof PrivateKeyInfo) {
                key = Optional.of(new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) item));
            }
        }
        PrivateKey found = key.orElseThrow(() -> new IOException("it holds no unencrypted private key"));
        if (chain.isEmpty()) {
            throw new IOException("it holds no certificate");
        }
        return new PemIdentity(found, chain);
    }

    private static List<Object> items(Path... files) throws IOException {
        List<Object> items = new ArrayList<>();
        for (Path file : files) {
            try (Reader reader = Files.newBufferedReader(file);
                    PEMParser parser = new PEMParser(reader)) {
                for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                    items.add(next);
                }
            }
        }
        return items;
    }

    /** Returns the private key. */
    public PrivateKey key() {
        return key;
    }

    /** Returns the certificates, at least one, as the files order them: leaf first. */
    public ImmutableList<X509Certificate> chain() {
        return chain;
    }
}
