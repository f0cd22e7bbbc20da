// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * What whoever runs a stock James sees of its deliveries: metrics and health on webadmin, and attributes in the
 * processor of {@code onSuccess}, which here keeps the mail where webadmin can show it. The tests go on from one
 * another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {
    private static final String TABLE = "partner.example\ntrial.example mode=testing note=\"until spring\"\n";
    private static final String METRICS_ROUTE = "extensions.routes=org.apache.james.webadmin.dropwizard.MetricsRoutes";
    private static final String SENT = "memory://var/mail/sent/";
    private static final String SENT_PROCESSOR =
            """
            <processor state="sent" enableJmx="false">
                <mailet match="All" class="ToRepository">
                    <repositoryPath>%s</repositoryPath>
                </mailet>
            </processor>

            <processor state="local-address-error"
            """
                    .formatted(SENT);
    private static final Pattern HEALTHY = Pattern.compile("\"status\"\\s*:\\s*\"healthy\"");
    private static final Pattern DEGRADED = Pattern.compile("\"status\"\\s*:\\s*\"degraded\"");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^((?:strongpost|outgoingMails)\\S*) ([0-9.E+-]+)");

    private static OutboundScenario scenario;

    @BeforeAll
    static void start() {
        scenario = OutboundScenario.with(MetricsIT.class, TABLE, james -> james.replace(
                        OutboundScenario.MAILETS,
                        "<outgoing>outgoing-tls</outgoing>",
                        "<outgoing>outgoing-tls</outgoing><onSuccess>sent</onSuccess>")
                .replace(OutboundScenario.MAILETS, "<processor state=\"local-address-error\"", SENT_PROCESSOR.strip())
                .replace("webadmin.properties", "enabled=true", "enabled=true\n" + METRICS_ROUTE));
    }

    @AfterAll
    static void stop() {
        scenario.close();
    }

    private static Map<String, Double> metrics() {
        Matcher samples = SAMPLE.matcher(scenario.james().webadmin().get("/metrics"));
        return samples.results()
                .collect(Collectors.toMap(sample -> sample.group(1), sample -> Double.valueOf(sample.group(2))));
    }

    private static void awaitCount(String metric, double count) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(metrics())
                .containsEntry(metric, count));
    }

    @Test
    @Order(1)
    void everyDocumentedMetricShouldBeThereFromTheStart() throws IOException {
        List<String> documented = Files.readAllLines(ItPaths.scenario("../docs/metrics.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[4].strip().replace("`", ""))
                .toList();

        assertThat(documented).hasSizeGreaterThan(20);
        assertThat(metrics().keySet().stream()
                        .map(name -> name.replaceFirst("\\{.*", ""))
                        .toList())
                .containsAll(documented);
        assertThat(metrics())
                .containsEntry("strongpost_table_rules", 2.0)
                .containsEntry("strongpost_attempts_total", 0.0);
        assertThat(health()).containsPattern(HEALTHY);
    }

    @Test
    @Order(2)
    void deliveredMailShouldBeCountedAndCarryItsFactsToTheProcessor() {
        SmtpReceiver host = scenario.host("partner.example", OutboundScenario.withTls());
        scenario.james().mailClient().send(scenario.user("alice"), "delivered", "someone@partner.example");
        host.awaitReceived(1, PATIENCE);

        awaitCount("outgoingMails_total", 1.0);
        assertThat(metrics())
                .containsEntry("strongpost_accepted_tlsv1_3_total", 1.0)
                .containsEntry("strongpost_verdict_accept_total", 1.0)
                .containsEntry("strongpost_handshakes_full_total", 1.0)
                .containsEntry("strongpost_handshake_seconds_count", 1.0)
                .containsEntry("strongpost_connections_opened_total", 1.0)
                .containsEntry("strongpost_queueToAccept_seconds_count", 1.0);
        assertThat(sentTo("someone@partner.example"))
                .contains(
                        "\"strongpost.protocol\":\"TLSv1.3\"",
                        "\"strongpost.bits\":\"256\"",
                        "\"strongpost.suite\":\"TLS_AES_256_GCM_SHA384\"",
                        "\"strongpost.remote-mta\":\"mx.partner.example\"",
                        "\"strongpost.rule\":\"partner.example (tls-policy.conf:1)\"")
                .doesNotContain("strongpost.would-have-failed");
    }

    @Test
    @Order(3)
    void mailUnderARuleInTestingShouldBeDeliveredCountedAndMarked() {
        SmtpReceiver host = scenario.host("trial.example", ReceiverBehaviour.withoutTls());
        scenario.james().mailClient().send(scenario.user("bob"), "tried", "someone@trial.example");
        host.awaitReceived(1, PATIENCE);

        awaitCount("strongpost_testing_failures_total", 1.0);
        assertThat(sentTo("someone@trial.example"))
                .contains(
                        "\"strongpost.would-have-failed\":\"503 5.7.0 encryption too weak 0 less than 112\"",
                        "\"strongpost.reason\":\"starttls-not-offered\"",
                        "\"strongpost.bits\":\"0\"")
                .doesNotContain("strongpost.protocol");
    }

    @Test
    @Order(4)
    void refusedTableShouldDegradeTheHealthWithItsFirstMistake() throws IOException {
        write("partner.example\nother.example maybe\nthird.example bits=300\n");

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(health())
                .containsPattern(DEGRADED)
                .contains(
                        "tls-policy.conf:2: level: given maybe: allowed ",
                        "policy table not reloaded, keeping the current one: "));
        awaitCount("strongpost_reloads_bad_total", 1.0);
        assertThat(metrics()).containsEntry("strongpost_table_rules", 2.0);
    }

    @Test
    @Order(5)
    void tableThatNamesAnUnknownProcessorShouldLoseNoMail() throws IOException {
        write("lost.example failure=processor:portla\npartner.example\nthird.example\n");
        awaitCount("strongpost_reloads_good_total", 1.0);
        assertThat(metrics())
                .containsEntry("strongpost_table_rules", 3.0)
                .containsEntry("strongpost_wiring_problems", 1.0);
        assertThat(health()).containsPattern(DEGRADED).contains("failure=processor:portla names a processor that");
        SmtpReceiver host = scenario.host("lost.example", ReceiverBehaviour.withoutTls());
        String sender = scenario.user("carol");

        scenario.james().mailClient().send(sender, "not lost", "someone@lost.example");

        Evidence.assertOnePolicyBounce(
                scenario.mailbox(sender), "someone@lost.example", "503 5.7.0 encryption too weak 0 less than 112");
        Evidence.assertHeardNothingOfAnyMail(host);
        assertThat(scenario.james().log().lines())
                .anySatisfy(line -> assertThat(line).contains("[ERROR]", "names the processor portla", "lost.example"));
    }

    private static String health() {
        return scenario.james().webadmin().get("/healthcheck/checks/TlsPolicy");
    }

    /**
     * Returns what webadmin tells of the attributes of the mail to that recipient in the repository of the processor.
     */
    private static String sentTo(String recipient) {
        String repository = "/mailRepositories/" + encoded("var/mail/sent") + "/mails";
        Awaitility.await().atMost(PATIENCE).until(() -> sent(repository, recipient) != null);
        return sent(repository, recipient);
    }

    private static String sent(String repository, String recipient) {
        String keys = scenario.james().webadmin().get(repository);
        return Pattern.compile("\"([^\"]+)\"")
                .matcher(keys)
                .results()
                .map(key -> scenario.james()
                        .webadmin()
                        .get(repository + "/" + encoded(key.group(1)) + "?additionalFields=attributes"))
                .filter(mail -> mail.contains(recipient))
                .findFirst()
                .orElse(null);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void write(String table) throws IOException {
        Path file = scenario.james().configurationFile(OutboundScenario.TABLE);
        Files.writeString(file, table);
    }
}
