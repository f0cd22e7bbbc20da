// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.common.hash.Hashing;

import dev.strongpost.certificates.dane.TlsaAssociation;
import dev.strongpost.certificates.dane.TlsaSet;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.testkit.Tables;

class TlsDecisionTest {
    private static final Map<String, String> SUITES = Map.of(
            "256", "TLS_AES_256_GCM_SHA384",
            "128", "TLS_AES_128_GCM_SHA256",
            "112", "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
            "56", "SSL_RSA_WITH_DES_CBC_SHA",
            "0", "SSL_RSA_WITH_NULL_SHA");

    private static final PolicyTableParser PARSER =
            new PolicyTableParser(Set.copyOf(SUITES.values()), Clock.systemUTC());

    private static TlsRequirement requirement(String rule) throws PolicyException {
        int and = rule.indexOf(" && ");
        if (and >= 0) {
            return requirement(rule.substring(0, and)).and(requirement(rule.substring(and + 4)));
        }
        byte[] line = ("partner.example " + rule).getBytes(StandardCharsets.UTF_8);
        PolicyTable table = PARSER.parse("conf/tls-policy.conf", line);
        return rule.contains("direction=in")
                ? table.inbound().forSender("user", "partner.example").get(0)
                : table.lookup("user", "partner.example");
    }

    private static TlsEvidence session(String bits, PeerIdentity peer) {
        return TlsEvidence.session(TlsSession.of(TlsProtocol.TLSV1_2, SUITES.getOrDefault(bits, bits), peer));
    }

    private static String outcome(TlsVerdict verdict) {
        return verdict.fold(() -> "accept", failure -> "defer", failure -> "reject");
    }

    @Nested
    class Matrix {
        record Row(String rule, String evidence, String verdict, String reason, String reply) {
            static Row of(String line) {
                Iterator<String> cells =
                        Arrays.stream(line.split("\\|")).map(String::trim).iterator();
                Function<String, String> next = none -> cells.hasNext() ? cells.next() : none;
                return new Row(next.apply(""), next.apply(""), next.apply(""), next.apply(""), next.apply(""));
            }
        }

        /** Pins by name, so that the table stays readable. Made with openssl x509, pkey and dgst. */
        private static final Map<String, String> PINS = Map.of(
                "$mx-key",
                "spki-sha256:TJbVxe3DXG/oyIizFGs89HV0TjPWsmVQxY9bztE7+Xo=",
                "$mx",
                "sha256:c94ffb9bd96efb0189443e598664511b8f9907407459715202d53f775120b72d",
                "$other",
                "sha256:0577091dd20b72a92045fb0486c4cf1420f7522428f29b0e4c12b87dd4ea40c3",
                "$authority",
                "sha256:9cd2ed9ea7fb2336bb106e4d77efe0770c65894f30654ed5cffff3672e4196f1");

        static Stream<Row> rows() {
            return Tables.rows("/decision.txt", 0).map(cells -> Row.of(cells.get(0)));
        }

        @ParameterizedTest
        @MethodSource("rows")
        void decideShouldGiveVerdictReasonAndReply(Row row) throws Exception {
            TlsVerdict verdict = TlsDecision.decide(requirement(withPins(row.rule())), evidence(row.evidence()));

            assertThat(outcome(verdict)).isEqualTo(row.verdict());
            assertThat(verdict.isAccepted()).isEqualTo(row.verdict().equals("accept"));
            assertThat(verdict.isDeferred()).isEqualTo(row.verdict().equals("defer"));
            assertThat(verdict.isRejected()).isEqualTo(row.verdict().equals("reject"));
            assertThat(verdict.failure().map(TlsFailure::reason).map(Enum::name).orElse(""))
                    .isEqualTo(row.reason());
            assertThat(verdict.failure().map(TlsFailure::reply).orElse("")).isEqualTo(row.reply());
        }

        private static String withPins(String rule) {
            // Longest name first: $mx begins $mx-key.
            return rule.replace("$mx-key", PINS.get("$mx-key"))
                    .replace("$mx", PINS.get("$mx"))
                    .replace("$other", PINS.get("$other"))
                    .replace("$authority", PINS.get("$authority"));
        }

