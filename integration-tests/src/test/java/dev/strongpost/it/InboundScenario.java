// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.james.StockJamesBuilder;
import dev.strongpost.testkit.smtp.RawSmtpClient;

/**
 * A stock James with {@code strongpost.jar} in {@code extensions-jars/} and a listener for each way in which
 * {@code InboundTls} may be told to treat those who send to it, all with the same certificates and trust anchors.
 */
final class InboundScenario implements Closeable {
    static final String LOCAL_DOMAIN = "here.example";

    private static final String SERVERS = "smtpserver.xml";
    private static final String TABLE = "tls-policy.conf";

    private static final String SHOW_ATTRIBUTES =
            """
            <processor state="transport" enableJmx="false">
                <mailet match="All" class="MailAttributesToMimeHeaders">
                    <simplemapping>strongpost.received.bits;X-Bits,strongpost.received.protocol;X-Protocol,strongpost.received.client-chain;X-Chain,strongpost.received.client-sha256;X-Client,strongpost.received.rule;X-Rule,strongpost.received.would-have-failed;X-Would-Have-Failed,strongpost.received.client-names;X-Names</simplemapping>
                </mailet>
            """;

    private final FakeDns dns = FakeDns.start();
    private final Map<String, InetSocketAddress> listeners = new LinkedHashMap<>();
    private final StringBuilder servers = new StringBuilder();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final TestCertificateAuthority authority = TestCertificateAuthority.create();
    private StockJames james;

    private InboundScenario() {}

    /** Prepares a scenario without listeners. */
    static InboundScenario prepare() {
        return new InboundScenario();
    }

    /** Adds a listener whose handler has these elements beside its certificates. */
    InboundScenario listener(String name, String... elements) {
        InetAddress address = InetAddress.getLoopbackAddress();
        InetSocketAddress socket = new InetSocketAddress(address, Loopback.freePort(address));
        listeners.put(name, socket);
        servers.append(
                """
                <smtpserver enabled="true">
                    <jmxName>%s</jmxName>
                    <bind>127.0.0.1:%d</bind>
                    <connectiontimeout>60</connectiontimeout>
                    <gracefulShutdown>false</gracefulShutdown>
                    <maxmessagesize>64</maxmessagesize>
                    <auth><announce>always</announce><requireSSL>false</requireSSL></auth>
                    <handlerchain>
                        <handler class="dev.strongpost.inbound.InboundTls">
                            %s
                            <keystore>file://conf/mx.p12</keystore>
                            <secret>%s</secret>
                            <alias>mx, other</alias>
                            <truststore>file://conf/clients.pem</truststore>
                            <truststoreType>PEM</truststoreType>
                        </handler>
                        <handler class="org.apache.james.smtpserver.fastfail.ValidRcptHandler"/>
                        <handler class="org.apache.james.smtpserver.CoreCmdHandlerLoader"/>
                    </handlerchain>
                </smtpserver>
                """
                        .formatted(
                                name,
                                socket.getPort(),
                                String.join("\n                            ", elements),
                                TestIdentity.PASSWORD));
        return this;
    }

    /** Adds a file of James's configuration. */
    InboundScenario file(String name, String content) {
        files.put(name, content);
        return this;
    }

    /** Starts James with that policy table. */
    InboundScenario start(Class<?> test, String table) {
        StockJamesBuilder builder = ItPaths.classPath()
                .in(ItPaths.directory(test.getSimpleName()))
                .dns(dns)
                .extension(ItPaths.jar())
                .file(TABLE, table)
                .file("mx.p12", serverCertificates())
                .file("clients.pem", authority.rootPem())
                .replace(
                        "mailetcontainer.xml",
                        "<processor state=\"transport\" enableJmx=\"false\">",
                        SHOW_ATTRIBUTES.strip())
                .replace(SERVERS, "</smtpservers>", servers + "</smtpservers>");
        files.forEach(builder::file);
        try {
            james = builder.start().addDomain(LOCAL_DOMAIN).addUser("bob@" + LOCAL_DOMAIN);
            return this;
        } catch (RuntimeException e) {
            dns.close();
            throw e;
        }
    }

    private byte[] serverCertificates() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            put(store, "mx", authority.issue("mx." + LOCAL_DOMAIN));
            put(store, "other", authority.issue("mail.other.example"));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            store.store(content, TestIdentity.PASSWORD.toCharArray());
            return content.toByteArray();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(KeyStore store, String alias, TestIdentity identity) throws GeneralSecurityException {
        store.setKeyEntry(
                alias,
                identity.privateKey(),
                TestIdentity.PASSWORD.toCharArray(),
                identity.chain().toArray(new X509Certificate[0]));
    }

    TestCertificateAuthority authority() {
        return authority;
    }

    StockJames james() {
        return james;
    }

    FakeDns dns() {
        return dns;
    }

    InetSocketAddress address(String listener) {
        return listeners.get(listener);
    }

    /** Connects to a listener and takes its greeting. */
    RawSmtpClient connect(String listener) throws IOException {
        RawSmtpClient client = RawSmtpClient.connect(address(listener));
        client.reply();
        return client;
    }

    @Override
    public void close() {
        if (james != null) {
            james.close();
        }
        dns.close();
    }
}
