// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsPolicyTest {
    private static final String HEAD = "version: STSv1\nmode: enforce\n";

    private static StsPolicy policy(String text) {
        return StsPolicy.parse(text).orElseThrow();
    }

    @Test
    void policyOfTheRfcShouldBeRead() {
        StsPolicy policy = policy(
                "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\n"
                        + "max_age: 604800\r\n");

        assertThat(policy.mode()).isEqualTo(StsPolicy.Mode.ENFORCE);
        assertThat(policy.hosts())
                .map(MxPattern::toString)
                .containsExactly("mail.example.com", "*.example.net", "backupmx.example.com");
        assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version:STSv1\nmode:testing\nmx:a.example\nmax_age:0",
                "version:\tSTSv1\nmode: \t enforce \nmx:\ta.example\nmax_age: 31557600\n",
                "max_age: 1\nmx: A.Example\nmode: enforce\nversion: STSv1\n",
                "version: STSv1\nmode: none\nmax_age: 86400\n",
                "version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 1\nunknown: some text, with: colons \u00e9\n",
                "version: STSv1\nmode: enforce\nmode: wat\nmx: a.example\nmax_age: 1\n",
                "version: STSv1\n\nmode: enforce\nmx: a.example\nmax_age: 1\n\n"
            })
    void goodPolicyShouldBeRead(String text) {
        assertThat(StsPolicy.parse(text)).isPresent();
    }

    static Stream<String> bad() {
        return Stream.of(
                "",
                "mode: enforce\nmx: a.example\nmax_age: 1\n",
                "version: STSv0\nmode: enforce\nmx: a.example\nmax_age: 1\n",
                "version: STSv10\nmode: enforce\nmx: a.example\nmax_age: 1\n",
                "version: STSv1\nmx: a.example\nmax_age: 1\n",
                "version: STSv1\nmode: Enforce\nmx: a.example\nmax_age: 1\n",
                "version: STSv1\nmode: wat\nmode: enforce\nmx: a.example\nmax_age: 1\n",
                HEAD + "mx: a.example\n",
                HEAD + "mx: a.example\nmax_age: x\n",
                HEAD + "mx: a.example\nmax_age: -1\n",
                HEAD + "mx: a.example\nmax_age: 00000000001\n",
                HEAD + "mx: a.example\nmax_age: 31557601\n",
                HEAD + "max_age: 1\n",
                "version: STSv1\nmode: testing\nmax_age: 1\n",
                HEAD + "mx:\nmax_age: 1\n",
                HEAD + "mx: a.example\nmax_age: 1\nkey: a\u0001b\n",
                HEAD + "mx: a.example\nmax_age: 1\n" + "k".repeat(33) + ": a\n",
                HEAD + "mx: a.example\nmax_age: 1\nno colon\n",
                "<html><body>version: STSv1</body></html>");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badPolicyShouldBeNone(String text) {
        assertThat(StsPolicy.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*.*.example",
                "**.example",
                "*",
                "*.",
                "a*.example",
                "a.*.example",
                "-a.example",
                "a-.example",
                "a..example",
                ".a.example",
                "a.example.",
                "192.0.2.7",
                "[192.0.2.7]",
                "2001:db8::1",
                "b\u00fccher.example",
                "a_b.example",
                "a b.example"
            })
    void whatIsNoHostShouldMakeThePolicyBad(String host) {
        assertThat(StsPolicy.parse(HEAD + "mx: good.example\nmx: " + host + "\nmax_age: 1\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, true",
        "A.EXAMPLE., true",
        "sub.b.example, true",
        "Sub.B.Example, true",
        "b.example, false",
        "sub.sub.b.example, false",
        ".b.example, false",
        "sub.a.example, false",
        "other.example, false",
        "'', false"
    })
    void policyShouldCoverItsHosts(String host, boolean covered) {
        assertThat(policy(HEAD + "mx: a.example\nmx: *.b.example\nmax_age: 1\n").covers(host))
                .isEqualTo(covered);
    }

    @Test
    void longPolicyShouldBeReadInLinearTime() {
        StringBuilder hosts = new StringBuilder(HEAD + "max_age: 1\n");
        IntStream.range(0, 3000).forEach(i -> hosts.append("mx: h").append(i).append(".example\n"));

        assertThat(policy(hosts.toString()).covers("h2999.example")).isTrue();
    }
}
