// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A stock James whose own delivery mailet comes first, and whose log is set up as James ships it. */
class WiringIT {
    private static final String RELAY = "<processor state=\"relay\" enableJmx=\"true\">";
    private static final String STOCK_FIRST =
            RELAY + "<mailet match=\"All\" class=\"RemoteDelivery\"><outgoing>first</outgoing></mailet>";

    @Test
    void wrongWiringShouldBeSaidInLogAndHealthAndSoShouldAHiddenLog() {
        try (OutboundScenario scenario =
                OutboundScenario.with(WiringIT.class, "partner.example\n", james -> james.replace(
                                OutboundScenario.MAILETS, RELAY, STOCK_FIRST)
                        .replace("logback.xml", "<logger name=\"dev.strongpost\" level=\"INFO\"/>", ""))) {
            assertThatThrownBy(() -> scenario.james().webadmin().get("/healthcheck/checks/TlsPolicy"))
                    .hasMessageContaining("answered 503 ")
                    .hasMessageContaining("unhealthy")
                    .hasMessageContaining("takes mail to recipients with a rule in tls-policy.conf");
            assertThat(scenario.james().log().lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "[ERROR]",
                                    "problem: mailetcontainer.xml:",
                                    "and sends it without the rule: write <mailet match="))
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "[WARN ]", "<logger name=\"dev.strongpost\" level=\"INFO\"/> in conf/logback.xml"));
        }
    }
}
