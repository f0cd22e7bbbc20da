// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.core.Username;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.netty.HandlerConstants;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.certificates.peer.ChainStatus;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.inbound.Elements;
import dev.strongpost.inbound.connection.ClientName;
import dev.strongpost.inbound.connection.InboundConnection;
import dev.strongpost.inbound.connection.InboundEvents;
import dev.strongpost.inbound.tls.HandlerParameters;
import dev.strongpost.policy.InboundRules;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.testkit.Tables;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

class TransactionRulesTest {
    private static final FileSystem NO_FILES = Elements.files(Path.of("absent"));
    private static final String TOO_WEAK = "503 5.7.0 encryption too weak 0 less than 112";
    private static final MaybeSender SENDER = MaybeSender.getMailSender("alice@partner.example");

    private final SMTPSession session = mock(SMTPSession.class);
    private final SMTPConfiguration configuration = mock(SMTPConfiguration.class);
    private ClientName name = new ClientName(new CompletableFuture<>(), Duration.ZERO);
    private InboundConnection connection;

    @BeforeEach
    void connect() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(HandlerConstants.CORE_HANDLER, new ChannelInboundHandlerAdapter());
        when(session.getConfiguration()).thenReturn(configuration);
        when(session.getRemoteAddress()).thenReturn(new InetSocketAddress(InetAddresses.forString("192.0.2.7"), 2525));
        connection = InboundConnection.begin(session, channel);
        when(session.getAttachment(any(), any())).thenReturn(Optional.of(connection));
    }

    private TransactionRules rules(String table) {
        return rules(table, "");
    }

    private TransactionRules rules(String table, String elements) {
        try {
            InboundRules inbound = PolicyTableParser.forThisJvm()
                    .parse("tls-policy.conf", table.getBytes(StandardCharsets.UTF_8))
                    .inbound();
            Exemptions exemptions =
                    Exemptions.from(new HandlerParameters(Elements.of(elements), NO_FILES, Exemptions.KNOWN));
            return new TransactionRules(
                    () -> inbound, Optional.empty(), exemptions, client -> name, false, mock(InboundEvents.class));
        } catch (PolicyException | ConfigurationException e) {
            throw new IllegalArgumentException(table, e);
        }
    }

    private void clientIsCalled(String... verified) {
        name = new ClientName(CompletableFuture.completedFuture(ImmutableList.copyOf(verified)), Duration.ZERO);
    }

    private void useTls(String suite) {
        TlsSession tls = TlsSession.of(TlsProtocol.TLSV1_3, suite, PeerIdentity.notPresented());
        connection.encrypt(anchors -> TlsEvidence.session(tls));
    }

    @Test
    void senderWithoutARuleShouldBeTaken() {
        assertThat(rules("other.example direction=in").onSender(session, SENDER))
                .hasToString("accept");
    }

    @Test
    void senderInClearShouldBeRefusedByHisRule() {
        assertThat(rules("partner.example direction=both").onSender(session, SENDER))
                .hasToString(TOO_WEAK);
    }

    @Test
    void senderOverTlsShouldSatisfyHisRule() {
        useTls("TLS_AES_128_GCM_SHA256");

        InboundDecision judgement = rules("partner.example direction=both").onSender(session, SENDER);

        assertThat(judgement).hasToString("accept");
        assertThat(judgement.describeRules()).isEqualTo("partner.example (tls-policy.conf:1)");
    }

    @Test
    void everyRuleThatAppliesShouldHaveToBeSatisfied() {
        useTls("TLS_AES_128_GCM_SHA256");

        assertThat(rules("partner.example direction=in\nclient:192.0.2.0/24 bits=256")
                        .onSender(session, SENDER))
                .hasToString("503 5.7.0 encryption too weak 128 less than 256");
    }

    @Test
    void clientShouldBeHeldToTheRuleForItsVerifiedName() {
        clientIsCalled("mx.partner.example");

        assertThat(rules("client:mx.partner.example").onSender(session, MaybeSender.nullSender()))
                .hasToString(TOO_WEAK);
    }

    @Test
    void clientWithoutANameShouldFallUnderNoRuleForNames() {
        clientIsCalled();

        assertThat(rules("client:mx.partner.example").onSender(session, SENDER)).hasToString("accept");
    }

    @Test
    void clientWhoseNameIsNotKnownShouldComeAgain() {
        assertThat(rules("client:mx.partner.example").onSender(session, SENDER).toString())
                .startsWith("451 4.4.3");
    }

    @Test
    void ruleThatComparesTheNameShouldHaveItLookedUp() {
        useTls("TLS_AES_256_GCM_SHA384");
        assertThat(rules("from:partner.example verify match=hostname")
                        .onSender(session, SENDER)
                        .toString())
                .startsWith("451 4.4.3");
    }

    @Test
    void nameShouldBeWaitedForBeforeAnythingIsHeard() {
        name = new ClientName(new CompletableFuture<>(), Duration.ofHours(1));

        assertThat(rules("client:mx.partner.example").pendingName(session)).containsSame(name);
        assertThat(rules("from:a.example verify match=hostname").pendingName(session))
                .containsSame(name);
        assertThat(rules("from:a.example verify").pendingName(session)).isEmpty();
    }

    @Test
    void nameOfALocalClientShouldNotBeWaitedFor() {
        when(configuration.isRelayingAllowed(anyString())).thenReturn(true);
        name = new ClientName(new CompletableFuture<>(), Duration.ofHours(1));

        assertThat(rules("client:mx.partner.example").pendingName(session)).isEmpty();
    }

    @Test
    void ruleInTestingShouldBeNotedOnly() {
        InboundDecision judgement = rules("from:partner.example mode=testing").onSender(session, SENDER);

        assertThat(judgement).hasToString("accept");
        assertThat(judgement.inTesting()).singleElement().satisfies(failure -> assertThat(failure.reply())
                .isEqualTo(TOO_WEAK));
    }

    @Test
    void recipientShouldHaveARuleOfItsOwn() throws Exception {
        TransactionRules rules = rules("to:board@here.example");

        assertThat(rules.onRecipient(session, SENDER, new MailAddress("board@here.example")))
                .hasToString(TOO_WEAK);
        assertThat(rules.onRecipient(session, SENDER, new MailAddress("bob@here.example")))
                .hasToString("accept");
    }

    @Test
    void authenticatedClientShouldBeAskedNothingUnlessToldSo() {
        when(session.getUsername()).thenReturn(Username.of("alice"));

        assertThat(rules("from:*").onSender(session, SENDER)).hasToString("accept");
        assertThat(rules("from:*", "<exemptClients>local</exemptClients>").onSender(session, SENDER))
                .hasToString(TOO_WEAK);
    }

    @Test
    void localClientShouldBeAskedNothingUnlessToldSo() {
        when(configuration.isRelayingAllowed(anyString())).thenReturn(true);

        assertThat(rules("from:*").onSender(session, SENDER).reason()).isEqualTo("exempt: local");
        assertThat(rules("from:*", "<exemptClients>none</exemptClients>").onSender(session, SENDER))
                .hasToString(TOO_WEAK);
    }

    @Test
    void exemptRecipientsShouldBeThoseListed() throws Exception {
        Exemptions exemptions = Exemptions.from(new HandlerParameters(
                Elements.of("<exemptRecipients>postmaster@, tlsrpt@here.example</exemptRecipients>"),
                NO_FILES,
                Exemptions.KNOWN));

        assertThat(List.of("Postmaster@here.example", "tlsrpt@here.example"))
                .allSatisfy(address -> assertThat(exemptions.isExempt(new MailAddress(address)))
                        .isTrue());
        assertThat(exemptions.isExempt(new MailAddress("abuse@here.example"))).isFalse();
    }

    @Test
    void ruleThatNamesAnExemptRecipientShouldWin() throws Exception {
        MailAddress postmaster = new MailAddress("postmaster@here.example");

        for (String rule : List.of("to:postmaster@here.example", "to:postmaster@")) {
            assertThat(rules(rule).onExemptRecipient(session, SENDER, postmaster))
                    .hasToString(TOO_WEAK);
        }
        for (String rule : List.of("to:here.example", "to:*", "from:*", "to:abuse@")) {
            assertThat(rules(rule)
                            .onExemptRecipient(session, SENDER, postmaster)
                            .reason())
                    .isEqualTo("exempt: recipient");
        }
    }

    @Test
    void certificateForServersShouldBeSaidToBeWrongOnlyWhereRulesAskForOne() {
        PeerIdentity server =
                PeerIdentity.untrusted(ChainStatus.WRONG_USAGE, "for servers", List.of(Tables.certificate("mx")));
        connection.encrypt(
                anchors -> TlsEvidence.session(TlsSession.of(TlsProtocol.TLSV1_3, "TLS_AES_128_GCM_SHA256", server)));

        assertThat(rules("from:partner.example verify").missesClientUsage(connection))
                .isTrue();
        assertThat(rules("from:partner.example").missesClientUsage(connection)).isFalse();
        assertThat(rules("from:partner.example verify").onSender(session, SENDER))
                .hasToString("503 5.7.0 authentication failed"
                        + " (wrong-usage: the certificate is for servers, not for clients)");
    }

    @Test
    void replyShouldSayWhichVersionOrSuiteIsRequired() {
        TlsSession tls = TlsSession.of(
                TlsProtocol.TLSV1_2, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", PeerIdentity.notPresented());
        connection.encrypt(anchors -> TlsEvidence.session(tls));

        assertThat(rules("from:partner.example protocol=TLSv1.3").onSender(session, SENDER))
                .hasToString("503 5.7.0 TLS handshake failed. (TLSv1.3 or newer is required)");
        assertThat(rules("from:partner.example ciphers=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")
                        .onSender(session, SENDER))
                .hasToString("503 5.7.0 TLS handshake failed. (required is TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)");
        assertThat(rules("from:partner.example exclude=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                        .onSender(session, SENDER))
                .hasToString("503 5.7.0 TLS handshake failed. (this cipher suite is excluded)");
    }
}
