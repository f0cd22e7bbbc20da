// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

import dev.strongpost.cli.terminal.ExitCode;

/** The program on a real terminal, and without one. */
class TerminalIT {
    private static final String ESCAPE = "\u001B[";
    private static final String TABLE = "partner.example\n";

    @TempDir
    private static Path folder;

    private static Installed installed;

    @BeforeAll
    static void install() throws IOException {
        installed = Installed.in(folder, folder);
        Files.writeString(folder.resolve("t.conf"), TABLE);
        Files.writeString(folder.resolve("secret"), "correct horse\n");
    }

    private static String launcher() {
        return "'" + installed.launcher() + "'";
    }

    @Nested
    class Colour {
        private static final String CHECK = " policy check t.conf";

        @Test
        void terminalShouldHaveColours() {
            assertThat(installed.onTerminal(80, launcher() + CHECK)).contains(ESCAPE + "32mgood" + ESCAPE + "0m");
        }

        @Test
        void pipeShouldHaveNone() {
            assertThat(installed.onTerminal(80, launcher() + CHECK + " | cat")).isEqualTo("good: 1 rule, 0 warnings\n");
        }

        @Test
        void noColorShouldTurnThemOff() {
            assertThat(installed.with("NO_COLOR", "1").onTerminal(80, launcher() + CHECK))
                    .isEqualTo("good: 1 rule, 0 warnings\n");
        }

        @Test
        void dumbTerminalShouldHaveNone() {
            assertThat(installed.with("TERM", "dumb").onTerminal(80, launcher() + CHECK))
                    .isEqualTo("good: 1 rule, 0 warnings\n");
        }

        @Test
        void helpShouldBeColouredOnATerminalOnly() {
            assertThat(installed.onTerminal(80, launcher() + " --help")).contains(ESCAPE);
            assertThat(installed.run("--help").out())
                    .contains("Usage: strongpost")
                    .doesNotContain(ESCAPE);
        }
    }

    @Nested
    class Width {
        private static final String LOOKUP = " policy lookup t.conf someone@a.long.sub.domain.of.partner.example";

        @Test
        void tableShouldFitTheWindow() {
            assertThat(installed.onTerminal(60, launcher() + LOOKUP).lines())
                    .hasSizeGreaterThan(2)
                    .allMatch(line -> line.length() <= 60);
        }

        @Test
        void columnsShouldGoBeforeTheWindow() {
            assertThat(installed
                            .onTerminal(120, "COLUMNS=58 " + launcher() + LOOKUP)
                            .lines())
                    .hasSizeGreaterThan(2)
                    .allMatch(line -> line.length() <= 58);
        }

        @Test
        void pipeShouldHaveALineForEachRow() {
            assertThat(installed.onTerminal(60, launcher() + LOOKUP + " | cat").lines())
                    .hasSize(2);
        }

        @Test
        void helpShouldFitTheWindow() {
            assertThat(installed
                            .onTerminal(100, launcher() + " cert create --help")
                            .lines())
                    .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", ""))
                    .allMatch(line -> line.length() <= 100)
                    .anyMatch(line -> line.length() > 80);
        }
    }

    @Nested
    class Password {
        @Test
        void passwordShouldBeAskedTwiceWithoutEchoWhenItIsNew() throws IOException {
            Process process = installed.startOnTerminal(
                    80, launcher() + " cert create --store asked.p12 --name mx.example --key p-256");
            try (InputStream in = process.getInputStream();
                    OutputStream keyboard = process.getOutputStream()) {
                readUntil(in, "New password of asked.p12: ");
                type(keyboard, "correct horse\n");
                readUntil(in, "The same again: ");
                type(keyboard, "correct horse\n");
                String rest = readUntil(in, "Made");

                assertThat(rest).doesNotContain("correct", "horse");
            }
            assertThat(installed
                            .run("cert", "list", "--store", "asked.p12", "--password-file", "secret")
                            .status())
                    .isEqualTo(ExitCode.YES);
        }

        @Test
        void passwordShouldBeAskedOnTheTerminalWhileOutputGoesToAFile() throws IOException {
            installed.run(
                    "cert",
                    "create",
                    "--store",
                    "csr.p12",
                    "--name",
                    "mx.example",
                    "--key",
                    "p-256",
                    "--password-file",
                    "secret");
            Process process = installed.startOnTerminal(
                    80, launcher() + " cert request --store csr.p12 > mx.csr && echo finished");
            try (InputStream in = process.getInputStream();
                    OutputStream keyboard = process.getOutputStream()) {
                readUntil(in, "Password of csr.p12: ");
                type(keyboard, "correct horse\n");

                assertThat(readUntil(in, "finished")).doesNotContain("correct", "horse");
            }
            assertThat(folder.resolve("mx.csr")).content().startsWith("-----BEGIN CERTIFICATE REQUEST-----");
        }

        @Test
        void commandShouldSayWhatToGiveWhenNobodyCanBeAsked() {
            var run = installed.run("cert", "create", "--store", "unasked.p12", "--name", "mx.example");

            assertThat(run.status()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err())
                    .isEqualTo("strongpost: the password of unasked.p12 is needed: give --password-file or"
                            + " --password-env, or call from a terminal\n");
        }
    }

    @Nested
    class ProgressLine {
        @Test
        void waitShouldBeShownOnATerminalAndBeGoneAfterwards() throws IOException {
            CountDownLatch shown = new CountDownLatch(1);
            HttpServer james = slowJames(shown);
            Process process = installed.startOnTerminal(80, launcher() + " cert reload --webadmin " + url(james));
            try (InputStream in = process.getInputStream()) {
                String waiting = readUntil(in, "Waiting for " + url(james) + " ... 2 s");
                shown.countDown();
                String after = readUntil(in, "has read its certificates again.");

                assertThat(waiting).startsWith("\r");
                assertThat(after).contains("\r" + " ".repeat(20));
            } finally {
                james.stop(0);
            }
        }

        @Test
        void waitShouldNotBeShownInAPipe() throws IOException {
            CountDownLatch shown = new CountDownLatch(1);
            HttpServer james = slowJames(shown);
            var timer = Executors.newSingleThreadScheduledExecutor();
            timer.schedule(shown::countDown, 3, TimeUnit.SECONDS);
            try {
                var run = installed.run("cert", "reload", "--webadmin", url(james));

                assertThat(run.all()).isEqualTo("James at " + url(james) + " has read its certificates again.\n");
            } finally {
                timer.shutdownNow();
                james.stop(0);
            }
        }

        private static HttpServer slowJames(CountDownLatch release) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/servers", exchange -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return server;
        }

        private static String url(HttpServer server) {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }
    }

    private static void type(OutputStream keyboard, String text) throws IOException {
        keyboard.write(text.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("The end came before \"" + end + "\":\n" + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
