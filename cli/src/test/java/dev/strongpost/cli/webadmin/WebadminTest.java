// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;

class WebadminTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answers(HttpHandler handler) {
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            handler.handle(exchange);
            exchange.close();
        });
    }

    private void answers(int status, String body) {
        answers(exchange -> write(exchange, status, body));
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Webadmin webadmin(Duration patience, String token) {
        return new Webadmin(url() + "/", patience, Optional.ofNullable(token));
    }

    private void assertFailure(int status, String sentence) {
        assertThatThrownBy(() -> webadmin(PATIENCE, null).post("/servers"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(status))
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("\n");
    }

    @Test
    void postShouldSendNoTokenWhereNoneIsGiven() {
        answers(204, "");

        assertThat(webadmin(PATIENCE, null).post("/servers?reload-certificate").isSuccess())
                .isTrue();
        assertThat(requests).containsExactly("POST /servers?reload-certificate null");
    }

    @Test
    void postShouldSendTokenAndJson() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        answers(exchange -> {
            bodies.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            write(exchange, 200, "{}");
        });
        Webadmin.Answer answer = webadmin(PATIENCE, "aaa.bbb.ccc").post("/strongpost/api/retries", "{\"a\": 1}");

        assertThat(requests).containsExactly("POST /strongpost/api/retries Bearer aaa.bbb.ccc");
        assertThat(bodies).containsExactly("application/json {\"a\": 1}");
        assertThat(answer.body()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusedTokenShouldBeNo(int status) {
        answers(status, "");

        assertFailure(ExitCode.NO, "wants a token");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500})
    void refusalShouldBeDescribedInOneLine(int status) {
        answers(status, "no such\nserver");
        Webadmin.Answer answer = webadmin(PATIENCE, null).post("/servers");

        assertThat(answer.isSuccess()).isFalse();
        assertThat(answer.describe()).startsWith(status + " no such").doesNotContain("\n");
    }

    @Test
    void redirectShouldNotBeFollowedSinceTheTokenIsForOneHost() {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });

        assertThat(webadmin(PATIENCE, null).post("/servers").status()).isEqualTo(307);
        assertThat(requests).hasSize(1);
    }

    @Test
    void longAnswerShouldBeCut() {
        answers(500, "x".repeat(1_000_000));

        assertThat(webadmin(PATIENCE, null).post("/servers").body()).hasSize(4096);
    }

    @Test
    void silenceShouldBeUnknown() {
        CountDownLatch never = new CountDownLatch(1);
        answers(exchange -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> webadmin(Duration.ofMillis(200), null).post("/servers"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("does not answer in time");
        never.countDown();
    }

    @Test
    void whatIsNoHttpShouldBeUnknown() {
        server.stop(0);

        assertThatThrownBy(() -> webadmin(PATIENCE, null).post("/servers"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("nothing listens");
    }

    @Test
    void tokenThatIsNoHeaderShouldBeWrongUse() {
        assertThatThrownBy(() -> webadmin(PATIENCE, "a\u0007b"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.USAGE));
    }
}