        private static TlsEvidence evidence(String text) {
            Iterator<String> words = Arrays.asList(text.split(" ")).iterator();
            String first = words.next();
            return switch (first) {
                case "not-offered" -> TlsEvidence.notOffered();
                case "switched-off" -> TlsEvidence.switchedOff();
                case "refused" -> TlsEvidence.refused(words.next() + " no TLS today");
                case "own-fault" -> TlsEvidence.ownFault("client-cert=old.pem is unreadable");
                case "handshake" -> {
                    HandshakeFailure alert = HandshakeFailure.alert("handshake_failure", "alert");
                    yield TlsEvidence.handshakeFailed(words.next().equals("proven") ? alert.proven() : alert);
                }
                case "resumed" ->
                    TlsEvidence.session(session(words.next(), words).resumed());
                default -> TlsEvidence.session(session(first, words));
            };
        }

        private static TlsSession session(String protocol, Iterator<String> words) {
            String suite = words.next();
            return TlsSession.of(
                    TlsProtocol.parse(protocol).orElseThrow(), SUITES.getOrDefault(suite, suite), peer(words));
        }

        private static PeerIdentity peer(Iterator<String> words) {
            PeerIdentity peer =
                    switch (words.next()) {
                        case "no-certificate" -> PeerIdentity.notPresented();
                        case "untrusted" -> PeerIdentity.untrusted("self-signed", chain(words.next()));
                        case "trusted" -> PeerIdentity.trusted(chain(words.next()));
                        default -> throw new IllegalArgumentException("peer");
                    };
            while (words.hasNext()) {
                peer = words.next().equals("as") ? peer.reachedAs(words.next()) : peer.servingNextHop(words.next());
            }
            return peer;
        }

        private static List<X509Certificate> chain(String names) {
            return Arrays.stream(names.split(",")).map(Tables::certificate).toList();
        }
    }

    /** What Sendmail 8.17 answered to the same rules: sendmail-replies.tsv, made by running it. */
    @Nested
    class Sendmail {
        record Row(String who, String rule, String recipient, String evidence, String bits, String result) {
            static Row of(List<String> cells) {
                return new Row(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
            }
        }

        static Stream<Row> rows() {
            return Tables.rows("/sendmail-replies.tsv", 1).map(Row::of);
        }

        @Test
        void tableShouldBeWhole() {
            assertThat(rows()).hasSize(25);
        }

        @ParameterizedTest
        @MethodSource("rows")
        void decideShouldAnswerAsSendmailDid(Row row) throws Exception {
            PolicyTable table = PARSER.parse("access", (row.who() + " " + row.rule()).getBytes(StandardCharsets.UTF_8));
            String[] recipient = row.recipient().split("@");

            TlsVerdict verdict =
                    TlsDecision.decide(table.lookup(recipient[0], recipient[1]), evidence(row.evidence(), row.bits()));

            assertThat(verdict.failure().map(TlsFailure::reply).orElse("ACCEPT"))
                    .isEqualTo(row.result());
        }

        private static TlsEvidence evidence(String text, String bits) {
            List<X509Certificate> chain = List.of(Tables.certificate("mx"));
            return switch (text) {
                case "clear: not offered" -> TlsEvidence.notOffered();
                case "clear: STARTTLS switched off here" -> TlsEvidence.switchedOff();
                case "clear: handshake failed" ->
                    TlsEvidence.handshakeFailed(
                            HandshakeFailure.broken("no shared cipher").proven());
                case "clear: STARTTLS refused" -> TlsEvidence.refused("454 4.3.3 TLS not available");
                case "session, no certificate presented" -> session(bits, PeerIdentity.notPresented());
                case "session, chain not trusted" -> session(bits, PeerIdentity.untrusted("unknown issuer", chain));
                case "session, chain trusted" ->
                    session(bits, PeerIdentity.trusted(chain).reachedAs("mx.partner.example"));
                default -> throw new IllegalArgumentException(text);
            };
        }
    }

