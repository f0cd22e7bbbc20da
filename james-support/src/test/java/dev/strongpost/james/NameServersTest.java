// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.mail.MessagingException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.dns.Dnssec;

class NameServersTest {
    @TempDir
    private Path root;

    private void assertRefused() {
        NameServers servers = new NameServers(new ConfFolder(root));

        assertThatThrownBy(() -> servers.resolver(Duration.ofSeconds(1), Duration.ofSeconds(1), Dnssec.validate("")))
                .isInstanceOf(MessagingException.class)
                .hasMessageStartingWith("dnssec: given no trust anchor for the root");
    }

    @Test
    void whatDnssecCannotTrustShouldBeRefusedWithAndWithoutAFile() throws Exception {
        Files.createDirectory(root.resolve("conf"));
        assertRefused();

        Files.writeString(
                root.resolve("conf/dnsservice.xml"),
                "<dnsservice><servers><server>127.0.0.1</server></servers></dnsservice>");
        assertRefused();
    }
}
