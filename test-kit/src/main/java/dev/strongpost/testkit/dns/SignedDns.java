// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.google.common.base.Joiner;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.peers.RealServer;

/**
 * A root of our own, with zones below {@code example.} that Debian's ldnsutils sign, served by Debian's NSD and asked
 * through a validating Unbound. Zones are added, then it is started. Takes root; one at a time.
 */
public final class SignedDns implements Closeable {
    /** An algorithm that each validator has, with short signatures. */
    public static final String P256 = "ECDSAP256SHA256";

    private static final int DNS_PORT = 53;

    private final InetAddress server = Loopback.freshAddress();
    private final InetSocketAddress address = new InetSocketAddress(Loopback.freshAddress(), DNS_PORT);
    private final List<String> files = new ArrayList<>();
    private final StringBuilder example = new StringBuilder(head("example.") + host());
    private String rootAnchors = "";
    private Optional<RealServer> nsd = Optional.empty();
    private Optional<RealServer> unbound = Optional.empty();

    private SignedDns() {
        try (Stream<Path> old = Files.list(RealServer.folder("nsd", "zones"))) {
            old.forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns one without zones. */
    public static SignedDns create() {
        return new SignedDns();
    }

    /** Returns why there can be none; empty when there can. */
    public static Optional<String> obstacle() {
        return RealServer.obstacle("nsd").or(() -> RealServer.obstacle("unbound"));
    }

    private static String head(String zone) {
        return "$ORIGIN " + zone + "\n$TTL 300\n@ SOA ns.example. host.example. 1 300 300 300 60\n@ NS ns.example.\n";
    }

    /** Unbound follows the delegations, and those have no port: the server has an address of its own instead. */
    private String host() {
        return "ns.example. A " + server.getHostAddress() + "\n";
    }

    /** Adds a signed zone: a name below {@code example.}, and records as in a zone file, relative to it. */
    public SignedDns signed(String name, String records) {
        return signed(name, records, P256, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Adds a signed zone.
     *
     * @param damage what is done to its file after it was signed
     * @param delegation what is done to its DS record
     * @param options of ldns-signzone
     */
    public SignedDns signed(
            String name,
            String records,
            String algorithm,
            UnaryOperator<String> damage,
            UnaryOperator<String> delegation,
            String... options) {
        String zone = name + ".example.";
        return delegated(name, delegation.apply(sign(zone, head(zone) + records, algorithm, damage, options)));
    }

    /** Adds an unsigned zone, with {@code ds} in the zone above it, which may be empty. */
    public SignedDns unsigned(String name, String records, String ds) {
        below(name, records);
        return delegated(name, ds);
    }

    /** Adds an unsigned zone that another one than {@code example.} points to. */
    public SignedDns below(String name, String records) {
        write(name + ".example", head(name + ".example.") + records);
        return this;
    }

    private SignedDns delegated(String name, String ds) {
        example.append(name).append(".example. NS ns.example.\n").append(ds);
        return this;
    }

    private String sign(
            String zone, String records, String algorithm, UnaryOperator<String> damage, String... options) {
        String file = zone.equals(".") ? "root" : zone.replaceAll("\\.$", "");
        write(file, records);
        List<String> arguments = new ArrayList<>(List.of(zone, file, algorithm));
        arguments.addAll(List.of(options));
        String ds = RealServer.runScript("nsd", "sign", arguments.toArray(String[]::new));
        Path signed = RealServer.folder("nsd", "zones").resolve(file);
        try {
            Files.writeString(signed, damage.apply(Files.readString(signed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ds;
    }

    private void write(String file, String text) {
        files.add(file);
        RealServer.write("nsd", "zones/" + file, text);
    }

    /** Signs what is above the zones, and starts the servers. */
    public SignedDns start() {
        String ds = sign("example.", example.toString(), P256, UnaryOperator.identity());
        String root = head(".") + "example. NS ns.example.\n" + host() + ds;
        rootAnchors = sign(".", root, "RSASHA256", UnaryOperator.identity());
        nsd = Optional.of(RealServer.start(
                "nsd", new InetSocketAddress(server, DNS_PORT), Joiner.on(',').join(files)));
        RealServer.write("unbound", "etc/anchors", rootAnchors);
        unbound = Optional.of(RealServer.start("unbound", address, server.getHostAddress()));
        return this;
    }

    /** Returns the DS records of the root's key. */
    public String rootAnchors() {
        return rootAnchors;
    }

    /** Returns where Unbound listens: port 53 of an address of its own. */
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        unbound.ifPresent(RealServer::close);
        nsd.ifPresent(RealServer::close);
    }
}
