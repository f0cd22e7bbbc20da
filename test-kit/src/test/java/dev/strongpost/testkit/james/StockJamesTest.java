// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.dns.FakeDns;

/** Starting and ending, with a stand-in for James; the real one is the integration tests'. */
class StockJamesTest {
    @TempDir
    private Path temporary;

    private JamesClassPath classPath;

    @BeforeEach
    void writeClassPath() throws IOException {
        Path file = temporary.resolve("classpath.txt");
        Files.writeString(file, Path.of("target", "test-classes").toAbsolutePath() + "\n");
        classPath = JamesClassPath.read(file);
    }

    @Test
    void startShouldReturnOnceItGreetsAndCloseShouldEndIt() throws IOException {
        InetSocketAddress smtp;
        try (StockJames james = james().file("stand-in.txt", "serve").start()) {
            smtp = james.smtpAddress();
            assertThat(james.log()).contains("JAMES server started");
        }

        assertThatThrownBy(() -> new Socket(smtp.getAddress(), smtp.getPort())).isInstanceOf(ConnectException.class);
    }

    @Test
    void severalShouldRunAtOnce() {
        try (StockJames one = james().file("stand-in.txt", "serve").start();
                StockJames other = classPath
                        .in(temporary.resolve("other"))
                        .file("stand-in.txt", "serve")
                        .start()) {
            assertThat(one.smtpAddress()).isNotEqualTo(other.smtpAddress());
        }
    }

    @Test
    void startShouldFailWithTheLogWhenItEnds() {
        assertThatThrownBy(() -> james().file("stand-in.txt", "fail").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Fatal error while starting James");
    }

    @Test
    void expectedFailureShouldGiveExitCodeAndLog() {
        StartFailure start = james().file("stand-in.txt", "fail").startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.log()).contains("Fatal error while starting James");
    }

    @Test
    void scenarioFilesAndEditsShouldGoOverTheBaseInThisOrder() throws IOException {
        Path scenario = Files.createDirectory(temporary.resolve("scenario"));
        Files.writeString(scenario.resolve("domainlist.xml"), "<scenario/>");
        Files.writeString(scenario.resolve("stand-in.txt"), "something else");

        james().scenario(scenario)
                .file("stand-in.txt", "ready")
                .replace("stand-in.txt", "ready", "fail")
                .without("listeners.xml")
                .startExpectingFailure();

        assertThat(conf("domainlist.xml")).content().isEqualTo("<scenario/>");
        assertThat(conf("stand-in.txt")).content().isEqualTo("fail");
        assertThat(conf("imapserver.xml")).content().doesNotContain("${");
        assertThat(conf("listeners.xml")).doesNotExist();
    }

    @Test
    void extensionShouldGoIntoItsFolder() throws IOException {
        Path jar = Files.writeString(temporary.resolve("some.jar"), "jar");

        james().file("stand-in.txt", "fail").extension(jar).startExpectingFailure();

        assertThat(temporary.resolve("james/extensions-jars/some.jar"))
                .content()
                .isEqualTo("jar");
    }

    @Test
    void replaceShouldFailWhenThereIsNothingToReplace() {
        StockJamesBuilder james = james().replace("domainlist.xml", "no such text", "x");

        assertThatThrownBy(james::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("domainlist.xml");
    }

    @Test
    void awaitLogLineShouldFailWithTheLogWhenItDoesNotCome() {
        try (StockJames james = james().file("stand-in.txt", "serve").start()) {
            assertThatThrownBy(() -> james.awaitLogLine("never said", Duration.ofMillis(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("JAMES server started");
        }
    }

    @Test
    void dnsShouldListenOnItsOwnPort() {
        try (FakeDns elsewhere = FakeDns.start(new InetSocketAddress(Loopback.freshAddress(), 0))) {
            assertThatThrownBy(() -> james().dns(elsewhere)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private StockJamesBuilder james() {
        return classPath.in(temporary.resolve("james"));
    }

    private Path conf(String name) {
        return temporary.resolve("james/conf").resolve(name);
    }
}
