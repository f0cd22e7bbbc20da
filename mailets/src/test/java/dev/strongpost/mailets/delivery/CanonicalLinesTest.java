package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
        try (InputStream in = new CanonicalLines(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
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
        "a, a",
        "a_R_Nb_R_N, a_R_Nb_R_N",
        "a_Nb, a_R_Nb",
        "a_Rb, a_R_Nb",
        "a_R, a_R_N",
        "a_N_Nb, a_R_N_R_Nb",
        "a_R_Rb, a_R_N_R_Nb",
        "a_N_Rb, a_R_N_R_Nb",
        "a_R_R_Nb, a_R_N_R_Nb",
        "a_N._R_NQUIT, a_R_N._R_NQUIT", // the end of message that smugglers write
        "a_R._R_NQUIT, a_R_N._R_NQUIT"
    })
    void everyLineShouldEndInCrLf(String text, String expected) throws IOException {
        assertThat(canonical(text)).isEqualTo(expected);
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
            assertThat(read(result.getBytes(StandardCharsets.ISO_8859_1)))
                    .isEqualTo(result.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
