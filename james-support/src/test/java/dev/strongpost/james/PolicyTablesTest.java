// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import javax.mail.MessagingException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.policy.decision.TlsLevel;

class PolicyTablesTest {
    @TempDir
    Path root;

    @RegisterExtension
    private final CapturedLog log = CapturedLog.of(PolicyTables.class.getName());

    private PolicyTables tables;

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectory(root.resolve("conf"));
        tables = new PolicyTables(new ConfFolder(root));
    }

    @AfterEach
    void tearDown() {
        tables.close();
    }

    @Test
    void openShouldReadTable() throws Exception {
        write("partner.example\n");

        assertThat(tables.open(PolicyTables.DEFAULT_LOCATION)
                        .current()
                        .lookup("a", "sales.partner.example")
                        .level())
                .isEqualTo(TlsLevel.ENCRYPT);
    }

    @Test
    void openShouldReturnSameTableForSameFile() throws Exception {
        write("partner.example\n");

        assertThat(tables.open(PolicyTables.DEFAULT_LOCATION))
                .isSameAs(tables.open(PolicyTables.DEFAULT_LOCATION))
                .isSameAs(tables.open("file://conf/../conf/tls-policy.conf"));
    }

    @Test
    void openShouldReturnOtherTableForOtherFile() throws Exception {
        write("partner.example\n");
        Files.writeString(root.resolve("conf/other.conf"), "other.example\n");

        assertThat(tables.open("file://conf/other.conf")).isNotSameAs(tables.open(PolicyTables.DEFAULT_LOCATION));
    }

    @Test
    void openShouldListAndLogEveryMistake() throws Exception {
        write("partner.example bits=300\ngood.example\nother.example nonsense\n");

        assertThatThrownBy(() -> tables.open(PolicyTables.DEFAULT_LOCATION))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("tls-policy.conf:1: bits: ")
                .hasMessageContaining("tls-policy.conf:3: ");
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).startsWith("ERROR tls-policy.conf:1: bits: ");
        assertThat(log.lines().get(1)).startsWith("ERROR tls-policy.conf:3: ");
    }

    @Test
    void openShouldThrowWhenFileIsAbsent() {
        assertThatThrownBy(() -> tables.open(PolicyTables.DEFAULT_LOCATION))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("tls-policy.conf");
    }

    @Test
    void openShouldThrowWhenLocationCannotBeResolved() {
        assertThatThrownBy(() -> tables.open("classpath:nowhere.conf"))
                .isInstanceOf(MessagingException.class)
                .hasMessage("policy table classpath:nowhere.conf: no such file");
    }

    @Test
    void openShouldSucceedOnceMistakeIsMended() throws Exception {
        write("partner.example bits=300\n");
        assertThatThrownBy(() -> tables.open(PolicyTables.DEFAULT_LOCATION)).isInstanceOf(MessagingException.class);

        write("partner.example bits=256\n");

        assertThat(tables.open(PolicyTables.DEFAULT_LOCATION).current().size()).isEqualTo(1);
    }

    @Test
    void tableShouldKeepAnsweringWhenClosed() throws Exception {
        write("partner.example\n");
        var table = tables.open(PolicyTables.DEFAULT_LOCATION);

        tables.close();

        assertThat(table.current().size()).isEqualTo(1);
    }

    private void write(String table) throws Exception {
        Files.writeString(root.resolve("conf/tls-policy.conf"), table);
    }
}
