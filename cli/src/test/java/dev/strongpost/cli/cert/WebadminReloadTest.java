// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.cli.terminal.ExitCode;

class WebadminReloadTest {
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

    private WebadminReload reload(Duration patience, String token) {
        return new WebadminReload(url() + "/", patience, Optional.ofNullable(token));
    }

    private void assertFailure(int status, String sentence) {
        assertThatThrownBy(() -> reload(PATIENCE, null).send(OptionalInt.empty()))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(status))
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("\n");
    }

    @Test
    void sendShouldAskForTheReloadOfEveryServer() {
        answers(204, "");
        reload(PATIENCE, null).send(OptionalInt.empty());

        assertThat(requests).containsExactly("POST /servers?reload-certificate null");
    }

    @Test
    void sendShouldNamePortAndToken() {
        answers(204, "");
        reload(PATIENCE, "aaa.bbb.ccc").send(OptionalInt.of(465));

        assertThat(requests).containsExactly("POST /servers?reload-certificate&port=465 Bearer aaa.bbb.ccc");
    }

    @ParameterizedTest
    @CsvSource({
        "401, wants a token",
        "403, wants a token",
        "400, keeps those of before: 400 no such server",
        "500, keeps those of before: 500 no such server",
        "404, keeps those of before: 404 no such server"
    })
    void refusalShouldBeNo(int status, String sentence) {
        answers(status, "no such\nserver");

        assertFailure(ExitCode.NO, sentence);
    }

    @Test
    void redirectShouldNotBeFollowedSinceTheTokenIsForOneHost() {
        answers(exchange -> {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });

        assertFailure(ExitCode.NO, "307");
        assertThat(requests).hasSize(1);
    }

    @Test
    void longAnswerShouldBeCut() {
        answers(500, "x".repeat(1_000_000));

        assertThatThrownBy(() -> reload(PATIENCE, null).send(OptionalInt.empty()))
                .satisfies(failure -> assertThat(failure.getMessage().length()).isLessThan(500));
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

        assertThatThrownBy(() -> reload(Duration.ofMillis(200), null).send(OptionalInt.empty()))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("does not answer in time");
        never.countDown();
    }

    @Test
    void whatIsNoHttpShouldBeUnknown() {
        server.stop(0);

        assertThatThrownBy(() -> reload(PATIENCE, null).send(OptionalInt.empty()))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.UNKNOWN))
                .hasMessageContaining("nothing listens");
    }

    @Test
    void tokenThatIsNoHeaderShouldBeWrongUse() {
        assertThatThrownBy(() -> reload(PATIENCE, "a\u0007b"))
                .isInstanceOfSatisfying(CommandFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(ExitCode.USAGE));
    }
}
