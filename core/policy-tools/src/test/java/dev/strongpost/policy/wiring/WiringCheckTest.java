// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

/** Folders of configuration as administrators write them, and what is found in them. */
class WiringCheckTest {
    private static final String OURS =
            "<mailet match='dev.strongpost.matchers.RecipientRequiresTls' class='dev.strongpost.mailets.TlsRemoteDelivery'/>";
    private static final String STOCK = "<mailet match='All' class='RemoteDelivery'/>";

    @TempDir
    private Path root;

    private Path conf;

    @BeforeEach
    void set() throws IOException {
        conf = Files.createDirectory(root.resolve("conf"));
        table("partner.example");
        mailets(OURS + STOCK);
        servers("");
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(conf.resolve(file), content);
    }

    private void table(String... rules) throws IOException {
        write("tls-policy.conf", String.join("\n", rules) + "\n");
    }

    /** Writes processors as James's own sample has them, with that in the processor "relay" from line 13 on. */
    private void mailets(String relay) throws IOException {
        processors(
                """
                <processor state="transport">
                  <matcher name="relay-allowed" match="org.apache.james.mailetcontainer.impl.matchers.Or">
                    <matcher match="SMTPAuthSuccessful"/><matcher match="SMTPIsAuthNetwork"/>
                  </matcher>
                  <mailet match="RecipientIsLocal" class="ToProcessor"><processor>local-delivery</processor></mailet>
                  <mailet match="relay-allowed" class="ToProcessor"><processor>relay</processor></mailet>
                  <mailet match="All" class="Null"/>
                </processor>
                <processor state="relay">
                %s
                </processor>
                """
                        .formatted(relay));
    }

    private void processors(String processors) throws IOException {
        write(
                "mailetcontainer.xml",
                """
                <mailetcontainer><processors>
                <processor state="root"><mailet match="All" class="ToProcessor"><processor>transport</processor></mailet></processor>
                <processor state="error"><mailet match="All" class="Bounce"/></processor>
                %s<processor state="bounces"><mailet match="All" class="dev.strongpost.mailets.TlsBounce"/></processor>
                <processor state="local-delivery"><mailet match="All" class="LocalDelivery"/></processor>
                </processors></mailetcontainer>
                """
                        .formatted(processors));
    }

    private void servers(String servers) throws IOException {
        write("smtpserver.xml", "<smtpservers>\n" + servers + "\n</smtpservers>\n");
    }

    private List<WiringFinding> findings() {
        return WiringCheck.beforeStart(
                JamesConfiguration.read(JamesFiles.ofConfigurationFolder(conf)),
                file -> Optional.of(PolicyTableParser.forThisJvm().parse(file)));
    }

    private void assertNothingFound() {
        assertThat(findings()).isEmpty();
    }

