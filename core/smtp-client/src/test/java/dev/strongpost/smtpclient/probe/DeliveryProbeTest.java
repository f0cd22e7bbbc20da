// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.dns.AddressFamily;
import dev.strongpost.policy.decision.Cleartext;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.HostsForTests;
import dev.strongpost.smtpclient.OwnHosts;
import dev.strongpost.smtpclient.probe.ProbeReport.Answer;
import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.smtp.Fault;
import dev.strongpost.testkit.smtp.HandshakeFault;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;
import dev.strongpost.testkit.smtp.Stage;
import dev.strongpost.testkit.smtp.Transcript;

@Tag("slow")
class DeliveryProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DOMAIN = "partner.example";
    private static final String HOST = "mx1.partner.example";
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final ReceiverBehaviour GOOD =
            ReceiverBehaviour.withTls(AUTHORITY.issue(HOST, DOMAIN).serverContext());
    private static final TlsRequirement ENCRYPT = requirement(TlsLevel.ENCRYPT).build();
    private static final TlsRequirement VERIFY = requirement(TlsLevel.VERIFY).build();

    private final int port = Loopback.freePort(Loopback.freshAddress());
    private final HostsForTests dns = new HostsForTests();
    private final List<SmtpReceiver> receivers = new ArrayList<>();

    private static TlsRequirement.Builder requirement(TlsLevel level) {
        return TlsRequirement.builder(level).trustAnchors(TrustAnchors.of("root.pem", List.of(AUTHORITY.root())));
    }

    /** Starts a receiver as the next mail exchanger of the domain. */
    private SmtpReceiver exchanger(ReceiverBehaviour behaviour) {
        InetAddress address = Loopback.freshAddress();
        SmtpReceiver receiver = SmtpReceiver.listen(new InetSocketAddress(address, port), behaviour);
        receivers.add(receiver);
        dns.addExchanger(DOMAIN, address);
        return receiver;
    }

    @AfterEach
    void close() {
        receivers.forEach(SmtpReceiver::close);
    }

    private ProbeReport probe(TlsRequirement requirement) {
        return probe(DOMAIN, requirement, PATIENCE);
    }

    private ProbeReport probe(String domain, TlsRequirement requirement, Duration timeout) {
        ConnectionSettings settings = ConnectionSettings.builder()
                .connectTimeout(timeout)
                .replyTimeout(timeout)
                .build();
        ClientIdentities identities = ClientIdentities.in(Path.of("."));
        try (DeliveryProbe probe = new DeliveryProbe(
                new Destinations(dns, port, List.of(AddressFamily.values()), OwnHosts.none(), List.of(), false),
                identities,
                "probe.example",
                settings)) {
            return probe.probe(domain, requirement);
        }
    }

    private Transcript onlyTranscript(SmtpReceiver receiver) {
        return receiver.awaitConnectionsEnded(1, PATIENCE).get(0);
    }

    private static Optional<FailureReason> reason(ProbedHost host) {
        return host.verdict().orElseThrow().failure().map(TlsFailure::reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "MAY", "ENCRYPT", "VERIFY", "SECURE"})
    void probeShouldSayNothingButEhloStartTlsAndQuit(TlsLevel level) {
        SmtpReceiver receiver = exchanger(GOOD);

        ProbeReport report = probe(requirement(level).build());

        assertThat(report.answer()).isEqualTo(Answer.SATISFIED);
        assertThat(onlyTranscript(receiver).verbs()).containsExactly("EHLO", "STARTTLS", "EHLO", "QUIT");
        assertThat(onlyTranscript(receiver).clearVerbs()).containsExactly("EHLO", "STARTTLS");
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void evidenceShouldTellTheChainOfAHostThatTheRuleDoesNotAskFor() {
        exchanger(GOOD);

        ProbedHost host = probe(requirement(TlsLevel.MAY).build()).hosts().get(0);

        assertThat(host.evidence().flatMap(TlsEvidence::session)).hasValueSatisfying(session -> {
            assertThat(session.peer().isTrusted()).isTrue();
            assertThat(session.peer().hostName()).contains(HOST);
            assertThat(session.peer().nextHop()).contains(DOMAIN);
        });
    }

    @Test
    void verdictShouldBeThatOfTheRule() {
        exchanger(ReceiverBehaviour.withTls(AUTHORITY.issue("other.example").serverContext()));

        assertThat(reason(probe(VERIFY).hosts().get(0))).contains(FailureReason.NAME_MISMATCH);
        assertThat(probe(VERIFY).answer()).isEqualTo(Answer.NOT_SATISFIED);
        assertThat(probe(ENCRYPT).answer()).isEqualTo(Answer.SATISFIED);
    }

    @ParameterizedTest
    @EnumSource(names = {"MAY", "ENCRYPT"})
    void probeOfAHostWithoutStartTlsShouldLeaveAtOnce(TlsLevel level) {
        SmtpReceiver receiver = exchanger(ReceiverBehaviour.withoutTls());

        ProbeReport report = probe(requirement(level).build());

        assertThat(report.answer()).isEqualTo(level == TlsLevel.MAY ? Answer.SATISFIED : Answer.NOT_SATISFIED);
        assertThat(onlyTranscript(receiver).verbs()).containsExactly("EHLO", "QUIT");
    }

    @ParameterizedTest
    @EnumSource(names = {"MAY", "ENCRYPT"})
    void probeOfAHostThatKnowsHeloAloneShouldNotSayIt(TlsLevel level) {
        SmtpReceiver receiver =
                exchanger(ReceiverBehaviour.builder().helloOnly().build());

        probe(requirement(level).build());

        assertThat(onlyTranscript(receiver).verbs()).containsExactly("EHLO", "QUIT");
    }

    @Test
    void failedHandshakeShouldNotBeTriedInClear() {
        SmtpReceiver receiver =
                exchanger(GOOD.toBuilder().handshake(HandshakeFault.CUT_AT_ONCE).build());

        ProbeReport report = probe(TlsRequirement.builtInMay());

        assertThat(report.answer()).isEqualTo(Answer.SATISFIED);
        assertThat(report.hosts().get(0).evidence().orElseThrow().fold(Cleartext::cause, session -> null))
                .isEqualTo(Cleartext.Cause.HANDSHAKE_FAILED);
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void injectedReplyShouldBeNoEvidenceOfTls() {
        exchanger(GOOD.toBuilder()
                .handshake(HandshakeFault.INJECT_IN_SAME_SEGMENT)
                .injected("250 mx.partner.example\r\n")
                .build());

        ProbeReport report = probe(ENCRYPT);

        assertThat(report.answer()).isNotEqualTo(Answer.SATISFIED);
        assertThat(reason(report.hosts().get(0))).contains(FailureReason.HANDSHAKE_FAILED);
    }

    @Test
    void answerShouldBeSatisfiedWhenALaterHostIs() {
        exchanger(ReceiverBehaviour.withoutTls());
        SmtpReceiver second = exchanger(GOOD);
        dns.addExchanger(DOMAIN, Loopback.freshAddress()); // nobody listens there

        ProbeReport report = probe(ENCRYPT);

        assertThat(report.answer()).isEqualTo(Answer.SATISFIED);
        assertThat(report.chosen().map(host -> host.destination().address())).contains(second.address());
        assertThat(report.hosts()).extracting(ProbedHost::isSatisfying).containsExactly(false, true, false);
        assertThat(report.hosts().get(2).unreachableBecause())
                .hasValueSatisfying(why -> assertThat(why).contains("connection refused"));
    }

    @Test
    void answerShouldBeUnknownWhenAHostMaySatisfyAtAnotherTime() {
        exchanger(ReceiverBehaviour.withoutTls());
        assertThat(probe(ENCRYPT).answer()).isEqualTo(Answer.NOT_SATISFIED);

        exchanger(GOOD.toBuilder().startTlsAnswered("454 4.7.0 not now").build());
        ProbeReport report = probe(ENCRYPT);

        assertThat(report.answer()).isEqualTo(Answer.UNKNOWN);
        assertThat(report.hosts()).extracting(ProbedHost::isProvenNotTo).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "STARTTLS", "QUIT"})
    void silentHostShouldCostNoMoreThanTheTimeOut(Stage stage) {
        exchanger(GOOD.toBuilder().at(stage, Fault.stall()).build());

        ProbeReport report = probe(DOMAIN, ENCRYPT, Duration.ofMillis(300));

        assertThat(report.answer()).isEqualTo(stage == Stage.QUIT ? Answer.SATISFIED : Answer.UNKNOWN);
    }

    @Test
    void whatAHostSaysShouldBeFitToBeShown() {
        exchanger(
                GOOD.toBuilder().greeting("554 \u001B[31mno\u0007 mail \u202E").build());

        assertThat(probe(ENCRYPT).hosts().get(0).unreachableBecause())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("554", "mail").matches("[ -~]*"));
    }

    @Test
    void addressLiteralShouldBeVisitedWithoutDns() {
        SmtpReceiver receiver = exchanger(GOOD);

        ProbeReport report = probe(receiver.host(), ENCRYPT, PATIENCE);

        assertThat(report.chosen().map(host -> host.destination().hostName())).contains(receiver.host());
    }

    @Test
    void domainWithoutHostsShouldBeANoWhenThatIsProven() {
        dns.setExchangers(DOMAIN, ".");
        assertThat(probe(ENCRYPT))
                .returns(Answer.NOT_SATISFIED, ProbeReport::answer)
                .extracting(report -> report.noHostBecause().orElseThrow())
                .asString()
                .contains("null MX");

        dns.setExchangers(DOMAIN);
        assertThat(probe(ENCRYPT).answer()).isEqualTo(Answer.NOT_SATISFIED);

        dns.doNotAnswer(DOMAIN);
        assertThat(probe(ENCRYPT).answer()).isEqualTo(Answer.UNKNOWN);
    }
}