    @Nested
    class Detail {
        private String detail(String rule, TlsEvidence evidence) throws Exception {
            return TlsDecision.decide(requirement(rule), evidence)
                    .failure()
                    .orElseThrow()
                    .detail();
        }

        @Test
        void detailShouldNameBothSidesAndRule() throws Exception {
            assertThat(detail("", TlsEvidence.notOffered()))
                    .isEqualTo("required TLS with at least 112 bits by partner.example (tls-policy.conf:1),"
                            + " offered no STARTTLS");
        }

        @Test
        void detailShouldNameTrueCauseWhereReplyIsSendmails() throws Exception {
            assertThat(detail("protocol=TLSv1.3 bits=0", session("256", PeerIdentity.notPresented())))
                    .isEqualTo("required TLS 1.3 or newer by partner.example (tls-policy.conf:1),"
                            + " offered TLSv1.2 TLS_AES_256_GCM_SHA384 256 bits; TLSv1.2 is older than TLSv1.3");
        }

        @Test
        void detailShouldNameEveryNameWantedAndBorne() throws Exception {
            PeerIdentity peer = PeerIdentity.trusted(List.of(Tables.certificate("other")))
                    .reachedAs("mx.partner.example")
                    .servingNextHop("partner.example");

            assertThat(detail("secure", session("256", peer)))
                    .isEqualTo(
                            "required TLS with at least 112 bits and a trusted certificate for the recipient domain or a"
                                    + " sub-domain of it by partner.example (tls-policy.conf:1), offered TLSv1.2"
                                    + " TLS_AES_256_GCM_SHA384 256 bits; its certificate is for mail.other.example,"
                                    + " wanted partner.example or .partner.example");
        }

        @Test
        void detailShouldSayWhyChainIsNotTrusted() throws Exception {
            PeerIdentity peer = PeerIdentity.untrusted("expired on 2019-01-01", List.of(Tables.certificate("mx")));

            assertThat(detail("verify", session("256", peer)))
                    .contains("; certificate not trusted: expired on 2019-01-01; it is for ")
                    .matches(".*, issued by CN=[^,]+.*, valid from [-0-9]{10} to [-0-9]{10}");
        }
    }

    @Nested
    class Dane {
        private final X509Certificate certificate = Tables.certificate("mx");
        private final PeerIdentity peer =
                PeerIdentity.untrusted("unknown issuer", List.of(certificate)).reachedAs("mx.partner.example");

        private TlsaSet records(byte[] digest) {
            return TlsaSet.of(
                    "mx.partner.example",
                    List.of(TlsaAssociation.of(3, 1, 1, digest).orElseThrow()),
                    List.of("mx.partner.example"),
                    Instant.now());
        }

        private byte[] digest() {
            return Hashing.sha256()
                    .hashBytes(certificate.getPublicKey().getEncoded())
                    .asBytes();
        }

        private String verdict(TlsRequirement requirement, TlsEvidence evidence) {
            TlsVerdict verdict = TlsDecision.decide(requirement, evidence);
            return outcome(verdict)
                    + verdict.failure().map(why -> " " + why.reply()).orElse("");
        }

        @Test
        void recordsShouldDecideWhateverTheChainLeadsTo() {
            TlsRequirement dane = TlsRequirement.ofDane("mx.partner.example", records(digest()));
            TlsRequirement other = TlsRequirement.ofDane("mx.partner.example", records(new byte[32]));

            assertThat(verdict(dane, session("256", peer))).isEqualTo("accept");
            assertThat(verdict(other, session("256", peer))).isEqualTo("defer 403 4.7.0 DANE check failed.");
            assertThat(verdict(dane, session("56", peer)))
                    .isEqualTo("defer 403 4.7.0 encryption too weak 56 less than 112");
            assertThat(verdict(dane, session("256", PeerIdentity.notPresented())))
                    .isEqualTo("defer 403 4.7.0 not authenticated");
            assertThat(verdict(dane, TlsEvidence.notOffered())).isEqualTo("defer 403 4.7.0 DANE: missing STARTTLS.");
        }

