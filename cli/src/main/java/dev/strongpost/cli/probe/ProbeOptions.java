// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

import javax.annotation.Nullable;

import com.google.common.base.CharMatcher;

import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ResolverOption;
import dev.strongpost.dns.DnsResolver;
import dev.strongpost.dns.Dnssec;
import dev.strongpost.files.BoundedFile;
import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.Sanitizer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to ask: whom for addresses, at which port, as who, and for how long. */
final class ProbeOptions {
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_SECONDS = 300;
    private static final int LONGEST_NAME = 255;

    /** What RFC 5321 section 4.1.1.1 allows after EHLO: a domain or an address literal. */
    private static final CharMatcher HELO = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("-_.[]:"));

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            defaultValue = "25",
            description = "Where the hosts listen; ${DEFAULT-VALUE} when not given.")
    private int port = 25;

    @Mixin
    private ResolverOption resolver = new ResolverOption();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait for each answer, 1 to 300; ${DEFAULT-VALUE} when not given.")
    private int timeout = 10;

    @Option(
            names = "--dnssec",
            paramLabel = "WAY",
            defaultValue = "validate",
            description = "With --published, how it is found out what DNSSEC proves: off, validate, or resolver, which"
                    + " trusts a DNS server on this machine; ${DEFAULT-VALUE} when not given.")
    private String dnssec = "validate";

    @Nullable
    @Option(
            names = "--dnssec-anchors",
            paramLabel = "FILE",
            description = "DS or DNSKEY records of the root, in place of those that IANA publishes.")
    private Path anchors;

    @Nullable
    @Option(
            names = "--helo",
            paramLabel = "NAME",
            description = "What to call this machine in EHLO; its host name when not given.")
    private String helo;

    /** Returns the port of the hosts. */
    int port() {
        if (port < 1 || port > HIGHEST_PORT) {
            throw CommandFailure.usage("--port: given " + port + ": allowed 1 to " + HIGHEST_PORT);
        }
        return port;
    }

    /** Returns the time for connecting, for each answer and for a handshake. */
    Duration timeout() {
        if (timeout < 1 || timeout > LONGEST_SECONDS) {
            throw CommandFailure.usage("--timeout: given " + timeout + ": allowed 1 to " + LONGEST_SECONDS);
        }
        return Duration.ofSeconds(timeout);
    }

    /** Returns what asks DNS, and proves what it says where that is asked for. */
    DnsResolver resolver(boolean proving) {
        return proving ? resolver.resolver(timeout(), dnssec()) : resolver.resolver(timeout());
    }

    /** Returns how it is found out what DNSSEC proves. */
    Dnssec dnssec() {
        Dnssec way = Dnssec.parse(dnssec)
                .orElseThrow(() -> CommandFailure.usage(
                        "--dnssec: given " + Sanitizer.clean(dnssec) + ": allowed off, validate or resolver"));
        if (anchors == null) {
            return way;
        }
        try {
            return Dnssec.validate(BoundedFile.read(anchors, Dnssec.LARGEST_ANCHORS, Dnssec.ANCHORS));
        } catch (InvalidValueException e) {
            throw CommandFailure.usage("--dnssec-anchors: " + e.getMessage());
        }
    }

    /** Returns what to say in EHLO. */
    String helo() {
        String name = helo == null ? hostName() : helo;
        if (name.isEmpty() || name.length() > LONGEST_NAME || !HELO.matchesAllOf(name)) {
            throw CommandFailure.usage(
                    "--helo: given " + Sanitizer.clean(name) + ": allowed a host name or an address in brackets");
        }
        return name;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Returns the options in words, the time-out too. */
    String describe() {
        return "DNS of " + resolver.describe() + ", port " + port + ", up to " + timeout + " s for each answer";
    }
}
