// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.strongpost.dns.AddressFamily;
import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.dns.MailExchanger;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

class HttpsPolicyFetcherTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final String HOST = "mta-sts.partner.example";
    private static final String POLICY = "version: STSv1\nmode: none\nmax_age: 1\n";

    private interface Answer {
        void send(HttpExchange exchange) throws IOException;
    }

    private final InetAddress address = Loopback.freshAddress();
    private final List<String> requests = new ArrayList<>();
    private DnsAnswer<InetAddress> addresses = DnsAnswer.of(List.of(address));
    private HttpsServer server;
    private HttpsPolicyFetcher fetcher;

    private final HostLookup dns = new HostLookup() {
        @Override
        public CompletableFuture<DnsAnswer<MailExchanger>> mailExchangers(String domain) {
            return CompletableFuture.completedFuture(DnsAnswer.absent());
        }

        @Override
        public CompletableFuture<DnsAnswer<String>> texts(String name) {
            return CompletableFuture.completedFuture(DnsAnswer.absent());
        }

        @Override
        public CompletableFuture<DnsAnswer<InetAddress>> addresses(String host, AddressFamily family) {
            boolean known = host.equals(HOST) && family == AddressFamily.IPV4;
            return CompletableFuture.completedFuture(known ? addresses : DnsAnswer.absent());
        }
    };

    @BeforeEach
    void start() throws Exception {
        serve(AUTHORITY.issue(HOST));
    }

    private void serve(TestIdentity identity) throws IOException {
        stop();
        server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        SSLContext trusting = AUTHORITY.clientContext();
        fetcher = new HttpsPolicyFetcher(dns, trusting, server.getAddress().getPort(), Duration.ofSeconds(3));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            fetcher.close();
            server.stop(0);
        }
    }

    private void answering(Answer answer) {
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host"));
            answer.send(exchange);
            exchange.close();
        });
    }

    private void answering(int status, String type, String body) {
        answering(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (!type.isEmpty()) {
                exchange.getResponseHeaders().set("Content-Type", type);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    private String fetched() throws Exception {
        return fetcher.fetch("partner.example").get(10, TimeUnit.SECONDS);
    }

    private void assertNone(String why) {
        assertThatThrownBy(this::fetched).isInstanceOf(ExecutionException.class).hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "text/plain; charset=utf-8", "TEXT/Plain ;charset=us-ascii"})
    void policyShouldBeFetched(String type) throws Exception {
        answering(200, type, POLICY);

        assertThat(fetched()).isEqualTo(POLICY);
        assertThat(requests).containsExactly("GET /.well-known/mta-sts.txt " + HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/html", "text/plainer", "application/octet-stream"})
    void anotherTypeShouldBeNone(String type) {
        answering(200, type, POLICY);

        assertNone("no text/plain");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 301, 302, 307, 404, 500, 503})
    void anotherStatusShouldBeNone(int status) {
        answering(exchange -> {
            exchange.getResponseHeaders().set("Location", "https://" + HOST + "/other");
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(status, -1);
        });

        assertNone("HTTP " + status);
        assertThat(requests).hasSize(1); // a redirect is not followed
    }

    @Test
    void policyOf64KiBShouldBeFetchedAndNoLongerOne() throws Exception {
        answering(200, "text/plain", "x".repeat(HttpsPolicyFetcher.LARGEST));
        assertThat(fetched()).hasSize(HttpsPolicyFetcher.LARGEST);

        serve(AUTHORITY.issue(HOST));
        answering(200, "text/plain", "x".repeat(HttpsPolicyFetcher.LARGEST + 1));
        assertNone("");
    }

    @Test
    void endlessPolicyShouldBeNone() {
        answering(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 0); // chunked
            OutputStream body = exchange.getResponseBody();
            for (int i = 0; i < 1000; i++) {
                body.write(new byte[1024]);
            }
        });

        assertNone("");
    }

    @Test
    void slowPolicyShouldBeNone() {
        answering(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 1000);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                sleep();
            }
        });

        assertThatThrownBy(this::fetched).hasRootCauseInstanceOf(TimeoutException.class);
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void certificateOfAnotherNameShouldBeNone() throws Exception {
        serve(AUTHORITY.issue("partner.example", "www.partner.example"));
        answering(200, "text/plain", POLICY);

        assertNone("no policy from " + HOST);
        assertThat(requests).isEmpty();
    }

    @Test
    void expiredCertificateShouldBeNone() throws Exception {
        serve(AUTHORITY.certificate().dnsNames(HOST).expired().issue());
        answering(200, "text/plain", POLICY);

        assertNone("no policy from " + HOST);
    }

    @Test
    void certificateOfAnUnknownAuthorityShouldBeNone() throws Exception {
        serve(TestCertificateAuthority.create().issue(HOST));
        answering(200, "text/plain", POLICY);

        assertNone("no policy from " + HOST);
        assertThat(requests).isEmpty();
    }

    @Test
    void nextAddressShouldBeTriedWhereOneTakesNoConnection() throws Exception {
        addresses = DnsAnswer.of(List.of(Loopback.freshAddress(), address));
        answering(200, "text/plain", POLICY);

        assertThat(fetched()).isEqualTo(POLICY);
    }

    @Test
    void hostThatIsNotThereShouldBeNone() {
        addresses = DnsAnswer.absent();
        assertNone("there is no host " + HOST);
        addresses = DnsAnswer.temporary("DNS, A: SERVFAIL");
        assertNone("SERVFAIL");
        addresses = DnsAnswer.of(List.of(Loopback.freshAddress()));
        assertNone("no connection");
    }
}
