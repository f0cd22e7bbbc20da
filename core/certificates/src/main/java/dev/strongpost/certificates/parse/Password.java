// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;

import javax.annotation.Nullable;

import org.bouncycastle.crypto.PBEParametersGenerator;

import com.google.common.collect.ImmutableList;

/**
 * A password in the octets that programs make of it. Within ASCII they agree, but for the empty one; beyond it there is
 * more than one way, and a file does not say which was taken. Asked for when it is needed, once.
 */
final class Password {
    private final Supplier<char[]> source;

    @Nullable
    private char[] known;

    Password(Supplier<char[]> source) {
        this.source = source;
    }

    /** Asks for it, if that was not done. What the one who is asked throws comes through. */
    void ask() {
        char[] unused = characters();
    }

    private char[] characters() {
        if (known == null) {
            known = source.get();
        }
        return known;
    }

    /**
     * Returns the octets for PKCS#5 (RFC 8018) and DEK-Info, the likeliest first: UTF-8, then ISO 8859-1, of terminals of
     * before.
     */
    ImmutableList<byte[]> octets() {
        char[] characters = characters();
        byte[] utf8 = exact(StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters)));
        ImmutableList.Builder<byte[]> all = ImmutableList.builder();
        all.add(utf8);
        latin1(characters).stream()
                .filter(octets -> !Arrays.equals(octets, utf8))
                .forEach(all::add);
        return all.build();
    }

    private static ImmutableList<byte[]> latin1(char[] characters) {
        try {
            return ImmutableList.of(
                    exact(StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(characters))));
        } catch (CharacterCodingException e) {
            return ImmutableList.of();
        }
    }

    private static byte[] exact(ByteBuffer encoded) {
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        return octets;
    }

    /**
     * Returns the octets for PKCS#12 (RFC 7292 appendix B.1), the likeliest first: UTF-16 with a null character behind; each
     * octet of the UTF-8 as a character, as OpenSSL before 1.1 had it; and for an empty password no octets at all.
     */
    ImmutableList<byte[]> pkcs12Octets() {
        char[] characters = characters();
        if (characters.length == 0) {
            return ImmutableList.of(new byte[2], new byte[0]);
        }
        byte[] proper = PBEParametersGenerator.PKCS12PasswordToBytes(characters);
        byte[] octets = octets().get(0);
        if (octets.length == characters.length) {
            return ImmutableList.of(proper);
        }
        char[] spread = new String(octets, StandardCharsets.ISO_8859_1).toCharArray();
        return ImmutableList.of(proper, PBEParametersGenerator.PKCS12PasswordToBytes(spread));
    }
}
