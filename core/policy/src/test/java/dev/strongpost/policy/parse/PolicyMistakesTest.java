// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Set;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.testkit.Tables;

/** The mistakes that people make most, side by side: each says in its own words what is wrong, and where. */
class PolicyMistakesTest {
    /** After the last day of one certificate, and before that of the other. */
    private static final Instant NOW = Instant.parse("2126-10-29T00:40:00Z");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
            # second line                                    | what is said of it
            partner.example may                              | who: given partner.example: allowed one rule for it in each direction, and there is the one of line 1
            .partner.example                                 | who: given .partner.example: allowed either it or partner.example of line 1, not both
            a.example encrypt 112                            | line: given 112: allowed bits=112 for a minimum strength
            a.example bits=                                  | bits: given nothing: allowed a value
            a.example note=""                                | note: given "": allowed a value
            a.example fingerprint pin=sha256:c94ffb9bd96e    | pin: given sha256:c94ffb9bd96e: allowed sha256: and 64 hexadecimal digits, or spki-sha256: and 32 bytes in base64, comma separated
            a.example fingerprint pin=spki-sha256:AAAA       | pin: given spki-sha256:AAAA: allowed sha256: and 64 hexadecimal digits, or spki-sha256: and 32 bytes in base64, comma separated
            a.example verify ca=absent.pem                   | ca: given absent.pem, which does not exist: allowed a readable file of trust anchors in PEM
            a.example verify ca=empty.pem                    | ca: given empty.pem, which holds no certificate: allowed a file of trust anchors in PEM
            a.example verify ca=key.pem                      | ca: given key.pem, which is damaged or cut off: allowed a file of trust anchors in PEM
            a.example verify ca=expired.pem                  | ca: given expired.pem, whose certificate expired on 2126-10-29: allowed at least one certificate that is valid today
            a.example verify ca=large.pem                    | ca: given large.pem, of 1048577 bytes: allowed at most 1048576 bytes
            a.example until=01.12.2127                       | until: given 01.12.2127: allowed a day as YYYY-MM-DD
            a.example until=2126-02-29                       | until: given 2126-02-29: allowed a day as YYYY-MM-DD
            """)
    void mistakeShouldHaveMessageOfItsOwn(String line, String message) throws Exception {
        Files.writeString(folder.resolve("empty.pem"), "# soon\n");
        Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                folder.resolve("expired.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(Tables.certificate("authority").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        Files.write(folder.resolve("large.pem"), new byte[(1 << 20) + 1]);
        Path table = Files.writeString(folder.resolve("tls-policy.conf"), "partner.example\n" + line + "\n");
        PolicyTableParser parser = new PolicyTableParser(Set.of(), Clock.fixed(NOW, ZoneOffset.UTC));

        PolicyException refused = catchThrowableOfType(PolicyException.class, () -> parser.parse(table));

        assertThat(refused).hasMessage("tls-policy.conf:2: " + message);
    }
}
