// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.testkit.Checkout;

class SampleTableTest {
    private static final Path SAMPLE = Checkout.file("james-conf/outbound/tls-policy.conf");

    @Test
    void sampleShouldHoldOneRule() throws Exception {
        PolicyTable table = PolicyTableParser.forThisJvm().parse(SAMPLE);

        assertThat(table.rules()).extracting(PolicyRule::who).containsExactly("partner.example");
        assertThat(table.lookup("a", "sales.partner.example").level()).isEqualTo(TlsLevel.ENCRYPT);
        assertThat(table.lookup("a", "sales.partner.example").minimumBits()).isEqualTo(112);
    }

    @Test
    void everyExampleShouldBeARuleOnceUncommented() throws Exception {
        List<String> lines = Files.readAllLines(SAMPLE);
        String uncommented = lines.stream()
                .map(line -> line.matches("#\\S.*") ? line.substring(1) : line)
                .collect(Collectors.joining("\n"));

        PolicyTable table =
                PolicyTableParser.forThisJvm().parse("sample", uncommented.getBytes(StandardCharsets.UTF_8));

        assertThat(table.rules())
                .extracting(PolicyRule::who)
                .contains(
                        ".branches.example",
                        "=headquarters.example",
                        "boss@corp.example",
                        "boss+board@corp.example",
                        "abuse@",
                        "xn--bcher-kva.example",
                        "*",
                        "open.partner.example")
                .hasSize(14);
    }
}