    private void assertFound(String... linesWithSeverity) {
        List<String> lines = findings().stream()
                .map(finding -> finding.severity().word() + " " + finding)
                .toList();
        assertThat(lines).hasSameSizeAs(linesWithSeverity);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).startsWith(linesWithSeverity[i]);
        }
    }

    private static String delivery(String matcher, String parameters) {
        return "<mailet " + matcher + " class='dev.strongpost.mailets.TlsRemoteDelivery'>" + parameters + "</mailet>\n";
    }

    private static String stock(String matcher) {
        return "<mailet " + matcher + " class='RemoteDelivery'/>\n";
    }

    @Nested
    class Outbound {
        @Test
        void matchedRecipientsBeforeTheStockMailetShouldBeRight() {
            assertNothingFound();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "match='All'",
                    "", // James takes All
                    "match='org.apache.james.transport.matchers.All'",
                    "notmatch='dev.strongpost.matchers.RecipientRequiresTls=file://conf/none.conf'",
                    "match='dev.strongpost.matchers.RecipientRequiresTls=file://conf/tls-policy.conf'"
                })
        void matcherThatLeavesNobodyShouldBeRight(String matcher) throws IOException {
            write("none.conf", "# none\n");
            mailets(delivery(matcher, "") + STOCK);

            assertThat(findings()).allMatch(finding -> matcher.contains("none.conf"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "match='All'",
                    "",
                    "match='dev.strongpost.matchers.RecipientRequiresTls'",
                    "match='either'",
                    "notmatch='dev.strongpost.matchers.RecipientRequiresTls=nobody.example'"
                })
        void stockMailetBeforeOursShouldBeAProblem(String matcher) throws IOException {
            String either = "<matcher name='either' match='org.apache.james.mailetcontainer.impl.matchers.Or'>"
                    + "<matcher match='HostIs=a.example'/>"
                    + "<matcher match='dev.strongpost.matchers.RecipientRequiresTls'/></matcher>";
            mailets(either + stock(matcher) + OURS);

            assertThat(findings().get(0).toString())
                    .startsWith("mailetcontainer.xml:13: RemoteDelivery (")
                    .contains(
                            matcher.contains("nobody") ? "may take mail" : "sends it without the rule: write <mailet");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "notmatch='dev.strongpost.matchers.RecipientRequiresTls'",
                    "match='others'",
                    "match='local-others'"
                })
        void stockMailetForTheOthersShouldBeRightAnywhere(String matcher) throws IOException {
            String composites =
                    """
                    <matcher name='others' match='org.apache.james.mailetcontainer.impl.matchers.Not'>\
                    <matcher match='dev.strongpost.matchers.RecipientRequiresTls'/></matcher>\
                    <matcher name='local-others' match='org.apache.james.mailetcontainer.impl.matchers.And'>\
                    <matcher match='SMTPAuthSuccessful'/>\
                    <matcher notmatch='dev.strongpost.matchers.RecipientRequiresTls'/></matcher>
                    """;
            mailets(composites + stock(matcher) + OURS + STOCK);

            assertNothingFound();
        }

        @Test
        void stockMailetWithAnotherMatcherShouldNotBeJudged() throws IOException {
            mailets(stock("match='HostIs=other.example'") + OURS + STOCK);

            assertFound("not judged mailetcontainer.xml:13: RemoteDelivery (match=\"HostIs=other.example\", in the"
                    + " processor relay) may take mail to recipients with a rule in tls-policy.conf");
        }

        @Test
        void oursWithAnotherMatcherShouldNotBeJudged() throws IOException {
            mailets(delivery("match='HostIs=partner.example'", "") + STOCK);

            assertFound(
                    "not judged mailetcontainer.xml:14: RemoteDelivery (match=\"All\", in the processor relay) takes"
                            + " what the TlsRemoteDelivery before it leaves");
        }

        @Test
        void stockMailetWithAnUnknownMatcherInAnEarlierProcessorShouldNotBeJudged() throws IOException {
            processors(
                    """
                    <processor state="transport">
                    <mailet match="SMTPAuthSuccessful" class="RemoteDelivery"/>
                    <mailet match="All" class="ToProcessor"><processor>relay</processor></mailet>
                    </processor>
                    <processor state="relay">%s</processor>
                    """
                            .formatted(OURS + STOCK));

            assertFound("not judged mailetcontainer.xml:5: RemoteDelivery (match=\"SMTPAuthSuccessful\"");
        }

        @Test
        void oursInAnEarlierProcessorShouldBeRight() throws IOException {
            processors(
                    """
                    <processor state="transport">
                    %s
                    <mailet match="All" class="ToProcessor"><processor>relay</processor></mailet>
                    </processor>
                    <processor state="relay">%s</processor>
                    """
                            .formatted(OURS, STOCK));

            assertNothingFound();
        }

        @Test
        void processorThatNoMailReachesShouldNotMatter() throws IOException {
            processors(
                    """
                    <processor state="transport">%s</processor>
                    <processor state="relay">%s</processor>
                    """
                            .formatted(OURS + STOCK, STOCK));

            assertNothingFound();
        }

        @Test
        void mailThatAFailingMailetSendsElsewhereShouldBeFollowed() throws IOException {
            processors(
                    """
                    <processor state="transport">
                    <mailet match="All" class="AddFooter"><onMailetException>Plain</onMailetException></mailet>
                    %s</processor>
                    <processor state="plain">
                    %s</processor>
                    """
                            .formatted(OURS + STOCK, STOCK));

            assertFound("problem mailetcontainer.xml:8: RemoteDelivery (match=\"All\", in the processor plain)");
        }

        @Test
        void noMailetOfOursShouldBeAProblem() throws IOException {
            mailets(stock("match='HostIs=other.example'"));

            assertFound(
                    "problem mailetcontainer.xml: no TlsRemoteDelivery applies the outbound rules of tls-policy.conf"
                            + " (the first is at tls-policy.conf:1)",
                    "not judged mailetcontainer.xml:13: ");
        }

        @ParameterizedTest
        @CsvSource({"partner.example may", "partner.example none", "from:partner.example encrypt"})
        void tableThatAsksForNoTlsOutboundShouldNeedNoMailet(String rule) throws IOException {
            table(rule);
            mailets(STOCK);

            assertNothingFound();
        }

        @Test
        void matcherAndMailetOnTwoTablesShouldBeAProblem() throws IOException {
            write("other.conf", "other.example\n");
            mailets(delivery("match='dev.strongpost.matchers.RecipientRequiresTls=file://conf/other.conf'", "")
                    + STOCK);

            assertThat(findings().get(0).toString())
                    .startsWith("mailetcontainer.xml:13: TlsRemoteDelivery (")
                    .contains("selects recipients by other.conf and delivers by tls-policy.conf");
            assertThat(findings().get(1).severity()).isEqualTo(WiringFinding.Severity.PROBLEM);
            assertThat(findings().get(1).toString())
                    .startsWith("mailetcontainer.xml:14: RemoteDelivery (")
                    .contains("takes mail to recipients with a rule in tls-policy.conf");
        }

        @Test
        void sameTableWrittenInTwoWaysShouldBeRight() throws IOException {
            mailets(delivery(
                            "match='dev.strongpost.matchers.RecipientRequiresTls'",
                            "<policy>file://" + conf.resolve("tls-policy.conf") + "</policy>")
                    + STOCK);

            assertNothingFound();
        }

        @Test
        void listInTheMatcherShouldBeAProblem() throws IOException {
            mailets(delivery("match='dev.strongpost.matchers.RecipientRequiresTls=partner.example'", "") + STOCK);

            assertThat(findings().get(0).toString())
                    .contains("selects recipients by a list in its matcher and delivers by tls-policy.conf");
        }

        @Test
        void oneQueueForBothShouldBeAProblem() throws IOException {
            mailets(delivery("match='All'", "<outgoing>outgoing</outgoing>") + STOCK);

            assertFound("problem mailetcontainer.xml:13: TlsRemoteDelivery (match=\"All\", in the processor relay) has"
                    + " the queue outgoing, as the RemoteDelivery of line 14 has");
        }

        @ParameterizedTest
        @CsvSource({
            "onMatchException, nomatch, problem",
            "onMatchException, NoMatch, problem",
            "onMatchException, matchall, ",
            "onMatchException, error, ",
            "onMailetException, ignore, problem",
            "onMailetException, error, "
        })
        void failureThatLetsMailGoOnShouldBeAProblem(String parameter, String value, String severity)
                throws IOException {
            mailets(delivery(
                            "match='dev.strongpost.matchers.RecipientRequiresTls'",
                            "<" + parameter + ">" + value + "</" + parameter + ">")
                    + STOCK);

            if (severity == null) {
                assertNothingFound();
            } else {
                assertThat(findings().get(0).toString()).contains("has " + parameter + " ");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "NotifySender, , true",
            "Bounce, , true",
            "dev.strongpost.mailets.TlsBounce, , true",
            "dev.strongpost.mailets.TlsBounce, false, false",
            "NotifySender, no, false",
            "ToRepository, , false",
            "ToRepository, yes, true"
        })
        void mailShouldPassAMailetAsJamesLetsIt(String mailet, String passThrough, boolean passes) throws IOException {
            String parameter = passThrough == null ? "" : "<passThrough>" + passThrough + "</passThrough>";
            mailets("<mailet match='All' class='" + mailet + "'>" + parameter + "</mailet>" + STOCK + OURS);

            assertThat(findings().get(0).text().contains("sends it without the rule"))
                    .isEqualTo(passes);
        }

        @Test
        void tableOfAMatcherThatChoosesTheWayShouldBeJudged() throws IOException {
            write("other.conf", "other.example\n");
            mailets("<mailet match='dev.strongpost.matchers.RecipientRequiresTls=file://conf/other.conf'"
                    + " class='ToProcessor'><processor>tls</processor></mailet>" + OURS + STOCK
                    + "</processor><processor state='tls'>" + delivery("match='All'", ""));

            assertThat(findings())
                    .extracting(WiringFinding::text)
                    .anyMatch(text -> text.contains(
                            "takes mail to recipients with a rule in other.conf and delivers by" + " tls-policy.conf"));
        }

        @Test
        void wayThatIsChosenByRecipientShouldNotBeJudged() throws IOException {
            mailets(
                    "<mailet match='HostIs=internal.example' class='ToProcessor'><processor>internal</processor></mailet>"
                            + OURS + STOCK + "</processor><processor state='internal'>\n" + STOCK);

            assertFound(
                    "not judged mailetcontainer.xml:14: RemoteDelivery (match=\"All\", in the processor internal) may"
                            + " take mail to recipients with a rule in tls-policy.conf");
        }

        @Test
        void mailetWithAnotherTableAndAnUnknownMatcherShouldNotBeJudged() throws IOException {
            write("board.conf", "partner.example verify\n");
            mailets(delivery(
                            "match='SenderIs=ceo@here.example'",
                            "<policy>file://conf/board.conf</policy>" + "<outgoing>board</outgoing>")
                    + OURS);

            assertThat(findings())
                    .extracting(WiringFinding::toString)
                    .anyMatch(line -> line.startsWith("mailetcontainer.xml:13: ")
                            && line.contains("delivers by board.conf and may take mail to recipients with a rule in"
                                    + " tls-policy.conf"));
        }

        @Test
        void gatewayShouldBeAWarning() throws IOException {
            mailets(delivery("match='All'", "<gateway>relay.example</gateway>"));

            assertFound("warning mailetcontainer.xml:13: TlsRemoteDelivery (match=\"All\", in the processor relay) has"
                    + " the gateway relay.example: rules are judged at that host alone");
        }

        @Test
        void processorThatJamesLacksShouldBeAProblemAtItsRule() throws IOException {
            table("partner.example", "other.example failure=processor:nope");

            assertFound("fault tls-policy.conf:2: failure=processor:nope names a processor that mailetcontainer.xml"
                    + " lacks");
        }

        @Test
        void ruleThatNeedsWhatIsPublishedShouldBeAFaultWhereThatIsOff() throws IOException {
            table("partner.example", "other.example dane");
            mailets(delivery("match='All'", ""));
            assertFound(
                    "fault mailetcontainer.xml:13: TlsRemoteDelivery (match=\"All\", in the processor relay) looks up"
                            + " nothing of what domains publish, and the rule at tls-policy.conf:2 asks for that");

            mailets(delivery("match='All'", "<published>on</published>"));
            assertNothingFound();
        }

        @Test
        void stockMailetBehindAFailedRuleShouldBeAWarning() throws IOException {
            table("partner.example failure=processor:plain");
            processors(
                    """
                    <processor state="transport">%s</processor>
                    <processor state="plain">
                    %s</processor>
                    """
                            .formatted(OURS + STOCK, STOCK));

            assertFound("warning mailetcontainer.xml:6: RemoteDelivery (match=\"All\", in the processor plain) sends on"
                    + " what tls-policy.conf:1 hands to the processor plain");
        }

        @Test
        void valueThatOnlyJamesResolvesShouldNotBeJudged() throws IOException {
            mailets(delivery("match='All'", "<gateway>${env:GATEWAY}</gateway>"));

            assertThat(findings())
                    .extracting(WiringFinding::severity)
                    .containsExactly(WiringFinding.Severity.WARNING, WiringFinding.Severity.NOT_JUDGED);
        }
    }

    @Nested
    class Inbound {
        private static final String WITH_HANDLER =
                """
                <smtpserver enabled="true"><jmxName>mx</jmxName><bind>0.0.0.0:25</bind><handlerchain>
                <handler class="dev.strongpost.inbound.InboundTls"><tls>%s</tls></handler>
                </handlerchain></smtpserver>
                """;
        private static final String WITHOUT_HANDLER =
                """
                <smtpserver enabled="%s"><jmxName>submission</jmxName><bind>0.0.0.0:587</bind><handlerchain/></smtpserver>
                """;

        @BeforeEach
        void ask() throws IOException {
            table("from:partner.example");
        }

        @Test
        void handlerInEveryEnabledServerShouldBeRight() throws IOException {
            servers(WITH_HANDLER.formatted("accept") + WITHOUT_HANDLER.formatted("false"));

            assertNothingFound();
        }

        @Test
        void serverWithoutTheHandlerShouldBeAProblem() throws IOException {
            servers(WITH_HANDLER.formatted("accept") + WITHOUT_HANDLER.formatted("true"));

            assertFound("problem smtpserver.xml:5: the server submission on 0.0.0.0:587 does not apply the inbound"
                    + " rules of tls-policy.conf (the first is at tls-policy.conf:1)");
        }

        @Test
        void handlerWithAnotherTableShouldBeAProblem() throws IOException {
            write("other.conf", "from:other.example\n");
            servers(WITH_HANDLER.formatted("accept</tls><policy>file://conf/other.conf</policy><tls>"));

            assertFound("problem smtpserver.xml:2: the server mx on 0.0.0.0:25 does not apply the inbound rules of"
                    + " tls-policy.conf");
        }

        @Test
        void serversWithTablesOfTheirOwnShouldBeAWarning() throws IOException {
            write("lab.conf", "from:lab.example\n");
            servers(WITH_HANDLER.formatted("accept")
                    + WITH_HANDLER.formatted("accept</tls><policy>file://conf/lab.conf</policy><tls>"));

            assertThat(findings()).hasSize(2).allMatch(finding -> finding.severity() == WiringFinding.Severity.WARNING);
        }

        @Test
        void valueOfAServerThatOnlyJamesResolvesShouldNotBeJudged() throws Exception {
            Files.write(
                    conf.resolve("keystore"),
                    TestCertificateAuthority.create().issue("mx.example").pkcs12("right1"));
            servers(WITH_HANDLER.formatted(
                    "accept</tls><keystore>file://conf/keystore</keystore><secret>${env:SECRET}</secret><tls>"));

            assertFound("not judged smtpserver.xml:2: the server mx on 0.0.0.0:25 has a value with ${...} in it");
        }

        @ParameterizedTest
        @ValueSource(strings = {"no", "off", "false", "F"})
        void serverThatIsNotStartedShouldNotMatter(String enabled) throws IOException {
            servers(WITH_HANDLER.formatted("accept") + WITHOUT_HANDLER.formatted(enabled));

            assertNothingFound();
        }

        @Test
        void rulesForTlsWhereNoneIsOfferedShouldBeAWarning() throws IOException {
            servers(WITH_HANDLER.formatted("none"));

            assertFound("warning smtpserver.xml:3: the server mx on 0.0.0.0:25 has tls none and so refuses all mail"
                    + " that tls-policy.conf:1");
        }

        @Test
        void whatJamesRefusesAtItsStartShouldBeAFault() throws Exception {
            table("partner.example");
            Files.write(
                    conf.resolve("keystore"),
                    TestCertificateAuthority.create().issue("mx.example").pkcs12("right1"));
            servers(
                    """
                    <smtpserver><jmxName>a</jmxName><tls startTLS="TRUE"/><handlerchain>
                    <handler class="dev.strongpost.inbound.InboundTls"><keystore>file://conf/keystore</keystore><secret>right1</secret></handler>
                    </handlerchain></smtpserver>
                    <smtpserver><jmxName>b</jmxName><tls startTLS="false"/><handlerchain>
                    <handler class="org.example.First"/>
                    <handler class="dev.strongpost.inbound.InboundTls"><keystore>file://conf/keystore</keystore><secret>wrong1</secret></handler>
                    </handlerchain></smtpserver>
                    """);

            assertFound(
                    "fault smtpserver.xml:2: the server a on its default address has TLS of James's own beside InboundTls",
                    "fault smtpserver.xml:5: the server b on its default address has another handler before InboundTls",
                    "fault smtpserver.xml:7: the keystore of InboundTls cannot be used, and James does not start: ");
        }

        @Test
        void outboundRulesShouldNeedNoHandler() throws IOException {
            table("partner.example");
            servers(WITHOUT_HANDLER.formatted("true"));

            assertNothingFound();
        }

        @Test
        void lmtpShouldNotBeJudged() throws IOException {
            servers(WITH_HANDLER.formatted("accept"));
            write("lmtpserver.xml", "<lmtpservers><lmtpserver enabled='true'/></lmtpservers>");

            assertFound("not judged lmtpserver.xml: mail that comes in by LMTP is held to no inbound rule");
        }
    }

    @Nested
    class Around {
        @Test
        void healthCheckOfNoTableShouldBeAProblem() throws IOException {
            Files.delete(conf.resolve("tls-policy.conf"));
            mailets(STOCK);
            write("healthcheck.properties", "additional.healthchecks=a.B, dev.strongpost.james.PolicyHealthCheck\n");

            assertFound("problem healthcheck.properties: the health check of the policy tables is enabled, and nothing"
                    + " loads a table");
        }

        @Test
        void tableWithMistakesShouldBeAProblem() throws IOException {
            table("partner.example bits=300", "other.example sometimes");

            assertThat(findings())
                    .extracting(WiringFinding::toString)
                    .anyMatch(line -> line.startsWith("tls-policy.conf:1: bits: given 300: allowed "))
                    .anyMatch(line -> line.startsWith("tls-policy.conf:2: "))
                    .allMatch(line -> line.endsWith("; James does not start with this table"));
        }

        @Test
        void tableThatIsNotThereShouldBeAProblem() throws IOException {
            Files.delete(conf.resolve("tls-policy.conf"));

            assertFound("problem tls-policy.conf: file: given ");
        }

        @Test
        void twoJarsShouldBeAProblem() throws IOException {
            Path folder = Files.createDirectories(root.resolve("extensions-jars/more"));
            jar(folder.getParent().resolve("strongpost.jar"), "dev/strongpost/mailets/TlsRemoteDelivery.class");
            jar(folder.resolve("strongpost-0.1.jar"), "dev/strongpost/mailets/TlsRemoteDelivery.class");
            jar(folder.resolve("other.jar"), "org/example/Other.class");
            Files.writeString(folder.resolve("broken.jar"), "no jar");
            Files.createSymbolicLink(
                    folder.resolve("again.jar"), folder.getParent().resolve("strongpost.jar"));

            assertFound("problem extensions-jars: this pack is there more than once, as strongpost-0.1.jar (version"
                    + " unknown) and strongpost.jar (version unknown)");
        }

        private static void jar(Path file, String entry) throws IOException {
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
                jar.putNextEntry(new JarEntry(entry));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<mailetcontainer>",
                    "",
                    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><mailetcontainer>&e;</mailetcontainer>"
                })
        void fileThatCannotBeReadShouldNotBeJudged(String content) throws IOException {
            write("mailetcontainer.xml", content);

            assertFound("not judged mailetcontainer.xml: given the file, which is no XML that can be read (");
        }

        @Test
        void fileThatIsNotThereShouldNotBeJudged() throws IOException {
            Files.delete(conf.resolve("mailetcontainer.xml"));
            Files.delete(conf.resolve("smtpserver.xml"));

            assertFound(
                    "not judged mailetcontainer.xml: given the file, which does not exist",
                    "not judged smtpserver.xml: given the file, which does not exist");
        }

        @Test
        void elementsInOneAnotherShouldHaveALimit() throws IOException {
            write("mailetcontainer.xml", "<a>".repeat(200_000) + "</a>".repeat(200_000));

            // A newer JDK has the same limit of its own, in its own words.
            assertFound("not judged mailetcontainer.xml: given the file, which is no XML that can be read (");
        }
    }
}
