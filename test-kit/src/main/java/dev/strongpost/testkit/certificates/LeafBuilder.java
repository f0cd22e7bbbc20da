// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.certificates;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * A leaf certificate in the making. Without further calls: no names, RSA 2048, SHA-256, valid from yesterday for a
 * month.
 */
public final class LeafBuilder {
    private static final Duration MONTH = Duration.ofDays(30);

    private final TestCertificateAuthority authority;
    private List<String> dnsNames = List.of();
    private List<String> ipAddresses = List.of();
    private TestKeyType keyKind = TestKeyType.RSA_2048;
    private String digest = "SHA256";
    private Duration validFrom = Duration.ofDays(-1);
    private Duration validUntil = MONTH;
    private KeyPurposeId[] purposes = {};

    LeafBuilder(TestCertificateAuthority authority) {
        this.authority = authority;
    }

    /** Sets the DNS subject alternative names; the first one is the common name too. */
    public LeafBuilder dnsNames(String... names) {
        this.dnsNames = List.of(names);
        return this;
    }

    /** Sets the IP address subject alternative names. */
    public LeafBuilder ipAddresses(String... addresses) {
        this.ipAddresses = List.of(addresses);
        return this;
    }

    /** Sets the kind of key: {@link TestKeyType#RSA_1024} makes the weak one. */
    public LeafBuilder key(TestKeyType kind) {
        this.keyKind = kind;
        return this;
    }

    /** Has the authority sign with SHA-1, which no JVM of today accepts. */
    public LeafBuilder sha1() {
        this.digest = "SHA1";
        return this;
    }

    /** Lets the validity end an hour ago. */
    public LeafBuilder expired() {
        this.validUntil = Duration.ofHours(-1);
        return this;
    }

    /** Lets the validity start in an hour. */
    public LeafBuilder notYetValid() {
        this.validFrom = Duration.ofHours(1);
        return this;
    }

    /** Sets from when until when it is valid, seen from now. */
    public LeafBuilder validity(Duration from, Duration until) {
        this.validFrom = from;
        this.validUntil = until;
        return this;
    }

    /** Lets it be used for servers only, as public authorities issue them since 2026. */
    public LeafBuilder forServersOnly() {
        this.purposes = new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth};
        return this;
    }

    /** Lets it be used for signing code only. */
    public LeafBuilder forCodeOnly() {
        this.purposes = new KeyPurposeId[] {KeyPurposeId.id_kp_codeSigning};
        return this;
    }

    /** Mints the certificate. */
    public TestIdentity issue() {
        KeyPair keys = keyKind.generate();
        return new TestIdentity(keys.getPrivate(), List.of(certify(keys.getPublic()), authority.intermediate()));
    }

    /** Mints the certificate of a key that somebody else has, as an authority answers a request. */
    public X509Certificate certify(PublicKey key) {
        return CertificateMint.leaf(dnsNames, ipAddresses)
                .issuedBy(authority.intermediate())
                .digest(digest)
                .purposes(purposes)
                .validity(validFrom, validUntil)
                .sign(key, TestKeyType.RSA_2048, authority.intermediateKeys());
    }
}
