package dev.strongpost.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTextTest {
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
        assertThat(PrintableText.ascii(foreign)).isEqualTo(expected);
    }

    @Test
    void asciiShouldBeBoundedWhateverTheLength() {
        assertThat(PrintableText.ascii("\u00e9".repeat(1_000_000))).hasSize(PrintableText.FIELD_LIMIT);
    }

    @Test
    void lineShouldKeepLettersBeyondAscii() {
        assertThat(PrintableText.line("gr\u00fc\u00dfe\r\nan alle")).isEqualTo("gr\u00fc\u00dfe an alle");
    }
}
