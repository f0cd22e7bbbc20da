// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsFailure;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.decision.TlsVerdict;
import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.testkit.Tables;

class TrustAnchorsTest {
    private static final X509Certificate AUTHORITY = Tables.certificate("authority");
    private static final X509Certificate ROOT = Tables.certificate("chain-root");

    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void makeFolder() throws Exception {
        table = Files.createDirectory(folder.resolve("conf")).resolve("tls-policy.conf");
    }

    private static PolicyTableParser parserOf(String instant) {
        return new PolicyTableParser(Set.of(), Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
    }

    private PolicyTable parse(String rules) throws Exception {
        Files.writeString(table, rules);
        return parserOf("2030-01-01T00:00:00Z").parse(table);
    }

    private static TrustAnchors anchors(PolicyTable table, int rule) {
        return table.rules().get(rule).requirement().trustAnchors().orElseThrow();
    }

    private static String pem(X509Certificate... certificates) {
        return Arrays.stream(certificates).map(TrustAnchorsTest::pem).collect(Collectors.joining());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class Reading {
        @Test
        void relativePathShouldStartFromFolderOfTable() throws Exception {
            Files.createDirectory(folder.resolve("conf/ca"));
            Files.writeString(folder.resolve("conf/ca/partner.pem"), pem(AUTHORITY));

            TrustAnchors anchors = anchors(parse("partner.example verify ca=ca/partner.pem"), 0);

            assertThat(anchors.path()).isEqualTo("ca/partner.pem");
            assertThat(anchors.certificates()).containsExactly(AUTHORITY);
            assertThat(anchors).hasToString("ca/partner.pem");
        }

        @Test
        void absolutePathShouldBeTakenAsItIs() throws Exception {
            Path file = Files.writeString(folder.resolve("my anchors.pem"), pem(AUTHORITY));

            TrustAnchors anchors = anchors(parse("partner.example secure ca=\"" + file + "\""), 0);

            assertThat(anchors.path()).isEqualTo(file.toString());
        }

        @Test
        void everyCertificateOfFileShouldBeTaken() throws Exception {
            Files.writeString(folder.resolve("conf/two.pem"), "# ours\n" + pem(AUTHORITY) + "and\n" + pem(ROOT) + "\n");

            assertThat(anchors(parse("partner.example verify ca=two.pem"), 0).certificates())
                    .containsExactly(AUTHORITY, ROOT);
        }

        @Test
        void derShouldBeTaken() throws Exception {
            Files.write(folder.resolve("conf/one.der"), AUTHORITY.getEncoded());

            assertThat(anchors(parse("partner.example verify ca=one.der"), 0).certificates())
                    .containsExactly(AUTHORITY);
        }

        @Test
        void rulesThatNameSameFileShouldShareAnchors() throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY));

            PolicyTable parsed =
                    parse("a.example verify ca=a.pem\nb.example secure ca=a.pem\nc.example verify ca=./a.pem");

            assertThat(anchors(parsed, 0)).isSameAs(anchors(parsed, 1));
            assertThat(anchors(parsed, 0).certificates())
                    .isSameAs(anchors(parsed, 2).certificates());
        }

