// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.inbound.tls.LiveListenerTls;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

class DefaultCertificateTest {
    @TempDir
    private Path root;

    private Path keystore;

    @BeforeEach
    void set() {
        keystore = root.resolve("keystore");
    }

    private LiveListenerTls open(String elements) throws ConfigurationException {
        String all = "<keystore>file://conf/keystore</keystore><secret>changeit</secret>" + elements;
        return LiveListenerTls.open(ListenerConfiguration.from(Elements.of(all), Elements.files(root))
                .settings());
    }

    @Test
    void keyStoreShouldBeMadeAtTheFirstStartOnly() throws Exception {
        String made;
        try (LiveListenerTls tls = open("<defaultCertificate>create</defaultCertificate>")) {
            made = tls.current().describe();
        }
        byte[] content = Files.readAllBytes(keystore);

        assertThat(made).startsWith("strongpost-default (").contains("), self-signed, valid to ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)))
                .isEqualTo("rw-------");
        try (LiveListenerTls again = open("<defaultCertificate>create</defaultCertificate>")) {
            assertThat(again.current().describe()).isEqualTo(made);
        }
        assertThat(keystore).hasBinaryContent(content);
    }

    @Test
    void aliasOfTheConfigurationShouldBeTaken() throws Exception {
        try (LiveListenerTls tls = open("<defaultCertificate>create</defaultCertificate><alias>mx</alias>")) {
            assertThat(tls.current().describe()).startsWith("mx (");
        }
    }

    @Test
    void keyStoreThatIsThereShouldBeLeftAlone() throws Exception {
        Files.write(
                keystore, TestCertificateAuthority.create().issue("mx.example").pkcs12("changeit"));
        byte[] content = Files.readAllBytes(keystore);

        try (LiveListenerTls tls = open("<defaultCertificate>create</defaultCertificate>")) {
            assertThat(tls.current().describe()).startsWith("james (mx.example), valid to ");
        }
        assertThat(keystore).hasBinaryContent(content);
    }

    @Test
    void keyStoreThatIsAwayForAMomentShouldNotBeMadeAnew() throws Exception {
        Files.write(
                keystore, TestCertificateAuthority.create().issue("mx.example").pkcs12("changeit"));
        try (LiveListenerTls tls = open("<defaultCertificate>create</defaultCertificate>")) {
            Files.delete(keystore);
            tls.poll();
            tls.poll();
            tls.poll();

            assertThat(keystore).doesNotExist();
            assertThat(tls.current().describe()).startsWith("james (mx.example)");
            Files.write(
                    keystore,
                    TestCertificateAuthority.create().issue("new.example").pkcs12("changeit"));
            Awaitility.await().until(() -> {
                tls.poll();
                return tls.current().describe().startsWith("james (new.example)");
            });
        }
    }

    @Test
    void withoutTheParameterJamesShouldNotStart() {
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("keystore: given ");
        assertThat(keystore).doesNotExist();
    }

    @Test
    void folderThatIsNotThereShouldBeOneMistake() {
        assertThatThrownBy(() -> LiveListenerTls.open(ListenerConfiguration.from(
                                Elements.of("<keystore>file://conf/absent/keystore</keystore><secret>changeit</secret>"
                                        + "<defaultCertificate>create</defaultCertificate>"),
                                Elements.files(root))
                        .settings()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("defaultCertificate: given create, and ");
    }
}
