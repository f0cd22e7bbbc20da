// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.xbill.DNS.Record;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * An authoritative DNS server (RFC 1035) over UDP and TCP for the tests' own zones. Every name that it was not told of
 * does not exist. Its records and faults may be changed while it runs, through {@link #zone()}.
 */
public final class FakeDns implements Closeable {
    /** The port of DNS, the only one that James can be pointed at. */
    public static final int PORT = 53;

    private final DnsZone zone = new DnsZone();
    private final DnsListener listener;

    private FakeDns(InetSocketAddress address) throws IOException {
        this.listener = new DnsListener(address, new DnsAnswers(zone));
    }

    /** Starts a server on port 53 of a fresh loopback address; needs the right to bind it. */
    public static FakeDns start() {
        return start(new InetSocketAddress(Loopback.freshAddress(), PORT));
    }

    /** Starts a server on the address given; port 0 is a free one. */
    public static FakeDns start(InetSocketAddress address) {
        try {
            return new FakeDns(address);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + address, e);
        }
    }

    /** Returns what it answers from. */
    public DnsZone zone() {
        return zone;
    }

    /** Returns the address and port that it listens on, the same for UDP and TCP. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** Returns the IP address that it listens on. */
    public String host() {
        return address().getAddress().getHostAddress();
    }

    /** Adds an MX record of this preference. */
    public FakeDns mx(String domain, int preference, String host) {
        zone.mx(domain, preference, host);
        return this;
    }

    /** Adds an A or AAAA record. */
    public FakeDns address(String host, InetAddress address) {
        zone.address(host, address);
        return this;
    }

    /** Adds a domain whose one MX host {@code mx.DOMAIN} is the receiver given. */
    public FakeDns mailDomain(String domain, SmtpReceiver receiver) {
        return mx(domain, 10, "mx." + domain)
                .address("mx." + domain, receiver.address().getAddress());
    }

    /** Adds a record of whatever type. */
    public FakeDns add(Record added) {
        zone.add(added);
        return this;
    }

    /** Stops answering and waits for its threads. */
    @Override
    public void close() {
        listener.close();
    }
}
