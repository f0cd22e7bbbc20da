// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.certificates.PemWriter;
import dev.strongpost.cli.Installed.Run;
import dev.strongpost.cli.Transcripts.Example;
import dev.strongpost.testkit.Checkout;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

/** Every example of docs/command-line.md, in its order, does and says what stands there. */
class ManualIT {
    private static final Path MANUAL = Checkout.file("docs/command-line.md");

    @TempDir
    private Path folder;

    @Test
    void everyExampleShouldDoWhatTheManualSays() throws Exception {
        List<Example> examples = Transcripts.of(Files.readString(MANUAL)).stream()
                .filter(example -> !example.command().startsWith("probe ")) // ProbeIT has hosts to visit
                .toList();
        Path work = prepared();
        Installed installed = Installed.in(folder, work);
        TestCertificateAuthority authority = TestCertificateAuthority.create();
        Files.writeString(work.resolve("root.pem"), authority.rootPem());

        assertThat(examples).hasSizeGreaterThan(15);
        for (Example example : examples) {
            Run run = installed.run(example.arguments().toArray(new String[0]));

            assertThat(run.all()).as(example.command()).matches(example.pattern());
            assertThat(run.status()).as(example.command()).isEqualTo(example.status());
            answer(authority, work);
        }
    }

    @Test
    void everyCommandShouldStandInTheManual() throws IOException {
        String manual = Files.readString(MANUAL);
        Installed installed = Installed.in(folder, folder);

        for (String group : List.of("cert", "policy", "config")) {
            List<String> commands = installed
                    .run(group, "--help")
                    .out()
                    .lines()
                    .dropWhile(line -> !line.equals("Commands:"))
                    .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                    .map(line -> line.strip().split(" ")[0])
                    .toList();
            assertThat(commands).isNotEmpty().allSatisfy(command -> assertThat(manual)
                    .contains(group + " " + command));
        }
    }

    private Path prepared() throws IOException {
        Path work = Files.createDirectories(folder.resolve("work/conf")).getParent();
        Files.createDirectory(work.resolve("first"));
        Files.writeString(work.resolve("secret"), "correct horse\n");
        Files.writeString(
                work.resolve("bad.conf"), "partner.example\nother.example bits=300\nthird.example sometimes\n");
        Files.writeString(
                work.resolve("tls-policy.conf"),
                """
                partner.example
                sales.partner.example bits=256
                same.partner.example
                wide.example may
                deep.wide.example
                old.example bits=40
                """);
        Files.writeString(
                work.resolve("new.conf"),
                """
                partner.example
                boss@partner.example verify
                wide.example may
                deep.wide.example
                old.example bits=40
                """);
        Files.writeString(
                work.resolve("access"), "TLS_Rcpt:partner.example PERM+ENCR:112\nTLS_Rcpt:bank.example ENCR:high\n");
        james(Files.createDirectories(work.resolve("james/conf")));
        return work;
    }

    /** Writes the configuration that {@code config check} is shown with. */
    private static void james(Path conf) throws IOException {
        Files.writeString(
                conf.resolve("mailetcontainer.xml"),
                """
                <mailetcontainer>
                    <processors>
                        <processor state="root">
                            <mailet match="All" class="ToProcessor">
                                <processor>relay</processor>
                            </mailet>
                        </processor>
                        <processor state="error">
                            <mailet match="All" class="Bounce"/>
                        </processor>
                        <processor state="relay">
                            <mailet match="All" class="RemoteDelivery"/>
                            <mailet match="All" class="dev.strongpost.mailets.TlsRemoteDelivery"/>
                        </processor>
                    </processors>
                </mailetcontainer>
                """);
        Files.writeString(conf.resolve("smtpserver.xml"), "<smtpservers/>\n");
        Files.writeString(conf.resolve("tls-policy.conf"), "partner.example\nother.example failure=processor:portal\n");
    }

    /** Plays the authority: once there is a request, there are its answer and the certificate between. */
    private static void answer(TestCertificateAuthority authority, Path work) throws Exception {
        Path request = work.resolve("mx.csr");
        if (Files.exists(request) && !Files.exists(work.resolve("answer.pem"))) {
            try (PEMParser parser = new PEMParser(new StringReader(Files.readString(request)))) {
                var asked = (PKCS10CertificationRequest) parser.readObject();
                var key = KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(
                                asked.getSubjectPublicKeyInfo().getEncoded()));
                var leaf = authority.certificate().dnsNames("mx.example.org").certify(key);
                Files.writeString(work.resolve("answer.pem"), PemWriter.certificates(List.of(leaf)));
                Files.writeString(
                        work.resolve("intermediate.pem"), PemWriter.certificates(List.of(authority.intermediate())));
            }
        }
    }
}
