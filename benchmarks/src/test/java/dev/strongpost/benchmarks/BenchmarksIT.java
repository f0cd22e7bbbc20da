// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.base.Splitter;

/** Every benchmark once, with a handful of mails: that it works, not how fast. */
class BenchmarksIT {
    private static final Path ROOT =
            Path.of(System.getProperty("strongpost.root")).toAbsolutePath().normalize();
    private static final int PATIENCE_SECONDS = 180;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "drain --quick --messages 40 --only stock, | stock  | 40 ",
        "drain --quick --messages 40 --only ours, | ours   | 40 ",
        "latency --quick --messages 20 --only ours, | ours   | 20 ",
        "spread --quick --messages 200 --only ours, | ours   | 200 ",
        "blackholes --quick --messages 100 --only ours, | ours   | 95 ",
        "threads --quick --messages 20, 20 connections open at a time",
        "big --quick --messages 2 --only ours, | ours | 2 ",
        "reconnect --quick --messages 100, | 1.3 | 100 ",
        "published --quick --messages 100, | on        | 100 "
    })
    void runShouldDeliverAllAndPrintItsTable(String arguments, String expected) throws Exception {
        Ended ended = run(arguments);

        assertThat(ended.output()).contains(expected).doesNotContain("not all");
        assertThat(ended.status()).isZero();
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void runShouldSayWhatThereIsWhenTheNameIsUnknown() throws Exception {
        Ended ended = run("drian");

        assertThat(ended.output()).contains("usage: benchmarks/run NAME").contains("  drain ");
        assertThat(ended.status()).isEqualTo(2);
    }

    private record Ended(int status, String output) {}

    private Ended run(String arguments) throws Exception {
        Path output = directory.resolve("output");
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("benchmarks/run").toString()));
        command.addAll(Splitter.on(' ').splitToList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("STRONGPOST_BUILT", "yes");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(() -> "ended in time: " + read(output))
                    .isTrue();
            return new Ended(process.exitValue(), read(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Processes of a benchmark of this build: each is told where to log. */
    private static List<String> leftOver() {
        String log = "-Dbenchmark.log=" + ROOT.resolve("benchmarks/target/work");
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> command.contains(log))
                .toList();
    }
}
