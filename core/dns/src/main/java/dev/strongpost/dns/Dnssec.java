// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;

/** Whether and how a resolver finds out that DNSSEC proves an answer (RFC 4033 section 5). Immutable. */
public final class Dnssec {
    /**
     * The keys that sign the root: that of 2017, and that of 2024, which signs since October 2026
     * (data.iana.org/root-anchors).
     */
    private static final String ROOT_ANCHORS =
            ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n"
                    + ". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16\n";

    /** The largest file of trust anchors, in octets: a key takes half a thousand. */
    public static final int LARGEST_ANCHORS = 64 * 1024;

    /** What such a file is, for a message. */
    public static final String ANCHORS = "a file of DS or DNSKEY records";

    private static final Dnssec OFF = new Dnssec(Mode.OFF, new byte[0]);
    private static final Dnssec RESOLVER = new Dnssec(Mode.RESOLVER, new byte[0]);

    private final Mode mode;
    private final byte[] anchors;

    /** The ways. */
    enum Mode {
        OFF,
        VALIDATE,
        RESOLVER
    }

    private Dnssec(Mode mode, byte[] anchors) {
        this.mode = mode;
        this.anchors = anchors.clone();
    }

    /** Returns that nothing is proven. */
    public static Dnssec off() {
        return OFF;
    }

    /** Returns that each answer is validated here, from the keys of the root on that IANA publishes. */
    public static Dnssec validate() {
        return validate(ROOT_ANCHORS);
    }

    /**
     * Returns that each answer is validated here, from {@code anchors} on.
     *
     * @param anchors DS or DNSKEY records as in a zone file, one a line, with absolute names
     */
    public static Dnssec validate(String anchors) {
        return validate(anchors.getBytes(StandardCharsets.US_ASCII));
    }

    /** Does the same with the content of a file. */
    public static Dnssec validate(byte[] anchors) {
        return new Dnssec(Mode.VALIDATE, anchors);
    }

    /**
     * Returns that the name servers are trusted to have validated what they mark as authentic (the AD bit, RFC 6840
     * section 5.8). They have to be on this machine: on the way from elsewhere anyone could set it.
     */
    public static Dnssec resolver() {
        return RESOLVER;
    }

    /** Returns the way that a configuration writes as {@code word}: {@code off}, {@code validate}, {@code resolver}. */
    public static Optional<Dnssec> parse(String word) {
        switch (word) {
            case "off":
                return Optional.of(OFF);
            case "validate":
                return Optional.of(validate());
            case "resolver":
                return Optional.of(RESOLVER);
            default:
                return Optional.empty();
        }
    }

    /**
     * Returns the algorithms of RFC 8080 that this JVM lacks, where answers are validated here: a zone that is signed by
     * them alone counts as not signed (RFC 4035 section 5.2).
     */
    public ImmutableList<String> lackingAlgorithms() {
        return Stream.of("Ed25519", "Ed448")
                .filter(name -> mode == Mode.VALIDATE && !hasAlgorithm(name))
                .collect(ImmutableList.toImmutableList());
    }

    private static boolean hasAlgorithm(String name) {
        try {
            Signature unused = Signature.getInstance(name);
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    /** Tells whether an answer can be proven at all. */
    public boolean isOn() {
        return mode != Mode.OFF;
    }

    Mode mode() {
        return mode;
    }

    byte[] anchors() {
        return anchors.clone();
    }
}
