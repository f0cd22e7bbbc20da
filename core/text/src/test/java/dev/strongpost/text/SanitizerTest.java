// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SanitizerTest {
    @ParameterizedTest
    @CsvSource({
        "'plain words', 'plain words'",
        "'a\r\nb', 'a b'",
        "'a\u0000b\u001b[31mc\u007f', 'a b [31mc'",
        "'a\u0085b\u2028c\u2029d', 'a b c d'", // line ends beyond ASCII
        "'a\u202eb', 'a b'", // turns the direction of writing
        "'  two   spaces ', 'two spaces'",
        "'caf\u00e9', 'caf\\x{E9}'",
        "'\ud83d\ude00', '\\x{1F600}'",
    })
    void asciiShouldBePrintable(String foreign, String expected) {
        assertThat(Sanitizer.ascii(foreign, 900)).isEqualTo(expected);
    }

    @Test
    void asciiShouldBeBoundedWhateverTheLength() {
        assertThat(Sanitizer.ascii("\u00e9".repeat(1_000_000), 900)).hasSize(900);
    }

    @Test
    void lineShouldKeepLettersBeyondAscii() {
        assertThat(Sanitizer.line("gr\u00fc\u00dfe\r\nan alle", 900)).isEqualTo("gr\u00fc\u00dfe an alle");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'a\u0000b', a?b",
        "'a\u202eb', a?b",
        "'a\ud83d\ude00b', 'a\ud83d\ude00b'",
        "'a\ud83d', a?", // half a character
        "123456789012, 1234567890...",
    })
    void visibleShouldKeepTheLength(String text, String expected) {
        assertThat(Sanitizer.visible(text, 10)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'250 ok\r\n250 forged', '250 ok  250 forged'", "'caf\u00e9', caf?", "'a\u001b[31m', a?[31m"})
    void cleanShouldBeOneLineOfAscii(String foreign, String expected) {
        assertThat(Sanitizer.clean(foreign)).isEqualTo(expected);
    }
}
