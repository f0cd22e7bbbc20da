// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

import org.apache.james.core.healthcheck.Result;
import org.apache.james.core.healthcheck.ResultStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.live.LivePolicyTable;
import reactor.core.publisher.Mono;

class PolicyHealthCheckTest {
    @TempDir
    Path root;

    private final PresentedCertificates certificates = new PresentedCertificates();
    private final RunningFaults faults = new RunningFaults();
    private PolicyTables tables;
    private PolicyHealthCheck check;

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectory(root.resolve("conf"));
        tables = new PolicyTables(new ConfFolder(root));
        check = new PolicyHealthCheck(tables, certificates, faults);
    }

    @AfterEach
    void tearDown() {
        tables.close();
    }

    private Result result() {
        return Mono.from(check.check()).block();
    }

    @Test
    void checkShouldBeUnhealthyWithoutTables() {
        assertThat(result().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result().getCause())
                .hasValueSatisfying(cause -> assertThat(cause).startsWith("no policy table is loaded"));
        assertThat(result().getComponentName().getName()).isEqualTo("TlsPolicy");
    }

    @Test
    void checkShouldBeUnhealthyWhileSomethingIsAtFault() throws Exception {
        Files.writeString(root.resolve("conf/tls-policy.conf"), "partner.example\n");
        tables.open("file://conf/tls-policy.conf");
        RunningFaults.Source queue = () -> Optional.of("the outgoing queue ended");
        faults.add(queue);

        assertThat(result().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
        assertThat(result().getCause()).contains("the outgoing queue ended");

        faults.remove(queue);
        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
    }

    @Test
    void checkShouldBeDegradedWhileACertificateIsDueForRenewal() throws Exception {
        open("partner.example\n");
        PresentedCertificates.Source source = anything ->
                ImmutableList.of("listener 0.0.0.0:25, certificate james: mx.example expired on 2026-11-01");
        certificates.add(source);

        assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
        assertThat(result().getCause())
                .contains("listener 0.0.0.0:25, certificate james: mx.example expired on 2026-11-01");
        certificates.remove(source);
        assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);
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
                .contains(
                        "policy table not reloaded, keeping the current one: tls-policy.conf:2: bits: given 300: allowed a whole"
                                + " number from 0 to 256 (and 1 more)");
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

    @Test
    void checkShouldBeDegradedWhenATableLostMostOfItsRules() throws Exception {
        LivePolicyTable table = open("a.example\nb.example\nc.example\nd.example\n");
        write("a.example\n");
        Awaitility.await().until(() -> {
            table.poll();
            return table.current().size() == 1;
        });

        assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
    }

    @Nested
    class Wiring {
        @RegisterExtension
        private final CapturedLog log = CapturedLog.of("dev.strongpost.james.Wiring");

        private void mailets(String... mailets) throws Exception {
            Files.writeString(
                    root.resolve("conf/mailetcontainer.xml"),
                    "<mailetcontainer><processors>\n<processor state='root'>\n" + String.join("\n", mailets)
                            + "\n</processor>\n</processors></mailetcontainer>");
            Files.writeString(root.resolve("conf/smtpserver.xml"), "<smtpservers/>");
        }

        @Test
        void checkShouldBeUnhealthyWhenTheStockMailetComesFirst() throws Exception {
            mailets(
                    "<mailet match='All' class='RemoteDelivery'/>",
                    "<mailet match='All' class='dev.strongpost.mailets.TlsRemoteDelivery'/>");
            open("partner.example\n");

            assertThat(result().getStatus()).isEqualTo(ResultStatus.UNHEALTHY);
            assertThat(result().getCause()).hasValueSatisfying(cause -> assertThat(cause)
                    .startsWith("mailetcontainer.xml:3: RemoteDelivery (match=\"All\", in the processor root) takes"));
            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR problem: mailetcontainer.xml:3: "));
        }

        @Test
        void changedTableShouldBeJudgedAgainAndSaidOnce() throws Exception {
            mailets("<mailet match='All' class='dev.strongpost.mailets.TlsRemoteDelivery'/>");
            LivePolicyTable table = open("partner.example\n");
            assertThat(result().getStatus()).isEqualTo(ResultStatus.HEALTHY);

            change(table, "partner.example\nother.example failure=processor:nope\n", 2);
            change(table, "partner.example\nother.example failure=processor:nope\nthird.example\n", 3);

            assertThat(result().getStatus()).isEqualTo(ResultStatus.DEGRADED);
            assertThat(result().getCause()).hasValueSatisfying(cause -> assertThat(cause)
                    .startsWith("tls-policy.conf:2: failure=processor:nope names a processor that"));
            assertThat(log.lines()).hasSize(1);
        }

        private void change(LivePolicyTable table, String content, int rules) throws Exception {
            write(content);
            Awaitility.await().until(() -> {
                table.poll();
                return table.current().size() == rules;
            });
        }
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
