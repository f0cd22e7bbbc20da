// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;

import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.Dnssec;
import dev.strongpost.text.Sanitizer;
import picocli.CommandLine.Option;

/** Which DNS server a command asks. */
public final class ResolverOption {
    private static final int DNS_PORT = 53;
    private static final int CACHE_SIZE = 1000;

    @Nullable
    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS[:PORT]",
            description = "The DNS server to ask; those of this machine when not given.")
    private String resolver;

    /** Returns a resolver that asks it, and waits {@code timeout} for each answer. */
    public DnsResolver resolver(Duration timeout) {
        return resolver(timeout, Dnssec.off());
    }

    /** Returns the same, which finds out what DNSSEC proves. */
    public DnsResolver resolver(Duration timeout, Dnssec dnssec) {
        try {
            return DnsResolver.of(
                    server().map(ImmutableList::of).orElse(ImmutableList.of()),
                    timeout,
                    CACHE_SIZE,
                    DnsResolver.LONGEST_FAILURE,
                    dnssec);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--dnssec: " + e.getMessage());
        }
    }

    private Optional<InetSocketAddress> server() {
        return Optional.ofNullable(resolver).map(ResolverOption::server);
    }

    private static InetSocketAddress server(String text) {
        try {
            HostAndPort server = HostAndPort.fromString(text).withDefaultPort(DNS_PORT);
            return new InetSocketAddress(InetAddresses.forString(server.getHost()), server.getPort());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--resolver: given " + Sanitizer.clean(text)
                    + ": allowed an IP address, with :PORT if it is not " + DNS_PORT);
        }
    }

    /** Returns the server in words. */
    public String describe() {
        return server().map(ResolverOption::text).orElse("this machine");
    }

    private static String text(InetSocketAddress server) {
        return HostAndPort.fromParts(server.getAddress().getHostAddress(), server.getPort())
                .toString();
    }
}
