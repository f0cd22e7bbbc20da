// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.util.Optional;
import java.util.function.Supplier;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.digests.SHA512tDigest;

import com.google.common.collect.ImmutableList;

/** A hash function that files of keys are protected with, by its identifier and that of its HMAC. Immutable. */
final class HashFunction {
    static final HashFunction MD5 =
            new HashFunction(MD5Digest::new, PKCSObjectIdentifiers.md5, new ASN1ObjectIdentifier("1.3.6.1.5.5.8.1.1"));

    static final HashFunction SHA1 =
            new HashFunction(SHA1Digest::new, OIWObjectIdentifiers.idSHA1, PKCSObjectIdentifiers.id_hmacWithSHA1);

    private static final ImmutableList<HashFunction> ALL = ImmutableList.of(
            MD5,
            SHA1,
            new HashFunction(
                    SHA224Digest::new, NISTObjectIdentifiers.id_sha224, PKCSObjectIdentifiers.id_hmacWithSHA224),
            new HashFunction(
                    SHA256Digest::new, NISTObjectIdentifiers.id_sha256, PKCSObjectIdentifiers.id_hmacWithSHA256),
            new HashFunction(
                    SHA384Digest::new, NISTObjectIdentifiers.id_sha384, PKCSObjectIdentifiers.id_hmacWithSHA384),
            new HashFunction(
                    SHA512Digest::new, NISTObjectIdentifiers.id_sha512, PKCSObjectIdentifiers.id_hmacWithSHA512),
            new HashFunction(
                    () -> new SHA512tDigest(224),
                    NISTObjectIdentifiers.id_sha512_224,
                    new ASN1ObjectIdentifier("1.2.840.113549.2.12")),
            new HashFunction(
                    () -> new SHA512tDigest(256),
                    NISTObjectIdentifiers.id_sha512_256,
                    new ASN1ObjectIdentifier("1.2.840.113549.2.13")),
            new HashFunction(
                    () -> new SHA3Digest(224),
                    NISTObjectIdentifiers.id_sha3_224,
                    NISTObjectIdentifiers.id_hmacWithSHA3_224),
            new HashFunction(
                    () -> new SHA3Digest(256),
                    NISTObjectIdentifiers.id_sha3_256,
                    NISTObjectIdentifiers.id_hmacWithSHA3_256),
            new HashFunction(
                    () -> new SHA3Digest(384),
                    NISTObjectIdentifiers.id_sha3_384,
                    NISTObjectIdentifiers.id_hmacWithSHA3_384),
            new HashFunction(
                    () -> new SHA3Digest(512),
                    NISTObjectIdentifiers.id_sha3_512,
                    NISTObjectIdentifiers.id_hmacWithSHA3_512));

    private final Supplier<ExtendedDigest> digest;
    private final ASN1ObjectIdentifier identifier;
    private final ASN1ObjectIdentifier hmac;

    private HashFunction(Supplier<ExtendedDigest> digest, ASN1ObjectIdentifier identifier, ASN1ObjectIdentifier hmac) {
        this.digest = digest;
        this.identifier = identifier;
        this.hmac = hmac;
    }

    /** Returns the function of that identifier. */
    static Optional<HashFunction> of(ASN1ObjectIdentifier identifier) {
        return ALL.stream()
                .filter(function -> function.identifier.equals(identifier))
                .findFirst();
    }

    /** Returns the function whose HMAC has that identifier. */
    static Optional<HashFunction> ofHmac(ASN1ObjectIdentifier identifier) {
        return ALL.stream().filter(function -> function.hmac.equals(identifier)).findFirst();
    }

    /** Returns a new digest. */
    ExtendedDigest digest() {
        return digest.get();
    }
}
