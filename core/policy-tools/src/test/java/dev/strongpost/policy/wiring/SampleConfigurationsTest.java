// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.testkit.Checkout;

/** The folders of {@code james-conf/}: they are wired as they should be, and keep what James's own sample has. */
class SampleConfigurationsTest {
    private static Path sample(String path) {
        return Checkout.file("james-conf/" + path);
    }

    @ParameterizedTest
    @CsvSource({"outbound, smtpserver.xml", "internet, smtpserver.xml", "inbound, mailetcontainer.xml", "both-ways, "})
    void sampleShouldHaveNothingWrong(String folder, String notInTheSample) {
        List<WiringFinding> findings = WiringCheck.of(
                JamesConfiguration.read(JamesFiles.ofConfigurationFolder(sample(folder))),
                file -> Optional.of(PolicyTableParser.forThisJvm().parse(file)));

        assertThat(findings)
                .filteredOn(finding -> !finding.place().file().equals(notInTheSample))
                .isEmpty();
    }

    @Test
    void filesForBothWaysShouldBeThoseForEachWay() throws Exception {
        assertThat(sample("both-ways/mailetcontainer.xml"))
                .hasSameBinaryContentAs(sample("outbound/mailetcontainer.xml"));
        assertThat(sample("both-ways/smtpserver.xml")).hasSameBinaryContentAs(sample("inbound/smtpserver.xml"));
        for (String file : List.of("healthcheck.properties", "logback.xml")) {
            assertThat(sample("both-ways/" + file)).hasSameBinaryContentAs(sample("outbound/" + file));
            assertThat(sample("internet/" + file)).hasSameBinaryContentAs(sample("outbound/" + file));
            assertThat(sample("inbound/" + file)).hasSameBinaryContentAs(sample("outbound/" + file));
        }
    }

    @Test
    void metricsAndJmxOfJamesShouldBeKept() throws Exception {
        String mailets = Files.readString(sample("outbound/mailetcontainer.xml"));

        assertThat(mailets)
                .contains("<mailetcontainer enableJmx=\"true\">")
                .contains(
                        "<metricName>mailetContainerErrors</metricName>",
                        "<metricName>mailetContainerLocalAddressError</metricName>",
                        "<metricName>mailetContainerRelayDenied</metricName>",
                        "<metricName>bounces</metricName>");
        assertThat(mailets.lines().filter(line -> line.contains("enableJmx=\"false\"")))
                .singleElement()
                .asString()
                .contains("rrt-error");
    }

    @Test
    void serversOfJamesShouldKeepTheirNamesPortsAndUsers() throws Exception {
        List<XmlElement> servers =
                XmlFile.read(sample("inbound/smtpserver.xml")).children("smtpserver");

        assertThat(servers)
                .extracting(server -> server.childText("jmxName").orElse(""))
                .containsExactly("smtpserver-global", "smtpserver-TLS", "smtpserver-authenticated");
        assertThat(servers)
                .extracting(server -> server.childText("bind").orElse(""))
                .containsExactly("0.0.0.0:25", "0.0.0.0:465", "0.0.0.0:587");
        assertThat(servers).allSatisfy(server -> {
            assertThat(server.childText("verifyIdentity")).contains("false");
            assertThat(server.childText("authorizedAddresses")).contains("127.0.0.0/8");
        });
    }
}
