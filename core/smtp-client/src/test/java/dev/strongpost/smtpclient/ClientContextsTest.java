// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.testkit.HandClock;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

class ClientContextsTest {
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create();
    private static final Optional<String> NAME = Optional.of("client.pem");

    @TempDir
    private Path folder;

    private final HandClock clock = new HandClock(Instant.now());
    private ClientContexts contexts;

    @BeforeEach
    void prepare() throws Exception {
        contexts = new ClientContexts(ClientIdentities.in(folder), clock);
        write(CA.issue("a.example"), 100);
    }

    private void write(TestIdentity identity, int age) throws Exception {
        write(identity.privateKeyPem() + identity.chainPem(), age);
    }

    private void write(String text, int age) throws Exception {
        Files.writeString(folder.resolve("client.pem"), text);
        Files.setLastModifiedTime(
                folder.resolve("client.pem"), FileTime.from(clock.instant().minusSeconds(age)));
    }

    private void pass(int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void aContextShouldStayWhileTheFileDoes() {
        var first = contexts.of(NAME);
        pass(60);

        assertThat(contexts.of(NAME)).isSameAs(first);
        assertThat(contexts.of(Optional.empty()))
                .isSameAs(contexts.of(Optional.empty()))
                .isNotSameAs(first);
    }

    @Test
    void aChangedFileShouldHaveAContextOfItsOwn() throws Exception {
        var first = contexts.of(NAME);
        write(CA.issue("b.example"), 50);

        assertThat(contexts.of(NAME)).as("not looked at yet").isSameAs(first);
        pass(6);
        assertThat(contexts.of(NAME)).isNotSameAs(first);
    }

    @Test
    void aBrokenFileShouldStayBrokenUntilItIsMended() throws Exception {
        contexts.of(NAME);
        write("no key", 50);
        pass(6);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> contexts.of(NAME))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("client-cert: given client.pem");
        }
        write(CA.issue("c.example"), 40);
        assertThat(contexts.of(NAME)).isNotNull();
    }
}
