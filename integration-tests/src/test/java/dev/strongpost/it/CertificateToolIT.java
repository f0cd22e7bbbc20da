// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;
import dev.strongpost.testkit.james.StockJames;

/**
 * A stock James serves what the command line makes: the key store of its sample configuration over SMTP, one PEM file
 * over IMAP; and takes a new one while it runs. The tests go on from one another.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CertificateToolIT {
    private static final String SAMPLE_TLS =
            """
            <tls socketTLS="false" startTLS="true">
                <keystore>file://conf/keystore</keystore>
                <keystoreType>PKCS12</keystoreType>
                <secret>james72laBalle</secret>
                <provider>org.bouncycastle.jce.provider.BouncyCastleProvider</provider>
                <algorithm>SunX509</algorithm>
            </tls>
            """;
    private static final String PEM_TLS =
            """
            <tls socketTLS="false" startTLS="true">
                <privateKey>file://conf/mx.pem</privateKey>
                <certificates>file://conf/mx.pem</certificates>
            </tls>
            """;
    private static final String LIMIT = "<connectionLimit>0</connectionLimit>";

    @TempDir
    private static Path before;

    private static StockJames james;
    private static CommandLineTool tool;
    private static TestIdentity replacement;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectory(before.resolve("conf"));
        CommandLineTool first = new CommandLineTool(before);
        first.run(0, "cert", "create", "--default", "--name", "first.example");
        first.run(0, "cert", "create", "--store", "conf/mx.pem", "--name", "imap.example", "--key", "p-256");
        james = ItPaths.classPath()
                .in(ItPaths.directory("CertificateToolIT"))
                .file("keystore", Files.readAllBytes(before.resolve("conf/keystore")))
                .file("mx.pem", Files.readAllBytes(before.resolve("conf/mx.pem")))
                .replace("smtpserver.xml", LIMIT, SAMPLE_TLS + LIMIT)
                .replace("imapserver.xml", LIMIT, PEM_TLS + LIMIT)
                .start();
        Path folder = james.configurationFile("keystore").getParent().getParent();
        tool = new CommandLineTool(folder);
        Files.writeString(folder.resolve("secret"), "james72laBalle\n");
        TestCertificateAuthority authority = TestCertificateAuthority.create();
        replacement = authority.issue("second.example");
        Files.writeString(folder.resolve("root.pem"), authority.rootPem());
        Files.writeString(folder.resolve("second.pem"), replacement.privateKeyPem() + replacement.chainPem());
    }

    @AfterAll
    static void stop() {
        james.close();
    }

    @Test
    @Order(1)
    void keyStoreOfTheCommandLineShouldBeServed() {
        X509Certificate served = StartTlsClient.smtpChain(james.smtpAddress()).get(0);

        assertThat(served.getSubjectX500Principal().getName()).isEqualTo("CN=first.example");
        assertThat(tool.run(0, "cert", "show", "--password-file", "secret", "james"))
                .contains("serial     " + served.getSerialNumber().toString(16));
    }

    @Test
    @Order(2)
    void pemFileOfTheCommandLineShouldBeServed() {
        assertThat(StartTlsClient.imapChain(james.imapAddress()))
                .singleElement()
                .satisfies(served ->
                        assertThat(served.getSubjectX500Principal().getName()).isEqualTo("CN=imap.example"));
    }

    @Test
    @Order(3)
    void importedCertificateShouldBeServedAfterReloadAndNotBefore() {
        tool.run(0, "cert", "import", "--password-file", "secret", "--ca", "root.pem", "--force", "second.pem");
        assertThat(StartTlsClient.smtpChain(james.smtpAddress())
                        .get(0)
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=first.example");

        String said =
                tool.run(0, "cert", "reload", "--webadmin", james.webadmin().url());

        assertThat(said).contains("has read its certificates again");
        assertThat(StartTlsClient.smtpChain(james.smtpAddress())).isEqualTo(replacement.chain());
    }

    @Test
    @Order(4)
    void reloadOfAServerShouldBePossibleByItsPort() {
        String port = String.valueOf(james.smtpAddress().getPort());

        String said =
                tool.run(0, "cert", "reload", "--webadmin", james.webadmin().url(), "--port", port);

        assertThat(said).contains("James does not say whether any of its servers listens on port " + port);
        assertThat(StartTlsClient.smtpChain(james.smtpAddress())).isEqualTo(replacement.chain());
    }

    @Test
    @Order(5)
    void storeThatJamesCannotOpenShouldBeReportedAndTheOldOneServed() throws IOException {
        Path keystore = james.configurationFile("keystore");
        byte[] whole = Files.readAllBytes(keystore);
        Files.write(keystore, Arrays.copyOf(whole, whole.length / 2));

        assertThat(tool.run(3, "cert", "check", "--password-file", "secret")).contains("damaged or cut off");
        assertThat(tool.run(1, "cert", "reload", "--webadmin", james.webadmin().url()))
                .contains("James did not take its certificates again, and keeps those of before");
        assertThat(StartTlsClient.smtpChain(james.smtpAddress())).isEqualTo(replacement.chain());
    }

    @Test
    @Order(6)
    void backupsShouldHoldEveryCertificateOfBefore() throws IOException {
        Path conf = james.configurationFile("keystore").getParent();
        try (var files = Files.list(conf)) {
            List<Path> backups =
                    files.filter(file -> file.toString().endsWith(".bak")).toList();

            assertThat(backups).singleElement().satisfies(backup -> assertThat(
                            tool.run(0, "cert", "list", "--password-file", "secret", "--store", backup.toString()))
                    .contains("first.example"));
        }
    }
}
