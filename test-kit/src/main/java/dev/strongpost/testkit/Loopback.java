// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback addresses that nobody else uses: Linux answers on the whole of 127.0.0.0/8, so each host of a test gets an
 * address of its own and tests may run at the same time.
 */
public final class Loopback {
    private static final int FIRST = 10;
    private static final int LAST = 250;
    private static final int SMTP = 25;
    private static final Set<InetAddress> GIVEN = ConcurrentHashMap.newKeySet();

    private Loopback() {}

    /** Returns an address within 127.10.0.0 to 127.250.250.250 that this JVM has not given out before. */
    public static InetAddress freshAddress() {
        InetAddress address = random();
        while (!GIVEN.add(address)) {
            address = random();
        }
        return address;
    }

    /** Returns a fresh address as text, such as {@code 127.33.4.5}. */
    public static String freshHost() {
        return freshAddress().getHostAddress();
    }

    /** Returns a port from 1024 up on which nothing listens at this address now. */
    public static int freePort(InetAddress address) {
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + address, e);
        }
    }

    /** Tells whether this process may listen on ports under 1024, as DNS on 53 and SMTP on 25 need. */
    public static boolean mayBindLowPorts() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(freshAddress(), SMTP));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] octets = {127, octet(random), octet(random), octet(random)};
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four octets are an address", e);
        }
    }

    private static byte octet(ThreadLocalRandom random) {
        return (byte) random.nextInt(FIRST, LAST + 1);
    }
}
