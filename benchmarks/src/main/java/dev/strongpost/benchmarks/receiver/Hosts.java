// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.receiver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * The addresses of the receiver's hosts: of one network within 127.0.0.0/8, the whole of which Linux answers on, and
 * all on port 25, since stock James knows no other.
 *
 * @param network the second octet of every address, 10 to 250
 */
public record Hosts(int network) {
    /** Where all listen. */
    public static final int PORT = 25;

    private static final int PER_OCTET = 250;

    /** The most hosts there can be. */
    public static final int MAXIMUM = PER_OCTET * PER_OCTET;

    /** Returns the address of host {@code index}, from 0. */
    public InetAddress address(int index) {
        byte[] octets = {127, (byte) network, (byte) (index / PER_OCTET + 1), (byte) (index % PER_OCTET + 1)};
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    /** Returns where host {@code index} listens. */
    public InetSocketAddress socketAddress(int index) {
        return new InetSocketAddress(address(index), PORT);
    }

    /** Returns the mail domain whose exchanger is host {@code index}. */
    public static String domain(int index) {
        return String.format(Locale.ROOT, "d%d.example", index);
    }
}
