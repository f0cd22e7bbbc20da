// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;

import dev.strongpost.text.InvalidValueException;

/**
 * An IP network: {@code 192.0.2.0/24}, {@code 2001:db8::/32} (RFC 4632 section 3.1, RFC 4291 section 2.3). A single
 * address is the network of all its bits. Immutable.
 */
public final class Network {
    private static final String ALLOWED =
            "an address such as 192.0.2.7 or 2001:db8::1, or a network such as 192.0.2.0/24 or 2001:db8::/32";
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final int LONGEST_TEXT = 64;
    private static final int MAPPED_PREFIX = 12;
    private static final int IPV6_BYTES = 16;

    /** The address with all bits behind the prefix cleared: 4 or 16 bytes. */
    private final byte[] address;

    private final int prefixLength;

    private Network(byte[] address, int prefixLength) {
        this.address = address;
        this.prefixLength = prefixLength;
    }

    /**
     * Tells whether {@code text} is meant for an address or a network: no domain name has these characters, nor only
     * digits.
     */
    public static boolean isMeant(String text) {
        return text.indexOf(':') >= 0
                || text.indexOf('/') >= 0
                || (!text.isEmpty() && CharMatcher.is('.').or(DIGITS).matchesAllOf(text));
    }

    /**
     * Returns the network that {@code text} writes.
     *
     * @throws InvalidValueException when it is none, or has bits behind its prefix: 192.0.2.7/24 may mean either of two
     *     things
     */
    public static Network parse(String text) throws InvalidValueException {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * Byte.SIZE;
        int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1), bits);
        Network network = of(address, length);
        if (!Arrays.equals(network.address, address.getAddress())) {
            throw new InvalidValueException(network + ", the network that it is in, or the address alone");
        }
        return network;
    }

    /** Returns the network that {@link #toString} wrote. */
    public static Network ofCanonical(String text) {
        try {
            return parse(text);
        } catch (InvalidValueException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static InetAddress address(String text) throws InvalidValueException {
        if (text.length() > LONGEST_TEXT || text.indexOf('%') >= 0 || !InetAddresses.isInetAddress(text)) {
            throw new InvalidValueException(ALLOWED);
        }
        InetAddress address = InetAddresses.forString(text);
        if (address instanceof Inet4Address && text.indexOf(':') >= 0) {
            throw new InvalidValueException("the IPv4 address itself, since clients are told apart by it");
        }
        return address;
    }

    private static int prefixLength(String text, int bits) throws InvalidValueException {
        return Optional.of(text)
                .filter(DIGITS::matchesAllOf)
                .map(Ints::tryParse)
                .filter(length -> length <= bits)
                .orElseThrow(() -> new InvalidValueException("a prefix length from 0 to " + bits));
    }

    /** Returns the network of that prefix length that {@code address} is in. */
    public static Network of(InetAddress address, int prefixLength) {
        return new Network(masked(bytes(address), prefixLength), prefixLength);
    }

    /**
     * Returns the bytes by which a client is known: 4 for IPv4, whether or not it came as RFC 4291 section 2.5.5.2 maps
     * it.
     */
    static byte[] bytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        return isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_PREFIX, IPV6_BYTES) : bytes;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length != IPV6_BYTES || bytes[MAPPED_PREFIX - 2] != -1 || bytes[MAPPED_PREFIX - 1] != -1) {
            return false;
        }
        for (int i = 0; i < MAPPED_PREFIX - 2; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] masked(byte[] bytes, int prefixLength) {
        byte[] masked = new byte[bytes.length];
        int whole = prefixLength / Byte.SIZE;
        System.arraycopy(bytes, 0, masked, 0, whole);
        int rest = prefixLength % Byte.SIZE;
        if (rest > 0) {
            masked[whole] = (byte) (bytes[whole] & (-1 << (Byte.SIZE - rest)));
        }
        return masked;
    }

    /** Tells whether it is a network of IPv4. */
    public boolean isIpv4() {
        return address.length != IPV6_BYTES;
    }

    /** Returns the number of bits that its addresses share, 0 to 32 or 128. */
    public int prefixLength() {
        return prefixLength;
    }

    /** Returns its first address. */
    public InetAddress first() {
        return toAddress(address);
    }

    /** Returns its last address. */
    public InetAddress last() {
        byte[] last = address.clone();
        for (int bit = prefixLength; bit < last.length * Byte.SIZE; bit++) {
            last[bit / Byte.SIZE] |= (byte) (1 << (Byte.SIZE - 1 - bit % Byte.SIZE));
        }
        return toAddress(last);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Network
                && prefixLength == ((Network) other).prefixLength
                && Arrays.equals(address, ((Network) other).address);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(address) * 31 + prefixLength;
    }

    /** Returns the network as a rule writes it; a single address without its length. */
    @Override
    public String toString() {
        String text = InetAddresses.toAddrString(first());
        return prefixLength == address.length * Byte.SIZE ? text : text + "/" + prefixLength;
    }

    private static InetAddress toAddress(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of " + bytes.length + " bytes", e);
        }
    }
}
