// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.apache.james.mime4j.codec.DecoderUtil;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are written one octet a character. */
class SevenBitConversionTest {
    static String convert(String message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SevenBitConversion.of(it -> it.write(message.getBytes(StandardCharsets.ISO_8859_1)))
                .writeTo(out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n";
    }

    /** The octets of {@code text} in UTF-8. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aMessageOfSevenBitsShouldStayAsItIs() throws Exception {
        String message = lines(
                "Content-Type: multipart/mixed;boundary=\"a b\"",
                "Content-Transfer-Encoding: 7BIT",
                "",
                "preamble",
                "--a b",
                "",
                "text = text ",
                "--a b-- ",
                "epilogue");

        assertThat(convert(message)).isEqualTo(message);
    }

    /** M1. */
    @Nested
    class Composite {
        @Test
        void leavesShouldBeEncodedAndMultipartsSaySevenBits() throws Exception {
            assertThat(convert(lines(
                            "MIME-Version: 1.0",
                            "Content-Type: multipart/mixed; boundary=b",
                            "Content-Transfer-Encoding: 8bit",
                            "",
                            "preamble \u00e9",
                            "--b",
                            "Content-Type: text/plain; charset=utf-8",
                            "Content-Transfer-Encoding: 8bit",
                            "",
                            "Grüße und ein langer Satz",
                            "--b",
                            "Content-Type: text/plain",
                            "",
                            "untouched = so",
                            "--b--",
                            "epilogue")))
                    .isEqualTo(lines(
                            "MIME-Version: 1.0",
                            "Content-Type: multipart/mixed; boundary=b",
                            "Content-Transfer-Encoding: 7bit",
                            "",
                            "preamble ?",
                            "--b",
                            "Content-Type: text/plain; charset=utf-8",
                            "Content-Transfer-Encoding: quoted-printable",
                            "",
                            "Gr=FC=DFe und ein langer Satz",
                            "--b",
                            "Content-Type: text/plain",
                            "",
                            "untouched = so",
                            "--b--",
                            "epilogue"));
        }

        @Test
        void aMessageInsideShouldHaveItsOwnHeaderConverted() throws Exception {
            assertThat(convert(lines(
                            "MIME-Version: 1.0",
                            "Content-Type: message/rfc822",
                            "Content-Transfer-Encoding: 8bit",
                            "",
                            "Subject: inner",
                            "",
                            "Gr\u00fc\u00dfe, and no word of what they are in")))
                    .isEqualTo(lines(
                            "MIME-Version: 1.0",
                            "Content-Type: message/rfc822",
                            "Content-Transfer-Encoding: 7bit",
                            "",
                            "Subject: inner",
                            "Content-Transfer-Encoding: quoted-printable",
                            "MIME-Version: 1.0",
                            "",
                            "Gr=FC=DFe, and no word of what they are in"));
        }

        @Test
        void anOuterBoundaryShouldEndWhatIsOpenInside() throws Exception {
            String message = lines(
                    "Content-Type: multipart/mixed; boundary=outer",
                    "MIME-Version: 1.0",
                    "",
                    "--outer",
                    "Content-Type: multipart/mixed; boundary=inner",
                    "",
                    "--inner",
                    "Content-Type: application/octet-stream",
                    "Content-Transfer-Encoding: binary",
                    "",
                    "\u00ff\u00fe",
                    "--outer",
                    "",
                    "plain",
                    "--outer--");

            assertThat(convert(message))
                    .isEqualTo(message.replace("binary", "base64").replace("\u00ff\u00fe", "//4="));
        }
    }

    @Test
    void partsOfADigestShouldBeMessages() throws Exception {
        assertThat(convert(lines(
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/digest; boundary=d",
                        "",
                        "--d",
                        "",
                        "Subject: inner",
                        "",
                        "Gr\u00fc\u00dfe, and some more of the text",
                        "--d--")))
                .contains(lines("--d", "", "Subject: inner", "Content-Transfer-Encoding: quoted-printable"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boundary*0=long-; boundary*1=\"boundary\"",
                "boundary=\"long-boundary \"",
                "BOUNDARY = (a comment) long-boundary"
            })
    void aBoundaryShouldBeFoundHoweverItIsWritten(String parameter) throws Exception {
        assertThat(convert(lines(
                        "MIME-Version: 1.0",
                        "Content-Type: multipart/mixed; " + parameter,
                        "",
                        "--long-boundary",
                        "",
                        "Gr\u00fc\u00dfe, and some more of the text",
                        "--long-boundary--")))
                .contains(lines("Gr=FC=DFe, and some more of the text", "--long-boundary--"));
    }

    /** M2, M3, M4. */
    static Stream<Arguments> leaves() {
        String text = "ein Gru\u00df, und noch einer";
        String encoded = "ein Gru=DF, und noch einer";
        return Stream.of(
                Arguments.of("text/csv", "8bit", text, "quoted-printable", encoded),
                Arguments.of("application/json", "8BIT", text, "quoted-printable", encoded),
                Arguments.of("application/pdf", "binary", text, "quoted-printable", encoded),
                Arguments.of("text/plain; charset=x-nobody-knows", "8bit", text, "quoted-printable", encoded),
                Arguments.of("text/plain; charset=utf-8", "8bit", text, "quoted-printable", encoded),
                Arguments.of("text/plain", "7bit", text, "quoted-printable", encoded),
                Arguments.of("text/plain", "8bit (a comment", text, null, null),
                Arguments.of("text/plain", "8bit", "\u00ff\u00fe\u00fd\r\n\r\n\u00fc", "base64", "//79DQoNCvwNCg=="),
                // Declared encoded, and not quite: what decoders make of it stays the same.
                Arguments.of("text/plain", "quoted-printable", "=C3\u00bc = x", "quoted-printable", "=C3=BC = x"),
                Arguments.of("text/plain", "base64", "//\u00e979", "base64", "//79"));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void aLeafShouldBeEncodedWhateverItIs(String type, String declared, String body, String encoding, String encoded)
            throws Exception {
        String head = "MIME-Version: 1.0\r\nContent-Type: " + type + "\r\nContent-Transfer-Encoding: ";
        String message = head + declared + "\r\n\r\n" + body + "\r\n";

        if (encoding == null) {
            assertThatThrownBy(() -> convert(message)).isInstanceOf(UnconvertibleException.class);
        } else {
            assertThat(convert(message)).isEqualTo(head + encoding + "\r\n\r\n" + encoded + "\r\n");
        }
    }

    @Test
    void aMessageWithoutMimeShouldBecomeOne() throws Exception {
        assertThat(convert(lines("Subject: x", "", "Gr\u00fc\u00dfe in a text of some length")))
                .isEqualTo(lines(
                        "Subject: x",
                        "Content-Transfer-Encoding: quoted-printable",
                        "MIME-Version: 1.0",
                        "",
                        "Gr=FC=DFe in a text of some length"));
    }

    @Test
    void linesShouldBeNoLongerThanSeventySixCharacters() throws Exception {
        String line = ("\u00e9 =\t" + "x".repeat(500) + " \t \u00e9\u00e9 ").repeat(7);

        String converted = convert("MIME-Version: 1.0\r\n\r\n" + line + "\r\n. \t\r\n");

        assertThat(converted.lines()).allMatch(each -> each.length() <= 76).noneMatch(each -> each.endsWith(" "));
        assertThat(converted).endsWith("=20\r\n. =09\r\n");
    }

    @Nested
    class Unconvertible {
        private String signed(String inside, String other) {
            return lines(
                    "MIME-Version: 1.0",
                    "Content-Type: multipart/mixed; boundary=m",
                    "",
                    "--m",
                    "Content-Type: multipart/signed; boundary=s; protocol=\"application/pkcs7-signature\"",
                    "",
                    "--s",
                    "Content-Type: text/plain",
                    "Content-Transfer-Encoding: 8bit",
                    "",
                    inside,
                    "--s",
                    "Content-Type: application/pkcs7-signature",
                    "Content-Transfer-Encoding: base64",
                    "",
                    "AAAA",
                    "--s--",
                    "--m",
                    "Content-Type: text/plain",
                    "",
                    other,
                    "--m--");
        }

        @Test
        void aSignatureShouldNotBeBroken() {
            assertThatThrownBy(() -> convert(signed("Gr\u00fc\u00dfe", "x")))
                    .isInstanceOf(UnconvertibleException.class)
                    .hasMessage("its signed part has 8-bit octets, and would no longer be what was signed");
        }

        @Test
        void whatIsSignedShouldStayAsItIsBesideWhatIsConverted() throws Exception {
            String converted = convert(signed("Gruesse ", "ein Gru\u00df"));

            assertThat(converted)
                    .contains(lines("Content-Transfer-Encoding: 8bit", "", "Gruesse ", "--s"))
                    .contains(lines("", "ein Gru=DF", "--m--"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"x-uuencode", "8-bit", "gzip"})
        void anUnknownEncodingShouldNotBeEncodedAgain(String encoding) {
            assertThatThrownBy(() -> convert("Content-Transfer-Encoding: " + encoding + "\r\n\r\n\u00e9\r\n"))
                    .isInstanceOf(UnconvertibleException.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Type: multipart/mixed; boundary=b\r\n\r\n\u00e9 no boundary comes\r\n",
                    "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\n\u00e9\r\n--b--\r\n",
                    "Subject: x\r\n\u00e9 text without an empty line in front of it\r\n"
                })
        void aBrokenStructureShouldNotBeDamagedFurther(String message) {
            assertThatThrownBy(() -> convert(message)).isInstanceOf(UnconvertibleException.class);
        }

        @Test
        void aLongHeaderBeforeALongBodyShouldTakeNoTime() throws Exception {
            String message = "X: y\r\n".repeat(100_000) + "\r\n" + "\u00e9\r\n".repeat(100_000);

            assertThat(convert(message)).contains("Content-Transfer-Encoding: ");
        }

        @Test
        void partsShouldBeBounded() {
            String parts = "--b\r\n\r\n".repeat(10_001);

            assertThatThrownBy(() -> convert("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts))
                    .hasMessageContaining("more than 10000 parts");
        }

        @Test
        void nestingShouldBeBounded() {
            String message = "Content-Type: message/rfc822\r\n\r\n".repeat(102);

            assertThatThrownBy(() -> convert(message)).hasMessageContaining("nested deeper than 100");
        }

        @Test
        void headersShouldBeBounded() {
            assertThatThrownBy(() -> convert("X: " + "y".repeat(2_000_000) + "\r\n\r\n"))
                    .hasMessageContaining("header is larger");
        }
    }

    @Nested
    class Fields {
        private String field(String value) throws IOException {
            String converted = convert(value + "\r\n\r\n");
            assertThat(converted.chars()).allMatch(c -> c < 128);
            assertThat(converted.lines()).allMatch(line -> line.length() <= 998);
            return converted.substring(0, converted.indexOf("\r\nMIME-Version"));
        }

        @Test
        void aSubjectShouldBeReadAsItWas() throws Exception {
            String subject = "Übergrößenträger und " + "Öl ".repeat(40) + "am Ende";

            String field = field("Subject: " + utf8(subject));

            assertThat(DecoderUtil.decodeEncodedWords(
                            field.substring("Subject: ".length()).replace("\r\n", ""), StandardCharsets.UTF_8))
                    .isEqualTo(subject);
            assertThat(field.lines()).allMatch(line -> line.length() <= 76);
        }

        @Test
        void aSubjectThatIsNoUtf8ShouldSayThatItsCharactersAreUnknown() throws Exception {
            assertThat(field("Subject: Gr\u00fc\u00dfe aus X"))
                    .isEqualTo("Subject: =?unknown-8bit?q?Gr=FC=DFe?= aus X");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                From: Jürgen Öl <j@x.example>, b@x.example       | From: =?utf-8?q?J=C3=BCrgen?= =?utf-8?q?_=C3=96l?= <j@x.example>, b@x.example
                To: "Öl, \\"J\\"" <j@x.example>                  | To: =?utf-8?q?=C3=96l=2C_=22J=22?= <j@x.example>
                Cc: j@x.example (Öl am Ende)                     | Cc: j@x.example (=?utf-8?q?=C3=96l?= am Ende)
                To: Freunde:Öl<j@x.example>;                     | To: Freunde: =?utf-8?q?=C3=96l?= <j@x.example>;
                Content-Disposition: attachment; filename="Öl 1.pdf"; size=3 | Content-Disposition: attachment; filename*=utf-8''%C3%96l%201.pdf; size=3
                Content-Type: text/plain; name=Öl; charset=x     | Content-Type: text/plain; name*=utf-8''%C3%96l; charset=x
                Message-ID: <Ö@x.example>                        | Message-ID: <??@x.example>
                """)
        void aFieldShouldBeEncodedAsItsSyntaxAllows(String field, String expected) throws Exception {
            String converted = field(utf8(field)).replace("\r\n ", " ");

            assertThat(converted).isEqualTo(expected);
        }

        @Test
        void manyNamesShouldComeOnManyLines() throws Exception {
            String names = "\u00d6l <a@x.example>, ".repeat(40) + "b@x.example";

            assertThat(field("To: " + names).lines()).hasSizeGreaterThan(10).allMatch(line -> line.length() <= 100);
        }

        @Test
        void aLongFileNameShouldComeInPieces() throws Exception {
            String field = field(utf8("Content-Disposition: attachment; filename=\"" + "Ö".repeat(100) + "\""));

            assertThat(field)
                    .startsWith("Content-Disposition: attachment; filename*0*=utf-8''%C3%96")
                    .contains(";\r\n filename*1*=%");
            assertThat(field.replaceAll("[^%]", "")).hasSize(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "S\u00fcbject: x",
                    "To: \"\u00fc",
                    "To: (\u00fc",
                    "To: \u00fc\\",
                    "To: <\u00fc",
                    "Content-Type: \u00fc",
                    "Content-Type: text/plain; \u00fc=\u00fc; =\u00fc; x=\"\u00fc",
                    "Subject: \u00fc"
                })
        void whatIsMalformedShouldComeThrough(String field) throws Exception {
            assertThat(field(field)).isNotEmpty();
        }
    }
}