        @Test
        void fileShouldBeReadOnceHoweverManyRulesNameIt() throws Exception {
            Path file = Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY));
            AnchorFiles files = new AnchorFiles(folder.resolve("conf"), Clock.systemUTC());
            files.read("a.pem");
            Files.delete(file);

            assertThat(files.read("a.pem").certificates()).containsExactly(AUTHORITY);
            assertThat(files.read("./a.pem").certificates()).containsExactly(AUTHORITY);
            assertThat(files.stamps()).containsOnlyKeys(file);
        }
    }

    @Nested
    class Refusing {
        private List<String> refusals(String clock, String rules) throws Exception {
            Files.writeString(table, rules);
            PolicyException refused = catchThrowableOfType(
                    PolicyException.class, () -> parserOf(clock).parse(table));
            assertThat(refused).isNotNull();
            return refused.errors().stream().map(PolicyError::toString).toList();
        }

        private String refusal(String ca) throws Exception {
            List<String> refusals = refusals("2030-01-01T00:00:00Z", "ok.example\npartner.example verify ca=" + ca);
            assertThat(refusals).hasSize(1);
            return refusals.get(0);
        }

        @Test
        void absentFileShouldBeRefused() throws Exception {
            assertThat(refusal("partner.pem"))
                    .isEqualTo("tls-policy.conf:2: ca: given partner.pem, which does not exist:"
                            + " allowed a readable file of trust anchors in PEM");
        }

        @Test
        void longPathShouldBeShownFromBehind() throws Exception {
            assertThat(refusal("x/".repeat(100) + "partner.pem"))
                    .contains(": given .../x/")
                    .contains("/partner.pem, which does not exist:");
        }

        @Test
        void folderShouldBeRefused() throws Exception {
            assertThat(refusal("..")).contains("given .., which is a directory: allowed");
        }

        @Test
        void unreadableFileShouldBeRefused() throws Exception {
            Path file = Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY));
            assertThat(file.toFile().setReadable(false)).isTrue();
            assumeFalse(Files.isReadable(file), "root reads everything");

            assertThat(refusal("a.pem")).contains("given a.pem, which this user may not read: allowed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "# to do\n"})
        void fileWithoutCertificateShouldBeRefused(String content) throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), content);

            assertThat(refusal("a.pem"))
                    .endsWith(": given a.pem, which holds no certificate: allowed a file of trust anchors in PEM");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIGm\n-----END PRIVATE KEY-----\n",
                    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQm\n-----END CERTIFICATE-----\n",
                    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUQm",
                })
        void fileWithAnythingElseShouldBeRefused(String content) throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), content);

            assertThat(refusal("a.pem")).contains("given a.pem, which ", "damaged", ": allowed");
        }

        @Test
        void fileThatIsHalfGoodShouldBeRefused() throws Exception {
            String good = pem(AUTHORITY);
            Files.writeString(folder.resolve("conf/a.pem"), good + good.substring(0, good.length() / 2));

            assertThat(refusal("a.pem")).contains("which cannot be used: the PEM in it is damaged or cut off: block 2");
        }

        @Test
        void largeFileShouldBeRefused() throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY) + "\n".repeat(1 << 20));

            assertThat(refusal("a.pem")).matches(".*: given a.pem, of 10\\d+ bytes: allowed at most 1048576 bytes");
        }

        @Test
        void expiredAnchorsAloneShouldBeRefused() throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY, AUTHORITY));

            assertThat(refusals("2126-10-29T00:40:00Z", "partner.example verify ca=a.pem"))
                    .containsExactly("tls-policy.conf:1: ca: given a.pem, whose last certificate expired on 2126-10-29:"
                            + " allowed at least one certificate that is valid today");
        }

        @Test
        void expiredAnchorAmongValidOnesShouldBeLeftOut() throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), pem(ROOT, AUTHORITY));
            Files.writeString(table, "partner.example verify ca=a.pem\nother.example verify ca=a.pem");

            PolicyTable parsed = parserOf("2126-10-29T00:40:00Z").parse(table);

            assertThat(anchors(parsed, 0).certificates()).containsExactly(ROOT);
            assertThat(anchors(parsed, 0).expired()).containsExactly(AUTHORITY);
            assertThat(parsed.degradations(LocalDate.of(2126, 10, 29)))
                    .first()
                    .hasToString("partner.example (tls-policy.conf:1): ca=a.pem: the certificate "
                            + CertificateFacts.of(AUTHORITY).title() + " expired on 2126-10-29 and is left out");
        }

        @Test
        void anchorShouldBeSaidToExpireTwoWeeksBefore() throws Exception {
            Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY));
            PolicyTable parsed = parse("partner.example verify ca=a.pem");

            assertThat(parsed.degradations(LocalDate.of(2126, 10, 14))).isEmpty();
            assertThat(parsed.degradations(LocalDate.of(2126, 10, 15)))
                    .singleElement()
                    .asString()
                    .endsWith(" expires on 2126-10-29, in 14 days, and then is left out");
        }

        @Test
        void everyRuleThatNamesBadFileShouldBeListed() throws Exception {
            assertThat(refusals("2030-01-01T00:00:00Z", "a.example verify ca=a.pem\nb.example verify ca=a.pem"))
                    .hasSize(2);
        }

        @Test
        void anchorsWithoutCertificateShouldBeImpossible() {
            assertThatThrownBy(() -> TrustAnchors.of("a.pem", List.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Comparing {
        @Test
        void requirementShouldDifferWhenCertificatesDo() throws Exception {
            Path file = Files.writeString(folder.resolve("conf/a.pem"), pem(AUTHORITY));
            TlsRequirement before = parse("partner.example verify ca=a.pem").lookup("u", "partner.example");
            TlsRequirement same = parse("partner.example verify ca=a.pem").lookup("u", "partner.example");
            Files.writeString(file, pem(ROOT));
            TlsRequirement after = parse("partner.example verify ca=a.pem").lookup("u", "partner.example");

            assertThat(same).isEqualTo(before).hasSameHashCodeAs(before);
            assertThat(after).isNotEqualTo(before);
        }
    }

    @Nested
    class Following {
        private int changes;

        private void write(String name, String content) throws Exception {
            Path file = Files.writeString(folder.resolve("conf").resolve(name), content);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(1000 - changes)));
            changes += 10;
        }

        private LivePolicyTable open() throws Exception {
            PolicyTableParser parser = new PolicyTableParser(Set.of(), Clock.systemUTC());
            return LivePolicyTable.open(table, parser, Duration.ofDays(1));
        }

        private static void look(LivePolicyTable live, int times) {
            IntStream.range(0, times).forEach(i -> live.poll());
        }

        private static List<X509Certificate> trusted(LivePolicyTable live) {
            return live.current()
                    .lookup("u", "partner.example")
                    .trustAnchors()
                    .map(TrustAnchors::certificates)
                    .map(List::copyOf)
                    .orElse(List.of());
        }

        @Test
        void changedFileShouldBeTakenBySecondLookThatSeesIt() throws Exception {
            write("a.pem", pem(AUTHORITY));
            write("tls-policy.conf", "partner.example verify ca=a.pem");
            try (LivePolicyTable live = open()) {
                write("a.pem", pem(ROOT));

                look(live, 1);
                assertThat(trusted(live)).containsExactly(AUTHORITY);
                look(live, 1);
                assertThat(trusted(live)).containsExactly(ROOT);
            }
        }

        @Test
        void fileNamedByNewRulesShouldBeLookedAtTwiceToo() throws Exception {
            write("tls-policy.conf", "partner.example verify");
            try (LivePolicyTable live = open()) {
                write("a.pem", pem(AUTHORITY).substring(0, 300));
                write("tls-policy.conf", "partner.example verify ca=a.pem");
                look(live, 2);
                write("a.pem", pem(AUTHORITY));
                look(live, 1);
                assertThat(trusted(live)).isEmpty();
                assertThat(live.lastError()).isEmpty();

                look(live, 1);
                assertThat(trusted(live)).containsExactly(AUTHORITY);
            }
        }

        @Test
        void touchedFileShouldNotMakeAnotherTable() throws Exception {
            write("a.pem", pem(AUTHORITY));
            write("tls-policy.conf", "partner.example verify ca=a.pem");
            try (LivePolicyTable live = open()) {
                PolicyTable before = live.current();
                write("a.pem", pem(AUTHORITY));
                write("tls-policy.conf", "partner.example verify ca=a.pem");

                look(live, 3);

                assertThat(live.current()).isSameAs(before);
            }
        }

        @Test
        void missingFileShouldKeepOldTableAndBeTakenWhenItIsBack() throws Exception {
            write("a.pem", pem(AUTHORITY));
            write("tls-policy.conf", "partner.example verify ca=a.pem");
            try (LivePolicyTable live = open()) {
                Files.delete(folder.resolve("conf/a.pem"));
                look(live, 3);
                assertThat(trusted(live)).containsExactly(AUTHORITY);
                assertThat(live.lastError().orElseThrow())
                        .hasMessageContaining("tls-policy.conf:1: ca: given a.pem, which does not exist");

                write("a.pem", pem(ROOT));
                look(live, 2);
                assertThat(trusted(live)).containsExactly(ROOT);
                assertThat(live.lastError()).isEmpty();
            }
        }

        @Test
        void fileNoLongerNamedShouldNotMatter() throws Exception {
            write("a.pem", pem(AUTHORITY));
            write("tls-policy.conf", "partner.example verify ca=a.pem");
            try (LivePolicyTable live = open()) {
                write("tls-policy.conf", "partner.example verify");
                look(live, 4);
                PolicyTable without = live.current();
                Files.delete(folder.resolve("conf/a.pem"));
                look(live, 3);

                assertThat(trusted(live)).isEmpty();
                assertThat(live.current()).isSameAs(without);
                assertThat(live.lastError()).isEmpty();
            }
        }
    }

    /** The listener judges a client's chain by its own anchors; a rule for inbound mail may ask for others. */
    @Nested
    class Inbound {
        private static TlsEvidence evidence(String certificate, X509Certificate... anchors) {
            PeerIdentity client = PeerIdentity.trusted(List.of(Tables.certificate(certificate)), List.of(anchors));
            return TlsEvidence.session(TlsSession.of(TlsProtocol.TLSV1_3, "TLS_AES_256_GCM_SHA384", client));
        }

        private TlsVerdict decide(TlsEvidence evidence) throws Exception {
            Files.writeString(folder.resolve("conf/root.pem"), pem(ROOT));
            TlsRequirement requirement = parse("client:* verify ca=root.pem")
                    .inbound()
                    .forClient(InetAddress.getLoopbackAddress(), List.of())
                    .get(0);
            return TlsDecision.decide(requirement, evidence);
        }

        @Test
        void chainToAnchorOfRuleShouldDo() throws Exception {
            assertThat(decide(evidence("chain-good", AUTHORITY, ROOT)).isAccepted())
                    .isTrue();
        }

        @Test
        void chainToAnotherAnchorShouldNot() throws Exception {
            TlsVerdict verdict = decide(evidence("issued", AUTHORITY));

            assertThat(verdict.failure().map(TlsFailure::reply)).contains("503 5.7.0 authentication failed");
            assertThat(verdict.failure().map(TlsFailure::detail).orElse(""))
                    .endsWith("; its chain does not lead to a certificate of root.pem");
        }

        @Test
        void chainWithoutKnownAnchorShouldNot() throws Exception {
            assertThat(decide(evidence("chain-good")).isRejected()).isTrue();
        }
    }
}
