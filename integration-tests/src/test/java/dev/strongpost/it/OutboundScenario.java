// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import java.io.Closeable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.dns.FakeDns;
import dev.strongpost.testkit.james.JamesClassPath;
import dev.strongpost.testkit.james.Mailbox;
import dev.strongpost.testkit.james.StockJames;
import dev.strongpost.testkit.james.StockJamesBuilder;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * A stock James with {@code strongpost.jar} in {@code extensions-jars/} and {@code james-conf/outbound} as its
 * configuration, its users at {@code sender.example}, and the hosts of the domains that it sends to. Of the scenario
 * only the waiting times differ.
 */
final class OutboundScenario implements Closeable {
    /** How long anything may take that is bound to happen; far more than it does. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    static final String TABLE = "tls-policy.conf";
    static final String MAILETS = "mailetcontainer.xml";
    private static final String SHIPPED_DELAYS = "<delayTime>5000, 100000, 500000</delayTime>";
    private static final String QUICK_DELAYS = "<delayTime>1500, 1500, 1500</delayTime>";
    private static final String LOCAL_DOMAIN = "sender.example";
    private static final int SMTP = 25;
    private static final SSLContext TLS =
            TestCertificateAuthority.create().issue("mx.partner.example").serverContext();

    private final FakeDns dns = FakeDns.start();
    private final Map<String, SmtpReceiver> hosts = new ConcurrentHashMap<>();
    private final Map<String, InetAddress> addresses = new ConcurrentHashMap<>();
    private final StockJames james;

    private OutboundScenario(JamesClassPath classPath, String name, UnaryOperator<StockJamesBuilder> settings) {
        try {
            StockJamesBuilder shipped = classPath
                    .in(ItPaths.directory(name))
                    .dns(dns)
                    .extension(ItPaths.jar())
                    .scenario(ItPaths.scenario("outbound"))
                    .replace(MAILETS, SHIPPED_DELAYS, QUICK_DELAYS);
            this.james = settings.apply(shipped).start().addDomain(LOCAL_DOMAIN);
        } catch (RuntimeException e) {
            dns.close();
            throw e;
        }
    }

    /** Starts the scenario with its own policy table. */
    static OutboundScenario asShipped(Class<?> test) {
        return new OutboundScenario(ItPaths.classPath(), test.getSimpleName(), UnaryOperator.identity());
    }

    /** Starts the scenario with another policy table. */
    static OutboundScenario withTable(Class<?> test, String table) {
        return with(test, table, UnaryOperator.identity());
    }

    /** Starts the scenario with another policy table and further settings. */
    static OutboundScenario with(Class<?> test, String table, UnaryOperator<StockJamesBuilder> settings) {
        return new OutboundScenario(
                ItPaths.classPath(), test.getSimpleName(), james -> settings.apply(james.file(TABLE, table)));
    }

    /** Starts the scenario on a James whose queues outlive it. */
    static OutboundScenario persistent(Class<?> test, String table, UnaryOperator<StockJamesBuilder> settings) {
        return new OutboundScenario(
                ItPaths.persistentClassPath(), test.getSimpleName(), james -> settings.apply(james.file(TABLE, table)));
    }

    /** Returns what a good host presents. Nobody trusts it, and at level encrypt nobody asks. */
    static SSLContext tls() {
        return TLS;
    }

    /** Returns a good host with TLS. */
    static ReceiverBehaviour withTls() {
        return ReceiverBehaviour.withTls(TLS);
    }

    StockJames james() {
        return james;
    }

    FakeDns dns() {
        return dns;
    }

    /** Lets one host behave so for a domain, in place of the host that the domain may have had. */
    SmtpReceiver host(String domain, ReceiverBehaviour behaviour) {
        if (!addresses.containsKey("mx." + domain)) {
            dns.mx(domain, 10, "mx." + domain);
        }
        return namedHost("mx." + domain, behaviour);
    }

    /** Lets a host of this name behave so, without making it anybody's MX. */
    SmtpReceiver namedHost(String name, ReceiverBehaviour behaviour) {
        SmtpReceiver former = hosts.remove(name);
        if (former != null) {
            former.close();
        }
        SmtpReceiver host = SmtpReceiver.listen(new InetSocketAddress(address(name), SMTP), behaviour);
        hosts.put(name, host);
        return host;
    }

    /** Returns the address of the host of this name, whether anything listens there or not, and lets DNS know it. */
    InetAddress address(String name) {
        return addresses.computeIfAbsent(name, host -> {
            InetAddress fresh = Loopback.freshAddress();
            dns.address(host, fresh);
            return fresh;
        });
    }

    /** Makes a user and returns its address. */
    String user(String localPart) {
        String address = localPart + "@" + LOCAL_DOMAIN;
        james.addUser(address);
        return address;
    }

    Mailbox mailbox(String user) {
        return james.mailbox(user);
    }

    @Override
    public void close() {
        james.close();
        hosts.values().forEach(SmtpReceiver::close);
        dns.close();
    }
}
