// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;

class WeakenedRulesTest {
    private static final String WARN = "WARN ";

    @RegisterExtension
    private final CapturedLog log = CapturedLog.of(WeakenedRules.class.getName());

    private static PolicyTable table(String rules) throws Exception {
        return PolicyTableParser.forThisJvm().parse("tls-policy.conf", rules.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> said(String before, String after) throws Exception {
        new WeakenedRules("tls-policy.conf", table(before)).reloaded(table(after), Duration.ZERO);
        assertThat(log.lines()).allMatch(line -> line.startsWith(WARN));
        return log.lines().stream().map(line -> line.substring(WARN.length())).toList();
    }

    @Test
    void aRuleThatIsGoneShouldBeSaid() throws Exception {
        assertThat(said("# x\npartner.example bits=128\nother.example\n", "# x\nother.example\n"))
                .containsExactly("tls-policy.conf: partner.example: protected less than before:"
                        + " was TLS with at least 128 bits by partner.example (tls-policy.conf:2),"
                        + " is TLS when offered by built-in may");
    }

    @Test
    void anExceptionInsideAWiderRuleShouldBeSaid() throws Exception {
        assertThat(said("partner.example\n", "partner.example\nsales.partner.example may\n"))
                .singleElement()
                .asString()
                .startsWith("tls-policy.conf: sales.partner.example: protected less than before:");
    }

    @Test
    void aRuleThatIsOnlyTestedNowShouldBeSaid() throws Exception {
        assertThat(said("partner.example\n", "partner.example mode=testing\n"))
                .singleElement()
                .asString()
                .contains("is TLS with at least 112 bits, in testing by");
    }

    @Test
    void aNameThatTheMxRecordGivesShouldCountForLess() throws Exception {
        assertThat(said("partner.example secure\n", "partner.example verify\n")).hasSize(1);
    }

    @Test
    void whatIsStricterOrOnlyDifferentShouldNot() throws Exception {
        assertThat(said("a.example\nb.example\n", "a.example bits=256\nb.example failure=defer\nc.example\n"))
                .isEmpty();
    }

    @Test
    void manyShouldNotFloodTheLog() throws Exception {
        String many =
                IntStream.range(0, 100).mapToObj(i -> "a" + i + ".example").collect(Collectors.joining("\n"));

        List<String> said = said(many, "# none\n");

        assertThat(said).hasSize(21);
        assertThat(said.get(20)).isEqualTo("tls-policy.conf: and 80 more are protected less than before");
    }

    /** A restart of James says nothing of it: it compares with what it had before. */
    @Test
    void eachChangeShouldBeComparedWithTheOneBefore() throws Exception {
        WeakenedRules rules = new WeakenedRules("tls-policy.conf", table("a.example\nb.example\n"));
        rules.reloaded(table("a.example\n"), Duration.ZERO);
        rules.reloaded(table("# none\n"), Duration.ZERO);

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1)).startsWith(WARN + "tls-policy.conf: a.example: ");
    }
}
