// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.james.JamesDirectory.Edit;

/**
 * A James to be started. It has SMTP, IMAP and webadmin on free loopback ports, everything in memory, JMAP and JMX off,
 * and the configuration of the kit, over which go the scenario's files, then single files, then edits.
 */
public final class StockJamesBuilder {
    private final JamesClassPath classPath;
    private final Path directory;
    private final List<Path> scenarios = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Edit> edits = new ArrayList<>();
    private final Map<String, Set<PosixFilePermission>> permissions = new LinkedHashMap<>();
    private final List<String> absent = new ArrayList<>();
    private final List<Path> extensions = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> commandPrefix = new ArrayList<>();
    private String dns = "127.0.0.1";

    StockJamesBuilder(JamesClassPath classPath, Path directory) {
        this.classPath = classPath;
        this.directory = directory;
    }

    /** Sets the one DNS server that it asks; it has to listen on port 53, James knows no other. */
    public StockJamesBuilder dns(FakeDns server) {
        return dns(server.address());
    }

    /** Sets the one DNS server that it asks, in the same way. */
    public StockJamesBuilder dns(InetSocketAddress server) {
        if (server.getPort() != FakeDns.PORT) {
            throw new IllegalArgumentException("James asks port 53 only, not " + server);
        }
        this.dns = server.getAddress().getHostAddress();
        return this;
    }

    /** Returns the IP address of the DNS server that it asks. */
    public String nameServer() {
        return dns;
    }

    /** Copies the files of this directory over the configuration. */
    public StockJamesBuilder scenario(Path scenario) {
        this.scenarios.add(scenario);
        return this;
    }

    /** Puts a file of this content, in UTF-8, into the configuration. */
    public StockJamesBuilder file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts a file of these octets into the configuration. */
    public StockJamesBuilder file(String name, byte[] content) {
        this.files.put(name, content.clone());
        return this;
    }

    /** Takes a file out of the configuration. */
    public StockJamesBuilder without(String name) {
        this.absent.add(name);
        return this;
    }

    /** Sets the permissions of a file of the configuration, as {@code ls -l} writes them: {@code rw-r--r--}. */
    public StockJamesBuilder permissions(String name, String symbols) {
        this.permissions.put(name, PosixFilePermissions.fromString(symbols));
        return this;
    }

    /**
     * Replaces a text wherever it is in a file of the configuration. It has to be there. In what replaces it
     * <code>${smtp}</code> is the address where this James takes mail.
     */
    public StockJamesBuilder replace(String file, String from, String to) {
        this.edits.add(new Edit(file, from, to));
        return this;
    }

    /** Drops a jar into {@code extensions-jars/}. */
    public StockJamesBuilder extension(Path jar) {
        this.extensions.add(jar);
        return this;
    }

    /** Adds arguments of the {@code java} command, such as {@code -Xmx1g}. */
    public StockJamesBuilder jvmArguments(String... arguments) {
        this.jvmArguments.addAll(List.of(arguments));
        return this;
    }

    /** Overrides security properties of the JVM; the text is that of a {@code java.security} file. */
    public StockJamesBuilder securityProperties(String text) {
        return file("java.security", text)
                .jvmArguments("-Djava.security.properties="
                        + directory.toAbsolutePath().resolve("conf/java.security"));
    }

    /** Puts a command before {@code java} that runs it under other conditions and ends with it, such as setpriv. */
    public StockJamesBuilder commandPrefix(String... words) {
        this.commandPrefix.addAll(List.of(words));
        return this;
    }

    /**
     * Starts James and waits until its SMTP port greets.
     *
     * @throws IllegalStateException with the log when it ends or takes longer than two minutes
     */
    public StockJames start() {
        JamesAddresses addresses = addresses();
        return StockJames.started(launch(addresses), addresses);
    }

    /**
     * Starts James and waits for it to end, as it does when its configuration is bad.
     *
     * @throws IllegalStateException with the log when it runs for longer than two minutes
     */
    public StartFailure startExpectingFailure() {
        try (JamesProcess process = launch(addresses())) {
            int exitCode = process.awaitExit(StockJames.START_PATIENCE);
            return new StartFailure(exitCode, process.log());
        }
    }

    private JamesProcess launch(JamesAddresses addresses) {
        try {
            return JamesProcess.launch(command(), prepare(addresses));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot launch James in " + directory, e);
        }
    }

    private JamesDirectory prepare(JamesAddresses addresses) throws IOException {
        JamesDirectory prepared = JamesDirectory.create(directory);
        Optional<Path> installed = classPath.configuration();
        if (installed.isPresent()) {
            prepared.copyScenario(installed.get());
        }
        prepared.writeBase(addresses.values(dns));
        for (Path scenario : scenarios) {
            prepared.copyScenario(scenario);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(prepared.conf(file.getKey()), file.getValue());
        }
        for (Edit edit : edits) {
            prepared.edit(edit.with(addresses.values(dns)));
        }
        for (String name : absent) {
            Files.delete(prepared.conf(name));
        }
        for (Map.Entry<String, Set<PosixFilePermission>> permission : permissions.entrySet()) {
            Files.setPosixFilePermissions(prepared.conf(permission.getKey()), permission.getValue());
        }
        for (Path extension : extensions) {
            prepared.copyExtension(extension);
        }
        return prepared;
    }

    /** The command of James's own launcher, and our arguments between. */
    private List<String> command() {
        Path root = directory.toAbsolutePath();
        List<String> command = new ArrayList<>(commandPrefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        // Starts in two thirds of the time; what these tests ask of James is soon done.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        command.add("-Dlogback.configurationFile=" + root.resolve("conf/logback.xml"));
        command.add("-Dworking.directory=" + root);
        command.add("-Djdk.tls.ephemeralDHKeySize=2048");
        command.add("-Dextra.props=" + root.resolve("conf/jvm.properties"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", classPath.value(), classPath.mainClass()));
        return command;
    }

    private static JamesAddresses addresses() {
        return new JamesAddresses(free(), free(), free());
    }

    // James turns the address into a name and back, so it has to be one that /etc/hosts knows.
    private static InetSocketAddress free() {
        InetAddress address = InetAddress.getLoopbackAddress();
        return new InetSocketAddress(address, Loopback.freePort(address));
    }
}
