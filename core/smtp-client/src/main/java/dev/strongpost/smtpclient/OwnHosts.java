// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableSet;

/**
 * Tells which mail exchangers are this server: those of our own name, or at one of our own addresses. Mail to one of
 * them would come back to us (RFC 5321 section 5.1).
 */
public final class OwnHosts {
    private static final Logger LOGGER = LoggerFactory.getLogger(OwnHosts.class);

    private final Supplier<String> name;
    private final Supplier<ImmutableSet<InetAddress>> addresses;

    private OwnHosts(Supplier<String> name, Supplier<ImmutableSet<InetAddress>> addresses) {
        this.name = name;
        this.addresses = addresses;
    }

    /** Returns no hosts: for who does not receive mail. */
    public static OwnHosts none() {
        return new OwnHosts(() -> "", ImmutableSet::of);
    }

    /**
     * Returns this server by its {@code name} and the addresses of its network interfaces, which are looked at anew each
     * minute.
     *
     * @param further addresses by which others reach it, behind a translation of addresses for example
     */
    public static OwnHosts of(Supplier<String> name, Set<InetAddress> further) {
        return new OwnHosts(name, Suppliers.memoizeWithExpiration(() -> withInterfaces(further), 1, TimeUnit.MINUTES));
    }

    private static ImmutableSet<InetAddress> withInterfaces(Set<InetAddress> further) {
        ImmutableSet.Builder<InetAddress> all =
                ImmutableSet.<InetAddress>builder().addAll(further);
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(all::add);
        } catch (SocketException e) {
            LOGGER.warn("cannot find the addresses of this machine: name them in ownAddresses", e);
        }
        return all.build();
    }

    /** Tells whether {@code host} is our name, or one of {@code itsAddresses} ours. */
    boolean isOurs(String host, Iterable<InetAddress> itsAddresses) {
        if (host.equalsIgnoreCase(name.get())) {
            return true;
        }
        for (InetAddress address : itsAddresses) {
            if (address.isAnyLocalAddress() || addresses.get().contains(address)) {
                return true;
            }
        }
        return false;
    }
}
