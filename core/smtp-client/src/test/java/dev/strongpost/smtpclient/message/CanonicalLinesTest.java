// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalLinesTest {

    private static String canonical(String text) throws IOException {
        byte[] bytes = unescaped(text).getBytes(StandardCharsets.ISO_8859_1);
        return escaped(new String(read(bytes), StandardCharsets.ISO_8859_1));
    }

    private static byte[] read(byte[] bytes) throws IOException {
        return read(bytes, bytes.length);
    }

    /** Writes in pieces: line ends lie on both sides of a boundary. */
    private static byte[] read(byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CanonicalLines lines = new CanonicalLines(out)) {
            for (int i = 0; i < bytes.length; i += piece) {
                lines.write(bytes, i, Math.min(piece, bytes.length - i));
            }
        }
        return out.toByteArray();
    }

    private static String unescaped(String text) {
        return text.replace("_R", "\r").replace("_N", "\n");
    }

    private static String escaped(String text) {
        return text.replace("\r", "_R").replace("\n", "_N");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "a, a_R_N", // the last line too
        "a_R_Nb_R_N, a_R_Nb_R_N",
        "a_Nb, a_R_Nb_R_N",
        "a_Rb, a_R_Nb_R_N",
        "a_R, a_R_N",
        "_N, _R_N",
        "a_N_Nb, a_R_N_R_Nb_R_N",
        "a_R_Rb, a_R_N_R_Nb_R_N",
        "a_N_Rb, a_R_N_R_Nb_R_N",
        "a_R_R_Nb, a_R_N_R_Nb_R_N",
        "a_N._R_NQUIT, a_R_N._R_NQUIT_R_N", // the end of message that smugglers write
        "a_R._R_NQUIT, a_R_N._R_NQUIT_R_N"
    })
    void everyLineShouldEndInCrLf(String text, String expected) throws IOException {
        assertThat(canonical(text)).isEqualTo(expected);
        assertThat(escaped(new String(
                        read(unescaped(text).getBytes(StandardCharsets.ISO_8859_1), 1), StandardCharsets.ISO_8859_1)))
                .isEqualTo(expected);
    }

    @Test
    void noLoneCrOrLfShouldComeOutOfAnything() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(20_000)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) "\r\n.a".charAt(random.nextInt(4));
            }
            String result = new String(read(bytes), StandardCharsets.ISO_8859_1);
            assertThat(result.replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(read(bytes, 1 + random.nextInt(7))).isEqualTo(result.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(read(result.getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(result.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
