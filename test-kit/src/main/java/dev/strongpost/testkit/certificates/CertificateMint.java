// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** One X.509 certificate (RFC 5280) in the making, for whatever place in a chain. */
final class CertificateMint {
    private static final int SERIAL_BITS = 120;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Principal subject;
    private final GeneralName[] alternativeNames;
    private boolean authority;
    private Optional<X509Certificate> issuer = Optional.empty();
    private String digest = "SHA256";
    private KeyPurposeId[] purposes = {};
    private Duration validFrom = Duration.ofDays(-1);
    private Duration validUntil = Duration.ofDays(30);

    private CertificateMint(String commonName, List<GeneralName> alternativeNames) {
        this.subject = new X500Principal("CN=" + commonName);
        this.alternativeNames = alternativeNames.toArray(new GeneralName[0]);
    }

    static CertificateMint named(String commonName) {
        return new CertificateMint(commonName, List.of());
    }

    static CertificateMint leaf(List<String> dnsNames, List<String> ipAddresses) {
        List<GeneralName> names = new ArrayList<>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        ipAddresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
        return new CertificateMint(dnsNames.stream().findFirst().orElse("nobody"), names);
    }

    CertificateMint authority() {
        this.authority = true;
        return this;
    }

    CertificateMint issuedBy(X509Certificate certificate) {
        this.issuer = Optional.of(certificate);
        return this;
    }

    CertificateMint digest(String name) {
        this.digest = name;
        return this;
    }

    /** Both ends as an offset from now. */
    CertificateMint validity(Duration from, Duration until) {
        this.validFrom = from;
        this.validUntil = until;
        return this;
    }

    /** What it may be used for (RFC 5280 section 4.2.1.12); for anything when none is given. */
    CertificateMint purposes(KeyPurposeId... given) {
        this.purposes = given.clone();
        return this;
    }

    X509Certificate sign(PublicKey subjectKey, TestKeyType signerKind, KeyPair signerKeys) {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(unsigned(subjectKey)
                            .build(new JcaContentSignerBuilder(signerKind.signature(digest))
                                    .build(signerKeys.getPrivate())));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Cannot mint " + subject, e);
        }
    }

    private JcaX509v3CertificateBuilder unsigned(PublicKey subjectKey) throws IOException {
        // RFC 5280 section 4.1.2.5: whole seconds. An expired one still begins before it ends.
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer.map(X509Certificate::getSubjectX500Principal).orElse(subject),
                new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
                Date.from(now.plus(validFrom)),
                Date.from(now.plus(validUntil)),
                subject,
                subjectKey);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (purposes.length > 0) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        if (alternativeNames.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternativeNames));
        }
        return builder;
    }
}
