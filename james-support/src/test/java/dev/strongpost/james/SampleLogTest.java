// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import dev.strongpost.testkit.Checkout;

/** The file {@code logback.xml} of the samples: as James has it, and our lines are shown. */
class SampleLogTest {
    @TempDir
    private Path folder;

    @Test
    void sampleShouldShowOurLinesAndThoseOfJamesAsBefore() throws Exception {
        String sample = Files.readString(Checkout.file("james-conf/outbound/logback.xml"));
        Path here = Files.writeString(folder.resolve("logback.xml"), sample.replace("/logs/", folder + "/"));
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(here.toFile());

        assertThat(context.getLogger("dev.strongpost.delivery").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(context.getLogger("org.apache.james").getEffectiveLevel()).isEqualTo(Level.INFO);
        assertThat(context.getLogger("org.example").getEffectiveLevel()).isEqualTo(Level.WARN);
        context.stop();
    }
}
