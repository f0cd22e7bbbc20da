// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.james.StartFailure;

/** James does not start with a rule that hands mail to a processor that it does not have. */
class UnknownProcessorIT {
    @Test
    void unknownProcessorOfARuleShouldKeepJamesFromStarting() {
        StartFailure start = ItPaths.classPath()
                .in(ItPaths.directory("UnknownProcessorIT"))
                .extension(ItPaths.jar())
                .scenario(ItPaths.scenario("outbound"))
                .file(
                        OutboundScenario.TABLE,
                        "known.example failure=processor:bounces\n" + "partner.example failure=processor:portla\n")
                .startExpectingFailure();

        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.log()).contains("undefined processors").contains("portla");
    }
}
