// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.MimeConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random messages: another reader of MIME finds the same parts with the same content in what is converted. */
@Tag("slow")
class SevenBitModelTest {
    private static final int SEEDS = Integer.getInteger("strongpost.model.seeds", 500);

    /** What mime4j reads, decoded. */
    private static List<String> read(String message) throws Exception {
        List<String> events = new ArrayList<>();
        MimeStreamParser parser = new MimeStreamParser(MimeConfig.PERMISSIVE);
        parser.setContentDecoding(true);
        parser.setContentHandler(new AbstractContentHandler() {
            @Override
            public void startMultipart(BodyDescriptor about) {
                events.add("begin " + about.getMimeType());
            }

            @Override
            public void endMultipart() {
                events.add("end");
            }

            @Override
            public void startMessage() {
                events.add("message");
            }

            @Override
            public void body(BodyDescriptor about, InputStream in) throws IOException {
                // mime4j 0.8.9 leaves the CR of the line end in front of a boundary where its buffer ends between the
                // two.
                events.add(about.getMimeType() + ": " + text(in).replaceFirst("\r$", ""));
            }

            @Override
            public void preamble(InputStream in) throws IOException {
                events.add("preamble: " + ascii(text(in)));
            }
        });
        parser.parse(new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
        return events;
    }

    /** mime4j 0.8.9 misses one that begins where its buffer ends. */
    private static long epilogues(String message) {
        return message.lines().filter(line -> line.startsWith("epilogue w")).count();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String ascii(String text) {
        return text.replaceAll("[^\\x00-\\x7f]", "?");
    }

    /** Makes messages. */
    private static final class Generator {
        private static final List<String> TYPES = List.of(
                "text/plain",
                "text/html; charset=iso-8859-1",
                "application/json",
                "image/png",
                "message/delivery-status");
        private final Random random;
        private int boundaries;

        private Generator(Random random) {
            this.random = random;
        }

        private String entity(int depth) {
            int kind = depth == 0 ? 0 : random.nextInt(4);
            if (kind == 2) {
                return multipart(depth);
            }
            if (kind == 3) {
                return "Content-Type: message/rfc822\r\n" + label("7bit", "8bit", "binary", "") + "\r\n"
                        + "MIME-Version: 1.0\r\nSubject: " + word() + "\r\n" + entity(depth - 1);
            }
            return "Content-Type: " + TYPES.get(random.nextInt(TYPES.size())) + "\r\n"
                    + label("7bit", "8bit", "8BIT", "binary", "") + "\r\n" + body();
        }

        private String multipart(int depth) {
            String boundary = "b" + boundaries++ + "=_x";
            StringBuilder all = new StringBuilder("Content-Type: multipart/mixed;\r\n boundary=\"" + boundary + "\"\r\n"
                    + label("7bit", "8bit", "binary", "") + "\r\npreamble " + word() + "\r\n");
            int parts = 1 + random.nextInt(3);
            for (int i = 0; i < parts; i++) {
                all.append("--").append(boundary).append("\r\n").append(entity(depth - 1));
            }
            return all.append("--")
                    .append(boundary)
                    .append("--\r\nepilogue ")
                    .append(word())
                    .append("\r\n")
                    .toString();
        }

        private String label(String... values) {
            String value = values[random.nextInt(values.length)];
            return value.isEmpty() ? "" : "Content-Transfer-Encoding: " + value + "\r\n";
        }

        private String body() {
            StringBuilder body = new StringBuilder();
            int lines = random.nextInt(6);
            for (int i = 0; i < lines; i++) {
                int length = random.nextInt(5) == 0 ? random.nextInt(3000) : random.nextInt(90);
                boolean dense = random.nextInt(4) == 0;
                for (int c = 0; c < length; c++) {
                    body.append(dense || random.nextInt(40) == 0 ? octet() : (char) (' ' + random.nextInt(95)));
                }
                body.append("\r\n");
            }
            return body.append("x\r\n").toString();
        }

        private char octet() {
            char octet = (char) (1 + random.nextInt(255));
            return octet == '\r' || octet == '\n' ? ' ' : octet;
        }

        private String word() {
            return random.nextBoolean() ? "w" : "w\u00e9";
        }
    }

    @Test
    void whatIsDecodedShouldBeWhatWasWritten() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            String message = "MIME-Version: 1.0\r\n" + new Generator(new Random(seed)).entity(4);

            String converted = SevenBitConversionTest.convert(message);

            assertThat(converted.chars()).as("seed %d", seed).allMatch(c -> c < 128);
            assertThat(read(converted)).as("seed %d", seed).isEqualTo(read(message));
            assertThat(epilogues(converted)).as("seed %d", seed).isEqualTo(epilogues(message));
        }
    }

    /** Whatever it is: no octet beyond ASCII, no end without an answer. */
    @Test
    void noiseShouldBeConvertedOrRefused() {
        List<String> pieces = List.of(
                "Content-Type: multipart/mixed; boundary=b",
                "Content-Type: message/rfc822",
                "Content-Transfer-Encoding: 8bit",
                "Content-Transfer-Encoding: base64",
                "Content-Transfer-Encoding: quoted-printable",
                "--b",
                "--b--",
                "\r\n",
                "\r\n\r\n",
                "\r\n",
                "\u00e9",
                "=",
                "\"",
                "(",
                ": ",
                "\r",
                "\n",
                " x",
                "\u0000");
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder noise = new StringBuilder();
            for (int i = 0; i < 60; i++) {
                noise.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                assertThat(SevenBitConversionTest.convert(noise.toString()).chars())
                        .as("seed %d", seed)
                        .allMatch(c -> c < 128);
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).isInstanceOf(UnconvertibleException.class);
            }
        }
    }
}
