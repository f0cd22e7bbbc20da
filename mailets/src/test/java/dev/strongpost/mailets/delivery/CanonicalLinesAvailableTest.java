package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalLinesAvailableTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a\r\n", "a\r\n\r\n", "a\n", "a\r", "\r\n", "\n\r\n.\r\n", "a\r\r\n"})
    void nothingShouldBeSaidToBeAvailableWhenNothingIsToCome(String text) throws IOException {
        assertExact("", text);
    }

    @ParameterizedTest
    @ValueSource(ints = {8190, 8191, 8192, 8193, 16_383, 16_384})
    void noLineEndShouldBeCountedTwiceWhereOneBufferEnds(int length) throws IOException {
        assertExact("x".repeat(length), "\r\n");
    }

    private static void assertExact(String start, String end) throws IOException {
        byte[] octets = (start + end).getBytes(StandardCharsets.ISO_8859_1);
        try (CanonicalLines lines = new CanonicalLines(new ByteArrayInputStream(octets))) {
            int available = lines.available();
            while (lines.read() >= 0) {
                assertThat(available).isPositive();
                available = lines.available();
            }
            assertThat(available).isZero();
        }
    }
}
