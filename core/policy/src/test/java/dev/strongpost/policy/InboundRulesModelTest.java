// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.net.InetAddresses;

import dev.strongpost.address.Network;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

/** Random tables against models that are slow and plain. */
@Tag("slow")
class InboundRulesModelTest {
    private static PolicyTable table(Stream<String> lines) throws PolicyException {
        byte[] content =
                lines.collect(Collectors.joining("\n", "# rules\n", "\n")).getBytes(StandardCharsets.UTF_8);
        return new PolicyTableParser(Set.of(), Clock.systemUTC()).parse("tls-policy.conf", content);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String domain(Random random) {
        return random.ints(1 + random.nextInt(4), 0, 3)
                .mapToObj(label -> "abc".substring(label, label + 1))
                .collect(Collectors.joining("."));
    }

    /** One order for both directions: what the fast lookup of recipients finds, the lookup of senders finds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sendersShouldBeFoundAsRecipientsAre(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Set<String> whos = new TreeSet<>();
            for (int i = 0; i < 12; i++) {
                String domain = pick(random, "", "=", "") + domain(random);
                whos.add(pick(random, domain, "u@" + domain(random), "u+t@" + domain(random), "u@", "u+t@", "*"));
            }
            PolicyTable table = table(whos.stream().map(who -> who + " direction=both"));
            for (int i = 0; i < 50; i++) {
                String local = pick(random, "u", "u+t", "u+x", "v");
                String domain = domain(random);

                assertThat(table.inbound().forSender(local, domain).stream()
                                .map(TlsRequirement::who)
                                .findFirst())
                        .as("%s@%s in %s", local, domain, whos)
                        .isEqualTo(table.match(local, domain).map(PolicyRule::who));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void longestPrefixShouldDecideWhateverTheNetworks(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            Set<String> networks = new TreeSet<>();
            for (int i = 0; i < 12; i++) {
                InetAddress address = address(random);
                int length = random.nextInt(address.getAddress().length * 8 + 1);
                networks.add(Network.of(address, length).toString());
            }
            InboundRules rules =
                    table(networks.stream().map(network -> "client:" + network)).inbound();
            for (int i = 0; i < 50; i++) {
                InetAddress client = address(random);

                assertThat(rules.forClient(client, List.of()).stream()
                                .map(TlsRequirement::who)
                                .findFirst())
                        .as("%s in %s", InetAddresses.toAddrString(client), networks)
                        .isEqualTo(longest(networks, client));
            }
        }
    }

    @Test
    void nothingShouldThrowWhateverTheStrings() throws Exception {
        InboundRules rules = table(Stream.of(
                        "from:partner.example",
                        "from:u@",
                        "to:[192.0.2.7]",
                        "client:.müller.example",
                        "client:10.0.0.0/8",
                        "cert:partner.example",
                        "cert:*"))
                .inbound();
        String[] pieces = {
            "partner.example",
            ".",
            "u",
            "+",
            "@",
            "*.",
            "[",
            "]",
            "IPv6:",
            "::1",
            "10.0.0.1",
            "xn--",
            "ß",
            "\u3002",
            "\ud83d",
            "\u0000",
            "\"",
            "\\",
            "-",
            ":",
            "from:"
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(6), 0, pieces.length)
                    .mapToObj(piece -> pieces[piece])
                    .collect(Collectors.joining());
            InetAddress client = address(random);

            assertThat(rules.explainSender(text, text).active()).isEqualTo(rules.forSender(text, text));
            assertThat(rules.explainRecipient(text, text).active()).isEqualTo(rules.forRecipient(text, text));
            assertThat(required(rules.explainClient(client, List.of(text))))
                    .isEqualTo(List.copyOf(rules.forClient(client, List.of(text))));
            assertThat(required(rules.explainCertificate(List.of(text))))
                    .isEqualTo(List.copyOf(rules.forCertificate(List.of(text))));
        }
    }

    private static List<TlsRequirement> required(List<PolicyExplanation> explanations) {
        return explanations.stream()
                .filter(explanation -> explanation.decisive().isPresent())
                .map(PolicyExplanation::requirement)
                .distinct()
                .toList();
    }

    /** Few different bits, at both ends, so that networks overlap. */
    private static InetAddress address(Random random) throws UnknownHostException {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        bytes[0] = 0x20;
        bytes[1] = (byte) random.nextInt(4);
        bytes[bytes.length - 1] = (byte) random.nextInt(4);
        return InetAddress.getByAddress(bytes);
    }

    private static Optional<String> longest(Set<String> networks, InetAddress client) {
        String bits = bits(client);
        String longest = null;
        int most = -1;
        for (String network : networks) {
            String[] parts = network.split("/");
            String prefix = bits(InetAddresses.forString(parts[0]));
            int length = parts.length == 1 ? prefix.length() : Integer.parseInt(parts[1]);
            boolean inside = prefix.length() == bits.length() && bits.startsWith(prefix.substring(0, length));
            if (inside && length > most) {
                most = length;
                longest = "client:" + network;
            }
        }
        return Optional.ofNullable(longest);
    }

    private static String bits(InetAddress address) {
        StringBuilder bits = new StringBuilder();
        for (byte octet : address.getAddress()) {
            bits.append(Integer.toBinaryString(octet & 0xFF | 0x100).substring(1));
        }
        return bits.toString();
    }
}
