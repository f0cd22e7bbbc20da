// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.net.InetAddresses;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.FailureAction;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.testkit.Tables;

class InboundRulesTest {
    private static final InetAddress SOME_CLIENT = InetAddresses.forString("198.51.100.1");

    private static PolicyTable table(String... lines) throws PolicyException {
        byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return new PolicyTableParser(Set.of(), Clock.systemUTC()).parse("conf/tls-policy.conf", content);
    }

    private static InboundRules rules(String... lines) throws PolicyException {
        return table(lines).inbound();
    }

    private static String who(Optional<TlsRequirement> requirement) {
        return requirement.map(TlsRequirement::who).orElse("none");
    }

    private static Stream<String> whos(Collection<TlsRequirement> requirements) {
        return requirements.stream().map(TlsRequirement::who);
    }

    private static String local(String address) {
        return address.substring(0, address.lastIndexOf('@'));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static Optional<TlsRequirement> sender(InboundRules rules, String address) {
        return rules.forSender(local(address), domain(address)).stream().findFirst();
    }

    private static Optional<TlsRequirement> recipient(InboundRules rules, String address) {
        return rules.forRecipient(local(address), domain(address)).stream().findFirst();
    }

    @Nested
    class AddressPattern {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\'',
                textBlock =
                        """
                # line                                   | who                        | party
                from:partner.example                     | from:partner.example       | SENDER
                FROM:Partner.Example.                    | from:partner.example       | SENDER
                from:.MÜLLER.example direction=in        | from:.xn--mller-kva.example | SENDER
                from:User+Tag@partner.example            | from:user+tag@partner.example | SENDER
                from:user@                               | from:user@                 | SENDER
                from:[IPV6:2001:DB8:0::1]                | from:[IPv6:2001:db8::1]    | SENDER
                from:*                                   | from:*                     | SENDER
                partner.example direction=in             | partner.example            | SENDER
                partner.example direction=both           | partner.example            | SENDER
                to:"board"@here.example                  | to:board@here.example      | RECIPIENT
                client:192.0.2.0/24                      | client:192.0.2.0/24        | CLIENT
                client:192.0.2.7                         | client:192.0.2.7           | CLIENT
                client:192.0.2.7/32                      | client:192.0.2.7           | CLIENT
                client:0.0.0.0/0                         | client:0.0.0.0/0           | CLIENT
                client:2001:DB8:0:0::/32                 | client:2001:db8::/32       | CLIENT
                client:2001:db8::1                       | client:2001:db8::1         | CLIENT
                client:::/0                              | client:::/0                | CLIENT
                client:MX.partner.example                | client:mx.partner.example  | CLIENT
                client:=mx.partner.example               | client:=mx.partner.example | CLIENT
                client:*                                 | client:*                   | CLIENT
                cert:.partner.example                    | cert:.partner.example      | CERTIFICATE
                cert:*                                   | cert:*                     | CERTIFICATE
                """)
        void prefixShouldMakeRuleForMailThatComesIn(String line, String who, InboundSubject party) throws Exception {
            PolicyRule rule = table(line).rules().get(0);

            assertThat(rule.who()).isEqualTo(who);
            assertThat(rule.inboundSubject()).contains(party);
            assertThat(rule.direction().covers(Direction.IN)).isTrue();
            assertThat(rule.inbound().map(TlsRequirement::isInbound)).contains(true);
        }

        @Test
        void ruleWithPrefixShouldNotCoverMailThatGoesOut() throws Exception {
            PolicyTable table = table("from:partner.example", "to:*", "client:*", "cert:*");

            assertThat(table.match("u", "partner.example")).isEmpty();
            assertThat(table.size()).isEqualTo(4);
        }

        @Test
        void ruleForOutboundShouldNotCoverMailThatComesIn() throws Exception {
            PolicyTable table = table("partner.example", "*");

            assertThat(table.rules().get(0).inbound()).isEmpty();
            assertThat(table.rules().get(0).inboundSubject()).isEmpty();
            assertThat(table.inbound().isEmpty()).isTrue();
            assertThat(sender(table.inbound(), "u@partner.example")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # first line                   | second line                    | why not
                from:partner.example           | partner.example direction=in   | either it or from:partner.example of line 1, not both
                partner.example direction=both | from:partner.example           | either it or partner.example of line 1, not both
                from:partner.example           | from:.partner.example          | either it or from:partner.example of line 1, not both
                client:.partner.example        | client:partner.example         | either it or client:.partner.example of line 1, not both
                client:192.0.2.7               | client:192.0.2.7/32            | one rule for it in each direction, and there is the one of line 1
                client:*                       | client:*                       | one rule for it in each direction, and there is the one of line 1
                to:postmaster@                 | to:Postmaster@                 | one rule for it in each direction, and there is the one of line 1
                """)
        void tableShouldRefuseSecondRuleForSameParty(String first, String second, String why) {
            PolicyException refused = catchThrowableOfType(PolicyException.class, () -> rules(first, second));

            assertThat(refused).hasMessageStartingWith("tls-policy.conf:2: who: given ");
            assertThat(refused).hasMessageEndingWith(": allowed " + why);
        }

        @ParameterizedTest
        @ValueSource(strings = {"from:", "to:", "client:", "cert:"})
        void sameNameShouldHaveOneRuleForEachParty(String prefix) throws Exception {
            assertThat(table("partner.example", prefix + "partner.example").size())
                    .isEqualTo(2);
        }
    }

    @Nested
    class Senders {
        private static final String[] EVERYTHING = {
            "from:*",
            "from:user@",
            "from:user+tag@",
            "from:example",
            "from:.partner.example",
            "from:=sales.partner.example",
            "from:sales.partner.example",
            "from:user@sales.partner.example",
            "from:user+tag@sales.partner.example"
        };

        @ParameterizedTest
        @CsvSource({
            "user+tag@sales.partner.example, from:user+tag@sales.partner.example",
            "user+other@sales.partner.example, from:user@sales.partner.example",
            "user@sales.partner.example, from:user@sales.partner.example",
            "user+tag@partner.example, from:user+tag@",
            "user@partner.example, from:user@",
            "other@sales.partner.example, from:=sales.partner.example",
            "other@north.sales.partner.example, from:sales.partner.example",
            "other@lab.partner.example, from:.partner.example",
            "other@partner.example, from:example",
            "other@[192.0.2.7], from:*",
            "other@elsewhere.test, from:*",
            "OTHER@North.SALES.Partner.Example., from:sales.partner.example",
            "'\"user\"@sales.partner.example', from:user@sales.partner.example",
            "other@not..a.domain, from:*",
        })
        void mostSpecificShouldDecide(String address, String who) throws Exception {
            assertThat(who(sender(rules(EVERYTHING), address))).isEqualTo(who);
        }

        @ParameterizedTest
        @CsvSource({
            "from:partner.example, u@notpartner.example",
            "from:.partner.example, u@partner.example",
            "from:=partner.example, u@x.partner.example",
            "from:user@, other@partner.example",
            "to:partner.example, u@partner.example",
            "client:partner.example, u@partner.example",
            "'from:\"@partner.example\"@', u@partner.example",
        })
        void ruleShouldNotCoverOthers(String line, String address) throws Exception {
            assertThat(sender(rules(line), address)).isEmpty();
        }

        @Test
        void nullSenderShouldFallUnderRuleForEveryoneAlone() throws Exception {
            assertThat(who(rules("from:*", "from:example", "from:user@").forNullSender().stream()
                            .findFirst()))
                    .isEqualTo("from:*");
            assertThat(rules("from:example", "from:user@").forNullSender()).isEmpty();
        }

        @Test
        void oneRuleShouldHoldInBothDirections() throws Exception {
            PolicyTable table = table("partner.example verify bits=256 direction=both");

            assertThat(table.lookup("u", "x.partner.example").describe())
                    .isEqualTo("TLS with at least 256 bits and a trusted certificate for the MX host");
            assertThat(sender(table.inbound(), "u@x.partner.example").map(TlsRequirement::toString))
                    .contains("TLS with at least 256 bits and a trusted certificate by partner.example"
                            + " (tls-policy.conf:1)");
        }

        @Test
        void bothShouldKeepWhatHasMeaningInEachDirection() throws Exception {
            PolicyTable table = table(
                    "partner.example direction=both sni=mx.partner.example client-cert=our"
                            + " failure=processor:portal",
                    "open.example none direction=both");

            TlsRequirement outbound = table.lookup("u", "partner.example");
            TlsRequirement inbound =
                    sender(table.inbound(), "u@partner.example").orElseThrow();
            assertThat(outbound.serverName()).contains("mx.partner.example");
            assertThat(outbound.clientCertificate()).contains("our");
            assertThat(outbound.failure()).isEqualTo(FailureAction.processor("portal"));
            assertThat(inbound.serverName()).isEmpty();
            assertThat(inbound.clientCertificate()).isEmpty();
            assertThat(inbound.failure()).isEqualTo(FailureAction.bounce());
            assertThat(table.lookup("u", "open.example").level()).isEqualTo(TlsLevel.NONE);
            assertThat(sender(table.inbound(), "u@open.example").map(TlsRequirement::level))
                    .contains(TlsLevel.MAY);
        }
    }

    @Nested
    class Recipients {
        @ParameterizedTest
        @CsvSource({
            "board@here.example, to:board@here.example",
            "postmaster@here.example, to:postmaster@",
            "clerk@here.example, to:here.example",
            "clerk@elsewhere.example, none",
        })
        void mostSpecificShouldDecide(String address, String who) throws Exception {
            InboundRules rules = rules(
                    "to:here.example", "to:board@here.example verify", "to:postmaster@ may", "from:elsewhere.example");

            assertThat(who(recipient(rules, address))).isEqualTo(who);
        }
    }

    @Nested
    class Clients {
        private static final String[] NETWORKS = {
            "client:*",
            "client:192.0.0.0/16",
            "client:192.0.2.0/24",
            "client:192.0.2.128/25",
            "client:192.0.2.7",
            "client:2001:db8::/32",
            "client:2001:db8:0:2::/63",
            "client:2001:db8::25",
        };

        @ParameterizedTest
        @CsvSource({
            "192.0.2.7, client:192.0.2.7",
            "192.0.2.8, client:192.0.2.0/24",
            "192.0.2.127, client:192.0.2.0/24",
            "192.0.2.128, client:192.0.2.128/25",
            "192.0.2.255, client:192.0.2.128/25",
            "192.0.3.0, client:192.0.0.0/16",
            "192.1.0.0, client:*",
            "2001:db8::25, client:2001:db8::25",
            "2001:db8::26, client:2001:db8::/32",
            "2001:db8:0:3::1, client:2001:db8:0:2::/63",
            "2001:db8:0:4::1, client:2001:db8::/32",
            "2001:db9::1, client:*",
        })
        void longestPrefixShouldDecide(String address, String who) throws Exception {
            assertThat(whos(rules(NETWORKS).forClient(InetAddresses.forString(address), List.of())))
                    .containsExactly(who);
        }

        @ParameterizedTest
        @CsvSource({"0.0.0.0/0, 192.0.2.7, true", "0.0.0.0/0, ::1, false", "::/0, ::1, true", "::/0, 192.0.2.7, false"})
        void wholeAddressSpaceShouldCoverItsOwnVersion(String network, String address, boolean covered)
                throws Exception {
            assertThat(rules("client:" + network).forClient(InetAddresses.forString(address), List.of()))
                    .hasSize(covered ? 1 : 0);
        }

        @Test
        void mappedAddressShouldBeIpv4() throws Exception {
            byte[] mapped = new byte[16];
            mapped[10] = -1;
            mapped[11] = -1;
            System.arraycopy(new byte[] {(byte) 192, 0, 2, 7}, 0, mapped, 12, 4);
            InetAddress client = Inet6Address.getByAddress(null, mapped, -1);

            assertThat(client.getAddress()).hasSize(16); // InetAddress.getByAddress would have made it IPv4
            assertThat(whos(rules(NETWORKS).forClient(client, List.of()))).containsExactly("client:192.0.2.7");
        }

        @ParameterizedTest
        @CsvSource({
            "mx.partner.example, client:mx.partner.example",
            "MX.Partner.Example., client:mx.partner.example",
            "a.mx.partner.example, client:mx.partner.example",
            "other.partner.example, client:.partner.example",
            "partner.example, none",
            "only.example, client:=only.example",
            "x.only.example, none",
            "not..a..name, none",
        })
        void namesShouldBeComparedAsDomains(String name, String who) throws Exception {
            InboundRules rules = rules("client:.partner.example", "client:mx.partner.example", "client:=only.example");

            assertThat(rules.forClient(SOME_CLIENT, List.of(name)).stream()
                            .findFirst()
                            .map(TlsRequirement::who)
                            .orElse("none"))
                    .isEqualTo(who);
        }

        @Test
        void nameShouldNotExcuseFromRuleForAddress() throws Exception {
            InboundRules rules = rules("client:198.51.100.0/24 encrypt", "client:mx.partner.example may", "client:*");

            assertThat(whos(rules.forClient(SOME_CLIENT, List.of("mx.partner.example"))))
                    .containsExactly("client:198.51.100.0/24", "client:mx.partner.example");
        }

        @Test
        void eachNameShouldAskOnItsOwnAndOnce() throws Exception {
            InboundRules rules = rules("client:a.example", "client:b.example bits=256");

            assertThat(whos(rules.forClient(
                            SOME_CLIENT, List.of("x.a.example", "a.example", "b.example", "c.example"))))
                    .containsExactly("client:a.example", "client:b.example");
        }

        @ParameterizedTest
        @CsvSource({
            "client:mx.partner.example, true",
            "client:*, false",
            "client:192.0.2.0/24, false",
            "from:partner.example, false"
        })
        void namesShouldBeAskedForWhenRuleNeedsThem(String line, boolean asked) throws Exception {
            assertThat(rules(line).asksForClientNames()).isEqualTo(asked);
        }

        @ParameterizedTest
        @CsvSource({
            "from:partner.example verify match=hostname, true",
            "partner.example verify match=hostname direction=both, true",
            "partner.example verify match=hostname, false",
            "from:partner.example verify match=nexthop, false"
        })
        void namesShouldBeComparedByRulesThatSaySo(String line, boolean compared) throws Exception {
            assertThat(rules(line).comparesClientNames()).isEqualTo(compared);
        }
    }

    @Nested
    class Certificates {
        private final PeerIdentity trusted = PeerIdentity.trusted(List.of(Tables.certificate("mx")));

        @ParameterizedTest
        @CsvSource({
            "cert:mx.partner.example, true",
            "cert:partner.example, true",
            "cert:.partner.example, true",
            "cert:=partner.example, true",
            "cert:=mx.partner.example, true",
            "cert:=example, false",
            "cert:other.example, false",
            "cert:*, true",
            "from:partner.example, false",
        })
        void ruleShouldCoverNamesOfTrustedCertificate(String line, boolean covered) throws Exception {
            assertThat(rules(line).forCertificate(trusted)).hasSize(covered ? 1 : 0);
        }

        @Test
        void certificateThatProvesNothingShouldNotEscapeTheRuleForTheNameInIt() throws Exception {
            PeerIdentity untrusted = PeerIdentity.untrusted("self-signed", List.of(Tables.certificate("mx")));

            assertThat(whos(rules("cert:*", "cert:mx.partner.example").forCertificate(untrusted)))
                    .containsExactly("cert:mx.partner.example");
            assertThat(rules("cert:*").forCertificate(untrusted)).isEmpty();
            assertThat(rules("cert:*", "cert:other.example").forCertificate(untrusted))
                    .isEmpty();
        }

        @Test
        void noCertificateShouldFallUnderNoRule() throws Exception {
            assertThat(rules("cert:*", "cert:mx.partner.example").forCertificate(PeerIdentity.notPresented()))
                    .isEmpty();
        }

        @Test
        void certificateWithoutNamesShouldFallUnderRuleForEveryone() throws Exception {
            PeerIdentity nameless = PeerIdentity.trusted(List.of(Tables.certificate("nameless")));

            assertThat(whos(rules("cert:*", "cert:partner.example").forCertificate(nameless)))
                    .containsExactly("cert:*");
        }

        @ParameterizedTest
        @CsvSource({
            "cert:partner.example, true",
            "cert:.partner.example, true",
            "cert:=partner.example, false",
            "cert:mx.partner.example, false",
        })
        void wildcardShouldFallUnderRulesForNamesBelow(String line, boolean covered) throws Exception {
            assertThat(rules(line).forCertificate(List.of("*.partner.example"))).hasSize(covered ? 1 : 0);
        }

        @ParameterizedTest
        @CsvSource({
            "cert:partner.example may, true",
            "from:partner.example verify, true",
            "partner.example secure direction=both, true",
            "from:partner.example encrypt, false",
            "partner.example verify, false",
        })
        void certificatesShouldBeAskedForWhenRuleNeedsThem(String line, boolean asked) throws Exception {
            assertThat(rules(line).asksForCertificates()).isEqualTo(asked);
        }
    }

    @Nested
    class Explanation {
        @Test
        void explainSenderShouldShowWhatWasConsideredAndWhatIsRequired() throws Exception {
            InboundRules rules =
                    rules("from:.partner.example bits=256", "example secure direction=both", "client:* bits=128");

            assertThat(rules.explainSender("U", "Partner.Example").toString())
                    .isEqualTo(
                            """
                            from:u@partner.example: TLS with at least 112 bits and a trusted certificate for the sender's domain or a sub-domain of it
                              from:.partner.example (tls-policy.conf:1) is for sub-domains only: TLS with at least 256 bits
                              example (tls-policy.conf:2) decides: TLS with at least 112 bits and a trusted certificate for the sender's domain or a sub-domain of it
                              built-in may is less specific: TLS when offered""");
        }

        @Test
        void explainClientShouldShowAddressAndEachName() throws Exception {
            InboundRules rules = rules("client:*", "client:198.51.100.0/24 may", "client:mx.partner.example bits=256");

            assertThat(rules.explainClient(SOME_CLIENT, List.of("mx.partner.example", "no.example")))
                    .map(PolicyExplanation::toString)
                    .containsExactly(
                            """
                            client:198.51.100.1: TLS when offered
                              client:198.51.100.0/24 (tls-policy.conf:2) decides: TLS when offered
                              client:* (tls-policy.conf:1) is less specific: TLS with at least 112 bits
                              built-in may is less specific: TLS when offered""",
                            """
                            client:mx.partner.example: TLS with at least 256 bits
                              client:mx.partner.example (tls-policy.conf:3) decides: TLS with at least 256 bits
                              built-in may is less specific: TLS when offered""",
                            """
                            client:no.example: TLS when offered
                              built-in may decides: TLS when offered""");
        }

        @Test
        void explainShouldAgreeWithLookup() throws Exception {
            InboundRules rules = rules(Senders.EVERYTHING);

            for (String address : List.of("user@partner.example", "x@sales.partner.example", "@", "a@b", "u@x..y")) {
                assertThat(rules.explainSender(local(address), domain(address)).requirement())
                        .isEqualTo(sender(rules, address).orElseGet(TlsRequirement::builtInMay));
            }
        }

        @Test
        void nullSenderShouldBeShownAsSuch() throws Exception {
            assertThat(rules("from:*").explainSender("", "").recipient()).isEqualTo("from:<>");
        }

        @Test
        void recipientAndCertificateShouldBeShownWithPrefix() throws Exception {
            InboundRules rules = rules("to:*", "cert:*");

            assertThat(rules.explainRecipient("u", "here.example").recipient()).isEqualTo("to:u@here.example");
            assertThat(rules.explainCertificate(Arrays.asList("mx.example", "*.Example")))
                    .map(PolicyExplanation::recipient)
                    .containsExactly("cert:mx.example", "cert:*.example");
        }
    }
}
