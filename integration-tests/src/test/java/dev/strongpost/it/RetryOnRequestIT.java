// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.testkit.james.StockJamesBuilder;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/** A partner has repaired its TLS: the administrator has the mail that waits for it tried at once, and no other. */
class RetryOnRequestIT {
    private static final String TABLE = "partner.example encrypt failure=defer\nother.example encrypt failure=defer\n";

    @TempDir
    private Path folder;

    private static UnaryOperator<StockJamesBuilder> withRoutes() {
        return james -> james.replace(OutboundScenario.MAILETS, "1500, 1500, 1500", "3600000")
                .replace(
                        "webadmin.properties",
                        "enabled=true",
                        "enabled=true\nextensions.routes=org.apache.james.webadmin.dropwizard.MetricsRoutes,"
                                + "dev.strongpost.webadmin.StrongpostRoutes");
    }

    private String retry(OutboundScenario scenario, int status, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "queue";
        all[1] = "retry";
        all[2] = "--webadmin";
        all[3] = scenario.james().webadmin().url();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return new CommandLineTool(folder).run(status, all);
    }

    private void assertOnlyThePartnersMailIsTried(OutboundScenario scenario) {
        SmtpReceiver partner = scenario.host("sub.partner.example", ReceiverBehaviour.withoutTls());
        SmtpReceiver other = scenario.host("other.example", ReceiverBehaviour.withoutTls());
        scenario.james().mailClient().send(scenario.user("alice"), "to the partner", "bob@sub.partner.example");
        scenario.james().mailClient().send(scenario.user("carol"), "to another", "dave@other.example");
        scenario.james().awaitLogLine("to=[bob@sub.partner.example] retry=1", PATIENCE);
        scenario.james().awaitLogLine("to=[dave@other.example] retry=1", PATIENCE);
        int connections = other.connections();
        partner.behave(OutboundScenario.withTls());
        other.behave(OutboundScenario.withTls());

        assertThat(retry(scenario, 0, "partner.example"))
                .isEqualTo("outgoing-tls: 1 mail for partner.example tried now\n");

        assertThat(partner.awaitReceived(1, PATIENCE).get(0).text()).contains("to the partner");
        assertThat(retry(scenario, 0, "partner.example")).isEqualTo("No mail for partner.example waits for a retry.\n");
        assertThat(other.connections()).isEqualTo(connections);
        assertThat(retry(scenario, 0, "--json", "*")).contains("\"outgoing-tls\" : 1", "\"mails\" : 1");

        assertThat(other.awaitReceived(1, PATIENCE).get(0).text()).contains("to another");
        assertThat(partner.received()).hasSize(1);
    }

    @Test
    void onlyTheMailOfThePartnerShouldBeTried() {
        try (OutboundScenario scenario = OutboundScenario.with(RetryOnRequestIT.class, TABLE, withRoutes())) {
            assertOnlyThePartnersMailIsTried(scenario);

            assertThat(retry(scenario, 2, "*.partner.example"))
                    .contains("allowed partner.example, which covers its sub-domains too");
        }
    }

    @Test
    @Tag("ci")
    void soItShouldBeWithAQueueOnDisk() {
        try (OutboundScenario scenario = OutboundScenario.persistent(RetryOnRequestIT.class, TABLE, withRoutes())) {
            assertOnlyThePartnersMailIsTried(scenario);
        }
    }

    @Test
    void missingRoutesShouldBeSaid() {
        try (OutboundScenario scenario = OutboundScenario.withTable(RetryOnRequestIT.class, TABLE)) {
            assertThat(retry(scenario, 1, "partner.example"))
                    .contains("extensions.routes=dev.strongpost.webadmin.StrongpostRoutes");
        }
    }
}
