// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** The README's first command, run as it stands there; the build that it belongs to is this one. */
class DemoIT {
    private static final int PATIENCE_MINUTES = 5;

    @Test
    void demoShouldTellItsStoryAndEndByItself() throws Exception {
        Process demo = new ProcessBuilder("./demo")
                .directory(repository().toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String story = read(demo);
            assertThat(demo.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();

            assertThat(demo.exitValue()).as(story).isZero();
            assertThat(story)
                    .contains("delivered to mx.sales.partner.example", "over TLSv1.3", "bits")
                    .contains("503 5.7.0 encryption too weak 0 less than 112", "Status: 5.7.0")
                    .contains("All of it as the rule promises.")
                    .contains(
                            "James answered RCPT: 503 5.7.0 encryption too weak 0 less than 112",
                            "ok: it is in the mailbox")
                    .doesNotContain("BROKEN", "SLF4J");
            assertThat(demo.descendants()).isEmpty();
        } finally {
            demo.descendants().forEach(ProcessHandle::destroyForcibly);
            demo.destroyForcibly();
        }
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Path repository() {
        return Path.of(System.getProperty("strongpost.basedir"))
                .resolve("..")
                .toAbsolutePath()
                .normalize();
    }
}
