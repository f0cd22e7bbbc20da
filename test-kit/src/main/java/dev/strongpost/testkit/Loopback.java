// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loopback addresses with no other use: Linux answers on the whole of 127.0.0.0/8, so each host of a test gets an
 * address of its own and tests may run at the same time.
 */
public final class Loopback {
    private static final int FIRST = 10;
    private static final int LAST = 250;
    private static final int SMTP = 25;
    private static final int FIRST_PORT = 10_000;
    private static final int LAST_PORT = 32_767;
    private static final int ATTEMPTS = 1000;
    /** JVMs that test at the same time, each of which takes every so many-th port. */
    private static final int FORKS = 4;

    private static final int FORK = Integer.getInteger("strongpost.fork", 0) % FORKS;
    private static final Set<InetAddress> GIVEN = ConcurrentHashMap.newKeySet();
    private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

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

    /**
     * Returns a port on which nothing listens at this address now, and which this JVM has not given out before. It is
     * between {@value #FIRST_PORT} and {@value #LAST_PORT}, from where Linux takes none for outgoing connections (those
     * begin at 32768), so that it is still free when a server of ten seconds' start binds it; no other JVM of the same
     * module's tests takes it either (system property {@code strongpost.fork}).
     */
    public static int freePort(InetAddress address) {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = FORKS * ThreadLocalRandom.current().nextInt(FIRST_PORT / FORKS, LAST_PORT / FORKS) + FORK;
            if (GIVEN_PORTS.add(port) && isFree(new InetSocketAddress(address, port))) {
                return port;
            }
        }
        throw new IllegalStateException("No free port on " + address);
    }

    static boolean isFree(InetSocketAddress socket) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(socket);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Tells whether this process may listen on ports under 1024, as DNS on 53 and SMTP on 25 need. */
    public static boolean mayBindLowPorts() {
        return isFree(new InetSocketAddress(freshAddress(), SMTP));
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
