// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.FailureAction;
import dev.strongpost.policy.decision.NameMatch;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.testkit.Tables;

class PolicyTableParserTest {
    private static final Set<String> SUITES =
            ImmutableSet.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "SSL_RSA_WITH_3DES_EDE_CBC_SHA");
    private static final PolicyTableParser PARSER =
            new PolicyTableParser(SUITES, Clock.fixed(Instant.parse("2026-11-21T23:59:59Z"), ZoneOffset.UTC));

    private static PolicyTable parse(String text) throws PolicyException {
        return PARSER.parse("/james/conf/tls-policy.conf", text.getBytes(StandardCharsets.UTF_8));
    }

    private static PolicyRule rule(String line) throws PolicyException {
        PolicyTable table = parse(line);
        assertThat(table.size()).isEqualTo(1);
        return table.rules().get(0);
    }

    private static List<String> errors(byte[] content) {
        PolicyException refused =
                catchThrowableOfType(PolicyException.class, () -> PARSER.parse("/james/conf/tls-policy.conf", content));
        assertThat(refused).as("refusal").isNotNull();
        return refused.errors().stream().map(PolicyError::toString).toList();
    }

    private static List<String> errors(String text) {
        return errors(text.getBytes(StandardCharsets.UTF_8));
    }

    @Nested
    class GoodRules {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '\'',
                textBlock =
                        """
                # line                            | who
                partner.example                   | partner.example
                .partner.example                  | .partner.example
                =partner.example                  | =partner.example
                Partner.Example.                  | partner.example
                .MÜLLER.example.                  | .xn--mller-kva.example
                localhost                         | localhost
                3com.example                      | 3com.example
                under_score.example               | under_score.example
                user@partner.example              | user@partner.example
                USER+Tag@Partner.example          | user+tag@partner.example
                user@                             | user@
                =user@partner.example             | =user@partner.example
                "a b"@partner.example             | a b@partner.example
                "a\\"b#@c"@partner.example        | a"b#@c@partner.example
                "user"@partner.example            | user@partner.example
                o'neil@partner.example            | o'neil@partner.example
                user@[192.0.2.7]                  | user@[192.0.2.7]
                [192.0.2.7]                       | [192.0.2.7]
                [IPV6:2001:DB8:0:0::1]            | [IPv6:2001:db8::1]
                *                                 | *
                """)
        void whoShouldBecomeCanonical(String line, String who) throws Exception {
            assertThat(rule(line).who()).isEqualTo(who);
        }

        @Test
        void ruleWithoutLevelShouldEncryptWithDefaults() throws Exception {
            PolicyRule rule = rule("partner.example");

            assertThat(rule.requirement())
                    .isEqualTo(TlsRequirement.builder(TlsLevel.ENCRYPT)
                            .minimumBits(112)
                            .minimumProtocol(TlsProtocol.TLSV1_2)
                            .failure(FailureAction.bounce())
                            .testing(false)
                            .who("partner.example")
                            .source(RuleSource.of("tls-policy.conf", 1))
                            .build());
            assertThat(rule.direction()).isEqualTo(Direction.OUT);
            assertThat(rule.until()).isEmpty();
            assertThat(rule.requirement().rule()).isEqualTo("partner.example (tls-policy.conf:1)");
        }

        @ParameterizedTest
        @CsvSource({
            "none, 0, ''",
            "may, 0, ''",
            "encrypt, 112, TLSv1.2",
            "verify, 112, TLSv1.2",
            "secure, 112, TLSv1.2",
            "SECURE, 112, TLSv1.2"
        })
        void levelShouldBringItsDefaults(String level, int bits, String protocol) throws Exception {
            TlsRequirement requirement = rule("partner.example " + level).requirement();

            assertThat(requirement.level()).isEqualTo(TlsLevel.parse(level).orElseThrow());
            assertThat(requirement.minimumBits()).isEqualTo(bits);
            assertThat(requirement.minimumProtocol().map(TlsProtocol::word).orElse(""))
                    .isEqualTo(protocol);
        }

        @Test
        void everyOptionShouldBeTaken() throws Exception {
            PolicyRule rule = rule(
                    "partner.example\tsecure bits=256 protocol=TLSv1.3 ciphers=TLS_AES_256_GCM_SHA384,"
                            + "TLS_AES_128_GCM_SHA256 exclude=TLS_RSA_WITH_3DES_EDE_CBC_SHA match=nexthop,.Mail.Example,hostname"
                            + " client-cert=our sni=MX.Partner.example failure=processor:To_Portal-1"
                            + " mode=testing direction=both until=2026-11-21 note=\"contract \\\"17\\\" \\\\ # not a comment\"   # why");

            TlsRequirement requirement = rule.requirement();
            assertThat(requirement.level()).isEqualTo(TlsLevel.SECURE);
            assertThat(requirement.minimumBits()).isEqualTo(256);
            assertThat(requirement.minimumProtocol()).contains(TlsProtocol.TLSV1_3);
            assertThat(requirement.ciphers()).containsExactly("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");
            assertThat(requirement.excludedCiphers()).containsExactly("SSL_RSA_WITH_3DES_EDE_CBC_SHA");
            assertThat(requirement.match())
                    .map(NameMatch::toString)
                    .containsExactly("nexthop", ".mail.example", "hostname");
            assertThat(requirement.clientCertificate()).contains("our");
            assertThat(requirement.serverName()).contains("mx.partner.example");
            assertThat(requirement.failure().processor()).contains("To_Portal-1");
            assertThat(requirement.isTesting()).isTrue();
            assertThat(requirement.note()).contains("contract \"17\" \\ # not a comment");
            assertThat(rule.direction()).isEqualTo(Direction.BOTH);
            assertThat(rule.until()).contains(LocalDate.of(2026, 11, 21));
        }

        @ParameterizedTest
        @CsvSource({
            "TLS_RSA_WITH_3DES_EDE_CBC_SHA, SSL_RSA_WITH_3DES_EDE_CBC_SHA",
            "SSL_RSA_WITH_3DES_EDE_CBC_SHA, SSL_RSA_WITH_3DES_EDE_CBC_SHA",
            "SSL_AES_256_GCM_SHA384, TLS_AES_256_GCM_SHA384",
            "tls_aes_256_gcm_sha384, TLS_AES_256_GCM_SHA384"
        })
        void ciphersShouldBeKeptInSpellingOfJvm(String written, String kept) throws Exception {
            assertThat(rule("partner.example ciphers=" + written).requirement().ciphers())
                    .containsExactly(kept);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "sha256:c94ffb9bd96efb0189443e598664511b8f9907407459715202d53f775120b72d",
                    "sha256:C9:4F:FB:9B:D9:6E:FB:01:89:44:3E:59:86:64:51:1B:8F:99:07:40:74:59:71:52:02:D5:3F:77:51:20:B7:2D",
                    "spki-sha256:TJbVxe3DXG/oyIizFGs89HV0TjPWsmVQxY9bztE7+Xo=",
                })
        void pinShouldBeTaken(String pin) throws Exception {
            List<CertificatePin> pins =
                    rule("partner.example fingerprint pin=" + pin).requirement().pins();

            assertThat(pins).hasSize(1);
            assertThat(pins.get(0).matches(Tables.certificate("mx"))).isTrue();
            assertThat(pins.get(0).matches(Tables.certificate("other"))).isFalse();
            assertThat(CertificatePin.parse(pins.get(0).toString())).contains(pins.get(0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"# nothing", "\n\n", " \t\r\n", "\uFEFF# nothing", "   # a \"quote"})
        void fileOfCommentsAndEmptyLinesShouldBeEmptyTable(String text) throws Exception {
            assertThat(parse(text).size()).isZero();
        }

        @Test
        void linesShouldEndInEitherWayAndBeNumbered() throws Exception {
            PolicyTable table = parse("\uFEFFa.example\r\n\r\n# c\nb.example\nc.example # \u00e9\r\n\nd.example");

            assertThat(table.rules())
                    .map(rule -> rule.requirement().source().toString())
                    .containsExactly(
                            "tls-policy.conf:1", "tls-policy.conf:4", "tls-policy.conf:5", "tls-policy.conf:7");
        }

        @Test
        void rulesThatSayTheSameShouldShareIt() throws Exception {
            PolicyTable table = parse("a.example bits=256\nb.example bits=256");

            assertThat(table.rules().get(0).requirement().pins())
                    .isSameAs(table.rules().get(1).requirement().pins());
            assertThat(table.rules().get(0).requirement())
                    .isNotEqualTo(table.rules().get(1).requirement());
        }
    }

    @Nested
    class BadRules {
        static Stream<Arguments> rules() {
            return Tables.rows("/bad-rules.txt", 0)
                    .map(row -> Arguments.of((Object[]) row.get(0).split(" => ", 2)));
        }

        @ParameterizedTest
        @MethodSource("rules")
        void ruleShouldBeRefusedWithReason(String line, String message) {
            List<String> errors = errors("ok.example\n" + line + "\n");

            assertThat(errors).hasSize(1);
            assertThat(errors.get(0))
                    .startsWith("tls-policy.conf:2: " + message)
                    .contains(": allowed ");
        }

        @Test
        void whoShouldKeepToLengthLimits() {
            String label = "a".repeat(63);
            String name253 = (label + ".").repeat(3) + "a".repeat(61);

            assertThat(errors(label + "a.example")).hasSize(1);
            assertThat(errors(name253 + "a")).hasSize(1);
            assertThat(errors("a".repeat(65) + "@partner.example")).hasSize(1);
            assertThat(name253).hasSize(253);
        }

        @Test
        void whoAtLengthLimitsShouldBeTaken() throws Exception {
            String name253 = ("a".repeat(63) + ".").repeat(3) + "a".repeat(61);

            assertThat(rule("a".repeat(64) + "@" + name253).who()).hasSize(64 + 1 + 253);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                # first             | second             | message of the second
                partner.example     | PARTNER.example.   | given partner.example: allowed one rule for it in each direction, and there is the one of line 1
                müller.example      | xn--mller-kva.example | given xn--mller-kva.example: allowed one rule
                u@partner.example   | "u"@partner.example | given u@partner.example: allowed one rule
                [192.0.2.7]         | [192.0.2.7]        | given [192.0.2.7]: allowed one rule
                [IPv6:::1]          | [IPv6:0:0:0:0:0:0:0:1] | given [IPv6:::1]: allowed one rule
                *                   | * may              | given *: allowed one rule
                =partner.example    | =partner.example   | given =partner.example: allowed one rule
                partner.example     | .partner.example   | given .partner.example: allowed either it or partner.example of line 1, not both
                .partner.example    | partner.example    | given partner.example: allowed either it or .partner.example of line 1, not both
                a.example direction=both | a.example direction=in | given a.example: allowed one rule
                a.example           | a.example direction=both | given a.example: allowed one rule
                a.example direction=in | a.example direction=in | given a.example: allowed one rule
                """)
        void sameWhoShouldBeRefusedNamingFirstLine(String first, String second, String message) {
            assertThat(errors(first + "\n" + second))
                    .singleElement()
                    .asString()
                    .startsWith("tls-policy.conf:2: who: " + message);
        }

        @ParameterizedTest
        @CsvSource({
            "partner.example, =partner.example",
            ".partner.example, =partner.example",
            "partner.example, .sales.partner.example",
            "u@partner.example, u+tag@partner.example",
            "u@, u@partner.example",
            "partner.example direction=in, partner.example direction=out",
            "[192.0.2.7], [IPv6:::ffff:192.0.2.7]"
        })
        void differentWhoShouldBeTaken(String first, String second) throws Exception {
            assertThat(parse(first + "\n" + second).size()).isEqualTo(2);
        }
    }

    @Nested
    class WholeFile {
        @Test
        void everyErrorOfFileShouldBeListed() {
            assertThat(
                            errors(
                                    "bad..example bits=300 mode=x\nok.example\nok.example ciphers=X\nx.example danger pin=1 pin=2"))
                    .map(error -> error.replaceFirst(": given.*", ""))
                    .containsExactly(
                            "tls-policy.conf:1: bits",
                            "tls-policy.conf:1: mode",
                            "tls-policy.conf:1: who",
                            "tls-policy.conf:3: ciphers",
                            "tls-policy.conf:3: who",
                            "tls-policy.conf:4: level",
                            "tls-policy.conf:4: pin",
                            "tls-policy.conf:4: pin");
        }

        @Test
        void messageShouldHaveEveryErrorOnALine() {
            PolicyException refused =
                    catchThrowableOfType(PolicyException.class, () -> parse("a.example x\nb.example y"));

            assertThat(refused.getMessage().lines()).hasSize(2).allMatch(line -> line.startsWith("tls-policy.conf:"));
        }

        @Test
        void errorsPastThousandShouldBeCounted() {
            String text =
                    IntStream.range(0, 1234).mapToObj(i -> "bad..example\n").collect(Collectors.joining());

            List<String> errors = errors(text);

            assertThat(errors).hasSize(1001);
            assertThat(errors.get(999)).startsWith("tls-policy.conf:1000: who");
            assertThat(errors.get(1000))
                    .isEqualTo("tls-policy.conf: file: given 234 more errors than the 1000 listed: allowed none");
        }

        @Test
        void fileOfNoBytesShouldBeRefused() {
            assertThat(errors(new byte[0]))
                    .containsExactly("tls-policy.conf: file: given a file of 0 bytes:"
                            + " allowed rules, one a line, or at least a comment");
            assertThat(errors("\uFEFF")).singleElement().asString().contains("given a file of 3 bytes");
        }

        @Test
        void latin1ShouldBeRefusedByLineAndByte() {
            assertThat(errors("ok.example\nmüller.example # x\n".getBytes(StandardCharsets.ISO_8859_1)))
                    .containsExactly("tls-policy.conf:2: line: given byte 0xFC at position 2,"
                            + " which looks like Latin-1 (müller.example # x): allowed UTF-8");
        }

        @Test
        void latin1FarBehindInLineShouldBeShown() {
            String line = "ok.example # " + "x".repeat(60) + " Grüße";

            assertThat(errors(line.getBytes(StandardCharsets.ISO_8859_1)))
                    .containsExactly("tls-policy.conf:1: line: given byte 0xFC at position 77,"
                            + " which looks like Latin-1 (" + "x".repeat(17) + " Grüße): allowed UTF-8");
        }

        @ParameterizedTest
        @CsvSource({"C3 28, 0xC3", "80, 0x80", "C0 AF, 0xC0", "ED A0 80, 0xED", "F8 88 80 80 80, 0xF8", "E2 82, 0xE2"})
        void malformedUtf8ShouldBeRefused(String hex, String first) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.writeBytes("# a ".getBytes(StandardCharsets.US_ASCII));
            Stream.of(hex.split(" ")).forEach(octet -> content.write(Integer.parseInt(octet, 16)));

            assertThat(errors(content.toByteArray()))
                    .singleElement()
                    .asString()
                    .startsWith("tls-policy.conf:1: line: given byte " + first + " at position 5")
                    .endsWith(": allowed UTF-8");
        }

        @Test
        void utf16ShouldBeRefusedOnce() {
            assertThat(errors("\uFEFFpartner.example\nb.example".getBytes(StandardCharsets.UTF_16LE)))
                    .containsExactly("tls-policy.conf: file: given UTF-16, by its byte order mark: allowed UTF-8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u0000", "\u001b", "\u007f", "\u0085", "\r", "\u000b"})
        void controlCharacterShouldBeRefused(String control) {
            assertThat(errors("a.exam" + control + "ple note=x"))
                    .singleElement()
                    .asString()
                    .startsWith(String.format(
                            "tls-policy.conf:1: line: given the control character U+%04X at position 7",
                            (int) control.charAt(0)));
        }

        @Test
        void longLineShouldBeOneError() {
            assertThat(errors("a.example # " + "x".repeat(65_536) + "\nb..example"))
                    .hasSize(2)
                    .first()
                    .isEqualTo("tls-policy.conf:1: line: given 65548 bytes: allowed at most 65536 bytes");
            assertThat(errors("\"".repeat(20_000_000))).hasSize(1);
        }

        @Test
        void lineOfGreatestLengthShouldBeTaken() throws Exception {
            String head = "a.example # ";

            assertThat(parse(head + "x".repeat(65_536 - head.length()) + "\r\n").size())
                    .isEqualTo(1);
        }

        @Test
        void givenTextShouldBeCutShort() {
            assertThat(errors("x".repeat(60_000)).get(0)).hasSizeLessThan(600).contains("...");
            assertThat(errors("a.example " + "k".repeat(60_000) + "=1").get(0)).hasSizeLessThan(800);
        }
    }

    @Nested
    class FromFile {
        @TempDir
        private Path folder;

        private String refusal(Path file) {
            PolicyException refused = catchThrowableOfType(PolicyException.class, () -> PARSER.parse(file));
            assertThat(refused).isNotNull();
            return refused.getMessage();
        }

        @Test
        void fileShouldBeRead() throws Exception {
            Path file = Files.writeString(folder.resolve("my-rules.conf"), "partner.example");

            assertThat(PARSER.parse(file).lookup("u", "partner.example").rule())
                    .isEqualTo("partner.example (my-rules.conf:1)");
        }

        @Test
        void absentFileShouldBeRefused() {
            Path file = folder.resolve("tls-policy.conf");

            assertThat(refusal(file))
                    .isEqualTo("tls-policy.conf: file: given " + file
                            + ", which does not exist: allowed a readable file of rules");
        }

        @Test
        void folderShouldBeRefused() {
            assertThat(refusal(folder)).endsWith(folder + ", which is a directory: allowed a readable file of rules");
        }

        @Test
        void unreadableFileShouldBeRefused() throws Exception {
            Path file = Files.writeString(folder.resolve("tls-policy.conf"), "partner.example");
            assertThat(file.toFile().setReadable(false)).isTrue();
            assumeFalse(Files.isReadable(file), "root reads everything");

            assertThat(refusal(file)).contains("which this user may not read");
        }

        @Test
        void emptyFileShouldBeRefused() throws Exception {
            assertThat(refusal(Files.createFile(folder.resolve("tls-policy.conf"))))
                    .contains("given a file of 0 bytes");
        }
    }

    @Nested
    class Inline {
        private List<String> refusals(String list) {
            PolicyException refused =
                    catchThrowableOfType(PolicyException.class, () -> PARSER.parseInline("RecipientRequiresTls", list));
            assertThat(refused).isNotNull();
            return refused.errors().stream().map(PolicyError::toString).toList();
        }

        @Test
        void listShouldBecomeRulesAtLevelEncrypt() throws Exception {
            PolicyTable table = PARSER.parseInline(
                    "RecipientRequiresTls", "partner.example, boss@corp.example,\n  \"a, b\"@x.example , *");

            assertThat(table.rules())
                    .map(PolicyRule::who)
                    .containsExactly("partner.example", "boss@corp.example", "a, b@x.example", "*");
            assertThat(table.rules()).allMatch(rule -> rule.requirement().level() == TlsLevel.ENCRYPT);
            assertThat(table.lookup("boss", "corp.example").rule())
                    .isEqualTo("boss@corp.example (RecipientRequiresTls:2)");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "NULL",
                textBlock =
                        """
                ''                          | RecipientRequiresTls:1: who: given nothing: allowed
                a.example,                  | RecipientRequiresTls:2: who: given nothing: allowed
                ,a.example                  | RecipientRequiresTls:1: who: given nothing: allowed
                a.example b.example         | RecipientRequiresTls:1: who: given a.example b.example: allowed
                a.example verify            | RecipientRequiresTls:1: who: given a.example verify: allowed
                a.example, A.example        | RecipientRequiresTls:2: who: given a.example: allowed one rule
                "a, b.example               | RecipientRequiresTls:1: who: given "a, b.example: allowed
                """)
        void badListShouldBeRefused(String list, String message) {
            assertThat(refusals(list)).singleElement().asString().startsWith(message);
        }

        @Test
        void everyBadItemShouldBeListed() {
            assertThat(refusals("a..b, ok.example, c..d")).hasSize(2);
        }
    }

    /** Whatever the bytes: a table, or a refusal with at least one error; nothing else is thrown. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void parseShouldReturnOrRefuseWhateverTheBytes(long seed) {
        String[] pieces = {
            "partner.example",
            "*",
            "@",
            "\"",
            "\\",
            "#",
            " ",
            "\n",
            "\r\n",
            "=",
            ".",
            "[",
            "IPv6:",
            "]",
            ",",
            "bits=",
            "pin=",
            "sha256:",
            "note=",
            "until=",
            "2027-01-01",
            "verify",
            "fingerprint",
            "ü",
            "\u0000",
            "xn--",
            "+",
            "%",
            "1",
            "-",
            "\ud800",
            "match=",
            "ciphers=",
            "failure=processor:",
            "\u3002"
        };
        Random random = new Random(seed);
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            String text = random.ints(1 + random.nextInt(12), 0, pieces.length)
                    .mapToObj(i -> pieces[i])
                    .collect(Collectors.joining());
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(10) == 0) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }
            try {
                taken += PARSER.parse("fuzz", content).size();
            } catch (PolicyException e) {
                assertThat(e.errors()).isNotEmpty();
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void parserForThisJvmShouldKnowItsSuites() throws Exception {
        PolicyTable table = PolicyTableParser.forThisJvm()
                .parse("x", "a.example ciphers=TLS_AES_128_GCM_SHA256".getBytes(StandardCharsets.UTF_8));

        assertThat(table.lookup("u", "a.example").ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
    }
}
