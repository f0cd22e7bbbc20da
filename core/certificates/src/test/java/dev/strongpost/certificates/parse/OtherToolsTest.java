// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.testkit.peers.RealServer;

/** Files as Debian's GnuTLS (certtool) and NSS (pk12util) make them, with each of their ciphers. */
@Tag("peers")
class OtherToolsTest {
    private static final String TOOLS = "key-tools";
    private static final String PASSWORD = "correct-1";

    private static Path folder;

    @BeforeAll
    static void make() {
        RealServer.obstacle(TOOLS).ifPresent(Assumptions::abort);
        assertThat(RealServer.runScript(TOOLS, "make")).contains("nss-default.p12");
        folder = RealServer.folder(TOOLS, "var/store/keys");
    }

    private static KeyMaterial read(Path file) throws KeyMaterialException {
        String password = file.toString().contains("-empty") ? "" : PASSWORD;
        return KeyMaterial.read(file, password::toCharArray);
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyKeyAndStoreShouldBeRead() throws Exception {
        KeyMaterial made = read(folder.resolve("key.pem")).and(read(folder.resolve("crt.pem")));

        assertThat(files(".p8", ".p8.der"))
                .hasSize(14)
                .allSatisfy(file ->
                        assertThat(read(file).keys()).as(file.toString()).isEqualTo(made.keys()));
        assertThat(files(".p12")).hasSizeGreaterThanOrEqualTo(18).allSatisfy(file -> {
            assertThat(read(file).keys()).as(file.toString()).isEqualTo(made.keys());
            assertThat(read(file).certificates()).as(file.toString()).isEqualTo(made.certificates());
        });
    }

    @Test
    void wrongPasswordShouldBeCalledThat() throws Exception {
        assertThat(files("-aes-256.p8", "-3des-pkcs12.p8.der", "-aes-256.p12", "nss-AES_256_CBC.p12"))
                .hasSize(4)
                .allSatisfy(file -> assertThatThrownBy(() -> KeyMaterial.read(file, "not-that-1"::toCharArray))
                        .as(file.toString())
                        .isInstanceOf(KeyMaterialException.class)
                        .hasMessageContaining("is wrong"));
    }

    @Test
    void databaseOfNssShouldBeNamed() {
        assertThatThrownBy(() -> read(folder.resolve("nss-database")))
                .hasMessageContaining("it is a database of NSS: pk12util");
    }
}
