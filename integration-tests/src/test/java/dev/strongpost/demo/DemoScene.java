// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import javax.net.ssl.SSLContext;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.james.JamesClassPath;
import dev.strongpost.testkit.james.Mailbox;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.smtp.RawSmtpClient;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** What the demonstration plays with: a name server, two mail hosts and the stock James, all on loopback. */
final class DemoScene implements AutoCloseable {
    static final String SENDER = "alice@here.example";
    private static final String SECURE_MX = "mx.sales.partner.example";
    private static final String PLAIN_MX = "mx.legacy.partner.example";
    private static final int SMTP = 25;

    private static final String SERVERS = "smtpserver.xml";

    /** That of James's sample configuration. */
    private static final String SECRET = "james72laBalle";

    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();

    private final FakeDns dns;
    private final SmtpReceiver secure;
    private final SmtpReceiver plain;
    private final StockJames james;

    private DemoScene(FakeDns dns, SmtpReceiver secure, SmtpReceiver plain, StockJames james) {
        this.dns = dns;
        this.secure = secure;
        this.plain = plain;
        this.james = james;
    }

    static DemoScene start() {
        FakeDns dns = FakeDns.start();
        SmtpReceiver secure =
                receiver(ReceiverBehaviour.withTls(AUTHORITY.issue(SECURE_MX).serverContext()));
        SmtpReceiver plain = receiver(ReceiverBehaviour.withoutTls());
        exchanger(dns, SECURE_MX, secure, "sales.partner.example");
        exchanger(dns, PLAIN_MX, plain, "legacy.partner.example", "elsewhere.example");
        return new DemoScene(dns, secure, plain, james(dns));
    }

    private static void exchanger(FakeDns dns, String host, SmtpReceiver receiver, String... domains) {
        dns.address(host, receiver.address().getAddress());
        for (String domain : domains) {
            dns.mx(domain, 10, host);
        }
    }

    private static SmtpReceiver receiver(ReceiverBehaviour behaviour) {
        InetAddress address = Loopback.freshAddress();
        return SmtpReceiver.listen(new InetSocketAddress(address, SMTP), behaviour);
    }

    private static StockJames james(FakeDns dns) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        return JamesClassPath.read(path("strongpost.james.classpath"))
                .in(directory())
                .dns(dns)
                .scenario(path("strongpost.scenario"))
                .extension(path("strongpost.jar"))
                .file("keystore", AUTHORITY.issue("mx.here.example").pkcs12(SECRET))
                .replace(SERVERS, "0.0.0.0:25", "${smtp}")
                .replace(SERVERS, "0.0.0.0:465", "127.0.0.1:" + Loopback.freePort(loopback))
                .replace(SERVERS, "0.0.0.0:587", "127.0.0.1:" + Loopback.freePort(loopback))
                // Other servers come from other addresses of loopback.
                .replace(SERVERS, "127.0.0.0/8", "127.0.0.1/32")
                .start()
                .addDomain("here.example")
                .addUser(SENDER);
    }

    /** Returns the name and address of the host that {@code receiver} plays. */
    String hostOf(SmtpReceiver receiver) {
        return (receiver == secure ? SECURE_MX : PLAIN_MX) + " [" + receiver.host() + "]";
    }

    /** Returns where James runs. */
    static Path directory() {
        return path("strongpost.demo.directory");
    }

    private static Path path(String property) {
        return Path.of(System.getProperty(property)).toAbsolutePath().normalize();
    }

    StockJames james() {
        return james;
    }

    /** Returns the host with TLS. */
    SmtpReceiver secure() {
        return secure;
    }

    /** Returns the host without. */
    SmtpReceiver plain() {
        return plain;
    }

    Mailbox mailbox() {
        return james.mailbox(SENDER);
    }

    /** Connects as another server does. */
    RawSmtpClient partnerServer() throws IOException {
        return RawSmtpClient.connect(james.smtpAddress(), Loopback.freshAddress());
    }

    /** Returns what a client of that James trusts. */
    SSLContext clientContext() {
        return AUTHORITY.clientContext();
    }

    void send(String subject, String recipient) {
        james.mailClient().send(SENDER, subject, recipient);
    }

    @Override
    public void close() {
        james.close();
        secure.close();
        plain.close();
        dns.close();
    }
}
