// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.strongpost.cli.Installed.Run;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Transcript;

/** The hosts of partner.example and their DNS on loopback, a table, and the program that is to visit them. */
final class ProbeScene implements AutoCloseable {
    static final String DOMAIN = "partner.example";
    static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    static final ReceiverBehaviour GOOD =
            ReceiverBehaviour.withTls(AUTHORITY.issue("mx1." + DOMAIN, DOMAIN).serverContext());

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Installed installed;
    private final FakeDns dns = FakeDns.start(new InetSocketAddress(Loopback.freshAddress(), 0));
    private final int port = Loopback.freePort(Loopback.freshAddress());
    private final List<SmtpReceiver> receivers = new ArrayList<>();
    private int exchangers;

    ProbeScene() {
        this.installed = Installed.kept();
        this.folder = installed.folder();
        write("root.pem", AUTHORITY.rootPem());
    }

    void write(String file, String content) {
        try {
            Files.writeString(folder.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProbeScene policy(String... rules) {
        write("tls-policy.conf", String.join("\n", rules) + "\n");
        return this;
    }

    /** Returns the DNS, to be told more. */
    FakeDns dns() {
        return dns;
    }

    Installed installed() {
        return installed;
    }

    /** Starts a host as the next mail exchanger of the domain, {@code mx1.partner.example} and so on. */
    SmtpReceiver exchanger(ReceiverBehaviour behaviour) {
        return exchanger(nextName(), behaviour);
    }

    /** Starts a host of that name as the next mail exchanger of the domain. */
    SmtpReceiver exchanger(String name, ReceiverBehaviour behaviour) {
        SmtpReceiver receiver = host(behaviour);
        exchangerAt(name, receiver.address().getAddress());
        return receiver;
    }

    /** Makes an address where nobody listens the next mail exchanger. */
    ProbeScene deadExchanger() {
        exchangerAt(nextName(), Loopback.freshAddress());
        return this;
    }

    private String nextName() {
        return "mx" + (exchangers + 1) + "." + DOMAIN;
    }

    private void exchangerAt(String name, InetAddress address) {
        exchangers++;
        dns.mx(DOMAIN, exchangers * 10, name).address(name, address);
    }

    /** Starts a host that DNS does not know. */
    SmtpReceiver host(ReceiverBehaviour behaviour) {
        SmtpReceiver receiver = SmtpReceiver.listen(new InetSocketAddress(Loopback.freshAddress(), port), behaviour);
        receivers.add(receiver);
        return receiver;
    }

    /** Probes under the table, {@code target} being the first of the arguments. */
    Run probe(String... arguments) {
        return run(Stream.concat(Stream.of("probe", "--policy", "tls-policy.conf"), Stream.of(arguments)));
    }

    /** Runs a command with what leads it to the DNS and the port of this scene. */
    Run run(Stream<String> arguments) {
        return installed.run(Stream.concat(arguments, directions().stream()).toArray(String[]::new));
    }

    /** Returns the options that lead to the DNS and the port of this scene. */
    List<String> directions() {
        return List.of("--resolver", dns.host() + ":" + dns.address().getPort(), "--port", String.valueOf(port));
    }

    /** Returns what was said on all connections, once they have ended. */
    List<Transcript> transcripts() {
        return receivers.stream()
                .flatMap(receiver -> receiver.awaitConnectionsEnded(receiver.connections(), PATIENCE).stream())
                .toList();
    }

    @Override
    public void close() {
        receivers.forEach(SmtpReceiver::close);
        dns.close();
    }
}