        /** A rule that waits for its records to be looked up lets nothing pass. */
        @Test
        void daneOnlyWithoutRecordsShouldNeverAccept() throws Exception {
            assertThat(verdict(requirement("dane-only"), session("256", peer)))
                    .isEqualTo("defer 403 4.7.0 mx.partner.example has no usable TLSA records");
            assertThat(verdict(
                            requirement("dane-only").with("mx.partner.example", records(digest())),
                            session("256", peer)))
                    .isEqualTo("accept");
        }

        @Test
        void ruleShouldHaveToBeSatisfiedBesideTheRecords() throws Exception {
            TlsRequirement dane = TlsRequirement.ofDane("mx.partner.example", records(digest()));

            assertThat(verdict(requirement("may").and(dane), session("256", peer)))
                    .isEqualTo("accept");
            assertThat(verdict(requirement("encrypt bits=256").and(dane), session("128", peer)))
                    .isEqualTo("reject 503 5.7.0 encryption too weak 128 less than 256");
            assertThat(verdict(requirement("verify").and(dane), session("256", peer)))
                    .isEqualTo("reject 503 5.7.0 authentication failed");
            assertThat(verdict(
                            requirement("dane-only failure=bounce").with("mx.partner.example", records(new byte[32])),
                            session("256", peer)))
                    .isEqualTo("reject 503 5.7.0 DANE check failed.");
        }

        @Test
        void daneAloneShouldAskForNothing() throws Exception {
            assertThat(verdict(requirement("dane"), TlsEvidence.notOffered())).isEqualTo("accept");
            assertThat(requirement("dane").usesDane()).isTrue();
            assertThat(requirement("dane").requiresDane()).isFalse();
        }

        @Test
        void nameToSendShouldBeThatOfTheRecords() throws Exception {
            TlsaSet elsewhere = TlsaSet.of(
                    "real.example",
                    List.of(TlsaAssociation.of(3, 1, 1, digest()).orElseThrow()),
                    List.of("real.example"),
                    Instant.now());

            assertThat(requirement("encrypt")
                            .and(TlsRequirement.ofDane("mx.partner.example", elsewhere))
                            .serverName())
                    .contains("real.example");
            assertThat(requirement("dane-only sni=own.example")
                            .with("mx.partner.example", elsewhere)
                            .serverName())
                    .contains("own.example");
            assertThat(requirement("dane-only")
                            .with("mx.partner.example", records(digest()))
                            .serverName())
                    .isEmpty();
        }
    }

    @Nested
    class Failure {
        @Test
        void everyReasonShouldHaveResultTypeOfTlsReport() {
            // RFC 8460 section 4.3
            // dane-required and dnssec-invalid: section 4.3.2.1
            assertThat(FailureReason.values())
                    .extracting(FailureReason::resultType)
                    .isSubsetOf(
                            "starttls-not-supported",
                            "certificate-host-mismatch",
                            "certificate-expired",
                            "certificate-not-trusted",
                            "dane-required",
                            "dnssec-invalid",
                            "validation-failure");
        }

        @Test
        void transientFailureShouldNotBeProven() throws Exception {
            TlsVerdict verdict = TlsDecision.decide(requirement(""), TlsEvidence.refused("454 later"));

            assertThat(verdict.failure().map(TlsFailure::isProven)).contains(false);
        }

        @Test
        void failureShouldKeepBothSides() throws Exception {
            TlsRequirement requirement = requirement("failure=processor:portal");
            TlsEvidence evidence = TlsEvidence.notOffered();

            TlsFailure failure =
                    TlsDecision.decide(requirement, evidence).failure().orElseThrow();

            assertThat(failure.requirement()).isEqualTo(requirement);
            assertThat(failure.evidence()).isSameAs(evidence);
            assertThat(failure.replyCode()).isEqualTo(503);
            assertThat(failure.status()).isEqualTo("5.7.0");
            assertThat(failure.replyText()).isEqualTo("encryption too weak 0 less than 112");
        }
    }
}
