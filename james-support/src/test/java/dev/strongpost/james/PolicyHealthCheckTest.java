// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.policy.live.LivePolicyTable;
import reactor.core.publisher.Mono;

class PolicyHealthCheckTest {
    @TempDir
    Path root;

    private PolicyTables tables;
    private PolicyHealthCheck check;

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectory(root.resolve("conf"));
        tables = new PolicyTables(new ConfFolder(root));
        check = new PolicyHealthCheck(tables);
    }

    @AfterEach
    void tearDown() {
        tables.close();
    }

    private Result result() {
        return Mono.from(check.check()).block();
    }

    @Test
    void checkShouldBeHealthyWithoutTables() {
        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
        assertThat(result().getComponentName().getName()).isEqualTo("TlsPolicy");
    }

    @Test
    void checkShouldBeHealthyWithAGoodTable() throws Exception {
        open("partner.example\n");

        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void checkShouldBeDegradedWithTheFirstMistakeWhenAChangeWasRefused() throws Exception {
        replace(open("partner.example\n"), "partner.example\nother.example bits=300\nthird.example nonsense\n");

        assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result().getCause())
                .contains("the rules of before stay in force, for tls-policy.conf:2: bits: given 300: allowed a whole"
                        + " number from 0 to 256");
    }

    @Test
    void checkShouldBeHealthyAgainWhenTheMistakeIsMended() throws Exception {
        LivePolicyTable table = open("partner.example\n");
        replace(table, "partner.example bits=300\n");
        write("partner.example bits=256\n");
        Awaitility.await().until(() -> {
            table.poll();
            return table.lastError().isEmpty();
        });

        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @ParameterizedTest
    @CsvSource({"0, ends on", "13, ends on", "14, ends on"})
    void checkShouldBeDegradedWhenARuleEndsSoon(int days, String words) throws Exception {
        open("lasting.example\npartner.example until=" + LocalDate.now().plusDays(days) + "\n");

        assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result().getCause()).hasValueSatisfying(cause -> assertThat(cause)
                .startsWith("partner.example (tls-policy.conf:2) " + words));
    }

    @Test
    void checkShouldBeHealthyWhenARuleEndsLater() throws Exception {
        open("partner.example until=" + LocalDate.now().plusDays(20) + "\n");

        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    private LivePolicyTable open(String table) throws Exception {
        write(table);
        return tables.open(PolicyTables.DEFAULT_LOCATION);
    }

    private void replace(LivePolicyTable table, String content) throws Exception {
        write(content);
        Awaitility.await().until(() -> {
            table.poll();
            return table.lastError().isPresent();
        });
    }

    private void write(String table) throws Exception {
        Files.writeString(root.resolve("conf/tls-policy.conf"), table);
    }
}
