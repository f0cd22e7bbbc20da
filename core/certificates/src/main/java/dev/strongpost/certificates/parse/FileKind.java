// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.google.common.base.CharMatcher;
import com.google.common.primitives.Ints;

/** What a file of keys or certificates is, by its octets; or what else it is, to be told so. */
public enum FileKind {
    /** Text with {@code -----BEGIN} in it, RFC 7468. */
    PEM(""),
    /** A value of BER: a certificate, a bag of them, a key, a PFX. */
    DER(""),
    /** Java's own key store of before version 9. */
    JKS(""),
    /** Another key store of Java. */
    JCEKS("it is a JCEKS key store: keytool -importkeystore -deststoretype PKCS12 makes one of it that can be read"),
    /** The key and certificate databases of NSS. */
    NSS("it is a database of NSS: pk12util -o FILE -n NAME -d FOLDER takes a key out of it"),
    /** Base64 without the lines around it. */
    BASE64("it is Base64 without the lines -----BEGIN ...----- and -----END ...----- around it"),
    /** A key of PuTTY. */
    PUTTY("it is a key of PuTTY, which is for SSH and not for TLS"),
    /** Nothing at all. */
    EMPTY("the file is empty"),
    /** Anything else. */
    UNKNOWN("the file is neither PEM, DER, PKCS#7, PKCS#12 nor JKS, or its beginning is damaged");

    private static final int JKS_MAGIC = 0xFEEDFEED;
    private static final int JCEKS_MAGIC = 0xCECECECE;
    private static final byte SEQUENCE = 0x30;
    private static final String SQLITE = "SQLite format 3";
    private static final String PUTTY_BEGIN = "PuTTY-User-Key-File";
    private static final int SHORTEST = 100;

    private final String sentence;

    FileKind(String sentence) {
        this.sentence = sentence;
    }

    /** Returns the kind of that content. */
    public static FileKind of(byte[] content) {
        if (content.length == 0) {
            return EMPTY;
        }
        int magic = content.length >= Ints.BYTES ? Ints.fromByteArray(content) : 0;
        if (magic == JKS_MAGIC || magic == JCEKS_MAGIC) {
            return magic == JKS_MAGIC ? JKS : JCEKS;
        }
        // The text in front of a block may begin with any letter, the one that begins a value of DER included.
        if (PemBlock.isMeant(content)) {
            return PEM;
        }
        return content[0] == SEQUENCE ? DER : ofText(new String(content, StandardCharsets.ISO_8859_1));
    }

    private static FileKind ofText(String text) {
        if (text.startsWith(SQLITE)) {
            return NSS;
        }
        if (text.startsWith(PUTTY_BEGIN)) {
            return PUTTY;
        }
        return isBase64(CharMatcher.whitespace().removeFrom(text)) ? BASE64 : UNKNOWN;
    }

    private static boolean isBase64(String text) {
        try {
            return text.length() >= SHORTEST && Base64.getDecoder().decode(text)[0] == SEQUENCE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns why it cannot be read; empty for what can. */
    public String sentence() {
        return sentence;
    }
}
