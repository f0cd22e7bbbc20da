// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.strongpost.cli.Installed.Run;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

/** The commands {@code cert}; what they write is read back with keytool and openssl. */
class CertCommandsIT {
    private static final String PASSWORD = "correct horse";
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();

    private Path work;
    private Installed strongpost;

    @BeforeEach
    void install() throws IOException {
        strongpost = Installed.kept();
        work = strongpost.folder();
        Files.createDirectory(work.resolve("conf"));
        write("secret", PASSWORD + "\n");
        write("root.pem", AUTHORITY.rootPem());
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(work.resolve(file), content);
    }

    private Run cert(String... arguments) {
        return strongpost.run(
                Stream.concat(Stream.of("cert"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void created(String... options) {
        String[] all = Stream.concat(
                        Stream.of("create", "--password-file", "secret", "--name", "mx.example", "--key", "p-256"),
                        Stream.of(options))
                .toArray(String[]::new);
        assertThat(cert(all)).returns(ExitCode.YES, Run::status).returns("", Run::err);
    }

    private String tool(String... words) {
        Run run = strongpost.command(List.of(words));
        assertThat(run.status()).as(run.all()).isZero();
        return run.all();
    }

    private static void assertRefused(Run run, int status, String sentence) {
        assertThat(run.err()).startsWith("strongpost: ").contains(sentence).doesNotContain("Exception", "\tat ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(3);
        assertThat(run.status()).isEqualTo(status);
        assertThat(run.out()).isEmpty();
    }

    @Nested
    class Created {
        @ParameterizedTest
        @CsvSource({
            "rsa-2048, Public-Key: (2048 bit), sha256WithRSAEncryption",
            "rsa-3072, Public-Key: (3072 bit), sha256WithRSAEncryption",
            "rsa-4096, Public-Key: (4096 bit), sha256WithRSAEncryption",
            "p-256, ASN1 OID: prime256v1, ecdsa-with-SHA256",
            "p-384, ASN1 OID: secp384r1, ecdsa-with-SHA384"
        })
        void opensslShouldSeeKeyNamesAndUse(String kind, String key, String signature) {
            cert(
                    "create",
                    "--password-file",
                    "secret",
                    "--key",
                    kind,
                    "--days",
                    "90",
                    "--name",
                    "mx.example",
                    "--name",
                    "*.b\u00fccher.example",
                    "--name",
                    "192.0.2.25",
                    "--name",
                    "2001:db8::25");
            tool("openssl", "pkcs12", "-in", "conf/keystore", "-passin", "file:secret", "-nodes", "-out", "all.pem");

            assertThat(tool("openssl", "x509", "-in", "all.pem", "-noout", "-text"))
                    .contains(key, signature, "Subject: CN = mx.example", "CA:FALSE", "TLS Web Server Authentication")
                    .contains(
                            "DNS:mx.example, DNS:*.xn--bcher-kva.example, IP Address:192.0.2.25, IP Address:2001:DB8");
            assertThat(tool("openssl", "verify", "-CAfile", "all.pem", "-verify_hostname", "mx.example", "all.pem"))
                    .contains("OK");
        }

        @ParameterizedTest
        @CsvSource({"conf/keystore, PKCS12", "conf/keystore.jks, JKS"})
        void keytoolShouldOpenTheStore(String file, String type) {
            created("--store", file, "--alias", "mine");

            assertThat(tool(
                            "keytool",
                            "-list",
                            "-v",
                            "-keystore",
                            file,
                            "-storetype",
                            type,
                            "-storepass:file",
                            "secret"))
                    .contains("Alias name: mine", "Entry type: PrivateKeyEntry", "DNSName: mx.example")
                    .contains("Keystore type: " + type);
        }

        @Test
        void pemFileShouldHoldKeyAndCertificate() {
            created("--store", "mx.pem");
            assertThat(tool("openssl", "pkey", "-in", "mx.pem", "-passin", "file:secret", "-noout", "-check"))
                    .contains("Key is valid");
            assertThat(tool("openssl", "x509", "-in", "mx.pem", "-noout", "-subject"))
                    .contains("CN = mx.example");
        }

        @Test
        void fileShouldBeForItsOwnerAlone() throws IOException {
            created();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("conf/keystore"))))
                    .isEqualTo("rw-------");
        }

        @Test
        void defaultShouldBeTheStoreOfTheSampleConfiguration() throws IOException {
            Run run = cert("create", "--default");

            assertThat(run.status()).isEqualTo(ExitCode.YES);
            assertThat(tool(
                            "keytool",
                            "-list",
                            "-keystore",
                            "conf/keystore",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            "james72laBalle"))
                    .contains("james, ", "PrivateKeyEntry");
        }

        @Test
        void defaultShouldNeverTakeThePlaceOfAFile() throws IOException {
            write("conf/keystore", "something else");

            assertRefused(cert("create", "--default"), ExitCode.NO, "conf/keystore is there already");
            assertThat(work.resolve("conf/keystore")).hasContent("something else");
            assertRefused(cert("create", "--default", "--force"), ExitCode.USAGE, "--default");
        }

        @Test
        void keyThatIsThereShouldBeReplacedOnlyByForceAndBeKept() throws IOException {
            created();
            byte[] first = Files.readAllBytes(work.resolve("conf/keystore"));

            assertRefused(
                    cert("create", "--password-file", "secret", "--name", "new.example"),
                    ExitCode.NO,
                    "conf/keystore has an entry james already, for mx.example; --force replaces it");
            assertThat(Files.readAllBytes(work.resolve("conf/keystore"))).isEqualTo(first);

            created("--name", "new.example", "--force");
            try (Stream<Path> files = Files.list(work.resolve("conf"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".bak")))
                        .singleElement()
                        .satisfies(
                                backup -> assertThat(Files.readAllBytes(backup)).isEqualTo(first));
            }
        }

        @Test
        void otherEntriesShouldStay() {
            created("--alias", "one");
            created("--alias", "two");

            assertThat(cert("list", "--password-file", "secret").out().lines().map(line -> line.split(" ")[0]))
                    .containsExactly("ALIAS", "one", "two");
        }
    }

    @Nested
    class Imported {
        @Test
        void answerOfAnOpensslAuthorityShouldTakeThePlaceOfTheSelfSignedCertificate() throws IOException {
            created("--name", "mail.example");
            cert("request", "--password-file", "secret", "--out", "mx.csr");
            assertThat(tool("openssl", "req", "-in", "mx.csr", "-noout", "-verify", "-text"))
                    .contains("verify OK", "DNS:mx.example, DNS:mail.example");
            tool(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-keyout",
                    "ca.key",
                    "-out",
                    "ca.pem",
                    "-subj",
                    "/CN=Own authority",
                    "-days",
                    "60");
            tool(
                    "openssl",
                    "x509",
                    "-req",
                    "-in",
                    "mx.csr",
                    "-CA",
                    "ca.pem",
                    "-CAkey",
                    "ca.key",
                    "-out",
                    "answer.der",
                    "-outform",
                    "DER",
                    "-days",
                    "60");

            assertRefused(
                    cert("import", "--password-file", "secret", "answer.der"),
                    ExitCode.NO,
                    "the certificate of CN=Own authority, which issued mx.example, is missing");
            assertThat(cert("import", "--password-file", "secret", "--ca", "ca.pem", "answer.der")
                            .status())
                    .isEqualTo(ExitCode.YES);
            assertThat(cert("show", "--password-file", "secret", "james").out())
                    .contains("issuer     CN=Own authority");
        }

        @Test
        void pfxOfOpensslShouldBecomeAnEntry() throws IOException {
            TestIdentity identity = AUTHORITY.issue("pfx.example");
            write("key.pem", identity.privateKeyPem());
            write("chain.pem", identity.chainPem());
            write("pfx-secret", "battery staple\n");
            tool(
                    "openssl",
                    "pkcs12",
                    "-export",
                    "-inkey",
                    "key.pem",
                    "-in",
                    "chain.pem",
                    "-out",
                    "in.pfx",
                    "-passout",
                    "file:pfx-secret");

            Run run = cert(
                    "import",
                    "--password-file",
                    "secret",
                    "--source-password-file",
                    "pfx-secret",
                    "--ca",
                    "root.pem",
                    "in.pfx");

            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.YES);
            assertThat(run.out()).contains("Imported james for pfx.example: a chain of 2");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "rsa -aes256 -traditional",
                    "pkcs8 -topk8 -v2 aes-256-cbc",
                    "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1",
                    "pkcs8 -topk8 -v1 PBE-SHA1-3DES"
                })
        void encryptedKeyOfOpensslShouldBeRead(String form) throws IOException {
            TestIdentity identity = AUTHORITY.issue("key.example");
            write("plain.pem", identity.privateKeyPem());
            write("chain.pem", identity.chainPem());
            write("key-secret", "battery staple\n");
            String[] words = ("openssl " + form + " -in plain.pem -out key.pem -passout file:key-secret").split(" ");
            tool(words);

            Run run = cert(
                    "import",
                    "--password-file",
                    "secret",
                    "--source-password-file",
                    "key-secret",
                    "--ca",
                    "root.pem",
                    "chain.pem",
                    "key.pem");
            assertThat(run.status()).as(run.all()).isEqualTo(ExitCode.YES);

            write("key-secret", "wrong\n");
            assertRefused(
                    cert(
                            "import",
                            "--password-file",
                            "secret",
                            "--source-password-file",
                            "key-secret",
                            "--ca",
                            "root.pem",
                            "chain.pem",
                            "key.pem"),
                    ExitCode.UNKNOWN,
                    "key.pem: the password of the key is wrong, or the key is damaged");
        }

        @Test
        void certificateOfAnotherKeyShouldBeRefused() throws IOException {
            created();
            byte[] before = Files.readAllBytes(work.resolve("conf/keystore"));
            write("chain.pem", AUTHORITY.issue("mx.example").chainPem());

            assertRefused(
                    cert("import", "--password-file", "secret", "--ca", "root.pem", "chain.pem"),
                    ExitCode.NO,
                    "the certificate of this key is missing: the key belongs to none of what is there");
            assertThat(Files.readAllBytes(work.resolve("conf/keystore"))).isEqualTo(before);
        }

        @Test
        void anotherKeyShouldTakeThePlaceOnlyByForce() throws IOException {
            created();
            TestIdentity identity = AUTHORITY.issue("other.example");
            write("other.pem", identity.privateKeyPem() + identity.chainPem());

            assertRefused(
                    cert("import", "--password-file", "secret", "--ca", "root.pem", "other.pem"),
                    ExitCode.NO,
                    "conf/keystore has another key under james already; --force replaces it");
            assertThat(cert("import", "--password-file", "secret", "--ca", "root.pem", "--force", "other.pem")
                            .status())
                    .isEqualTo(ExitCode.YES);
        }
    }

    /** The hook of the zip, as certbot and acme.sh call it. */
    @Nested
    class Renewed {
        private static final Path HOOK =
                Path.of(System.getProperty("strongpost.basedir"), "src/main/renewal/import-renewed");

        private Run hook(String... words) {
            return strongpost.command(Stream.concat(
                            Stream.of(
                                    "env",
                                    "STRONGPOST=" + strongpost.launcher(),
                                    "STRONGPOST_CA=root.pem",
                                    "STRONGPOST_STORE=conf/keystore",
                                    "STRONGPOST_PASSWORD_FILE=secret"),
                            Stream.of(words))
                    .toList());
        }

        @Test
        void hookShouldReplaceTheKeyOfTheStoreAndKeepItsMode() throws IOException {
            created();
            Path store = work.resolve("conf/keystore");
            Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r-----"));
            TestIdentity renewed = AUTHORITY.issue("mx.example");
            Path lineage = Files.createDirectory(work.resolve("mx.example"));
            Files.writeString(lineage.resolve("privkey.pem"), renewed.privateKeyPem());
            Files.writeString(lineage.resolve("fullchain.pem"), renewed.chainPem());

            Run certbot = hook("RENEWED_LINEAGE=" + lineage, HOOK.toString());

            assertThat(certbot.all()).contains("Imported james for mx.example");
            assertThat(certbot.status()).isEqualTo(ExitCode.YES);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                    .isEqualTo("rw-r-----");
            Run acme = hook(
                    HOOK.toString(),
                    lineage.resolve("privkey.pem").toString(),
                    lineage.resolve("fullchain.pem").toString());
            assertThat(acme.status()).as(acme.all()).isEqualTo(ExitCode.YES);
        }

        @Test
        void hookShouldSayHowItIsCalled() {
            assertThat(hook(HOOK.toString())).returns(ExitCode.USAGE, Run::status);
        }
    }

    /** As two renewal hooks do, on one key store. */
    @Nested
    class AtTheSameTime {
        private static final int WORKERS = 4;
        private static final int OPERATIONS = Integer.getInteger("strongpost.storeOperations", 10);

        @Test
        void nothingShouldBeLost() throws Exception {
            created("--alias", "first");
            ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                String name = "w" + worker;
                workers.add(threads.submit(() -> work(name)));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            threads.shutdown();

            JsonNode entries = new ObjectMapper()
                    .readTree(
                            cert("list", "--password-file", "secret", "--json").out());
            assertThat(entries.findValuesAsText("alias"))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    Stream.of("first"),
                                    IntStream.range(0, WORKERS).boxed().flatMap(worker -> IntStream.range(0, OPERATIONS)
                                            .filter(i -> i % 3 != 2)
                                            .mapToObj(i -> "w" + worker + "-" + i)))
                            .toList());
        }

        /** Makes keys, and deletes every third again. */
        private void work(String name) {
            try (KeptCommandLine mine = strongpost.another()) {
                for (int i = 0; i < OPERATIONS; i++) {
                    String alias = name + "-" + i;
                    Run made = mine.run(
                            "cert",
                            "create",
                            "--password-file",
                            "secret",
                            "--name",
                            "mx.example",
                            "--key",
                            "p-256",
                            "--alias",
                            alias);
                    assertThat(made.status()).as(made.all()).isEqualTo(ExitCode.YES);
                    if (i % 3 == 2) {
                        Run deleted = mine.run("cert", "delete", "--password-file", "secret", alias);
                        assertThat(deleted.status()).as(deleted.all()).isEqualTo(ExitCode.YES);
                    }
                }
            }
        }
    }

    @Nested
    class Refused {
        @Test
        void emptyPasswordShouldBeRefusedAndNothingWritten() throws IOException {
            write("empty", "\n");

            for (String store : List.of("new.p12", "new.pem")) {
                assertRefused(
                        cert("create", "--store", store, "--password-file", "empty", "--name", "mx.example"),
                        ExitCode.USAGE,
                        "the password in empty is empty");
                assertThat(work.resolve(store)).doesNotExist();
            }
        }

        @Test
        void wrongPasswordShouldBeOneSentence() throws IOException {
            created();
            write("wrong", "wrong horse\n");

            assertRefused(
                    cert("list", "--password-file", "wrong"),
                    ExitCode.UNKNOWN,
                    "conf/keystore: the password is wrong, or the file is damaged");
        }

        @Test
        void encryptedPemShouldAskForItsPassword() {
            created("--store", "mx.pem");

            assertRefused(
                    cert("list", "--store", "mx.pem"),
                    ExitCode.USAGE,
                    "the password of mx.pem is needed: give --password-file");
        }

        @Test
        void absentStoreAliasAndSecretShouldBeCalledSo() {
            assertRefused(cert("list", "--password-file", "secret"), ExitCode.UNKNOWN, "which does not exist");
            created();
            assertRefused(
                    cert("show", "--password-file", "secret", "jmaes"),
                    ExitCode.NO,
                    "there is no entry jmaes, the store has james");
            assertRefused(cert("delete", "--password-file", "secret", "jmaes"), ExitCode.NO, "there is no entry jmaes");
            assertRefused(cert("list", "--password-file", "absent"), ExitCode.UNKNOWN, "absent, which does not exist");
            assertRefused(
                    cert("list", "--password-env", "ABSENT"), ExitCode.USAGE, "ABSENT of the environment is not set");
        }

        @Test
        void wrongValuesShouldBeNamedWithWhatIsAllowed() {
            assertRefused(
                    cert("create", "--password-file", "secret", "--name", "mx.example", "--key", "rsa-1024"),
                    ExitCode.USAGE,
                    "--key: given rsa-1024: allowed rsa-2048, rsa-3072, rsa-4096, p-256, p-384");
            assertRefused(
                    cert("create", "--password-file", "secret", "--name", "mx.example", "--days", "0"),
                    ExitCode.USAGE,
                    "--days: given 0: allowed 1 to 3650");
            assertRefused(
                    cert("create", "--password-file", "secret", "--name", "not a name"),
                    ExitCode.NO,
                    "the name not a name is no host name");
            assertRefused(cert("create", "--password-file", "secret"), ExitCode.NO, "no name");
            assertRefused(cert("creat"), ExitCode.USAGE, "creat");
        }

        @Test
        void secretOnTheCommandLineShouldNotBePossible() {
            assertRefused(cert("list", "--password", PASSWORD), ExitCode.USAGE, "Unknown options");
        }
    }

    @Nested
    class ForPrograms {
        @Test
        void answersShouldBeJsonWithTheSameExitStatus() throws IOException {
            created();

            JsonNode shown = json(cert("show", "--json", "--password-file", "secret"), ExitCode.YES);
            assertThat(shown.at("/entries/0/chain/0/dnsNames/0").asText()).isEqualTo("mx.example");
            assertThat(shown.at("/entries/0/chain/0/keyPin").asText()).startsWith("spki-sha256:");
            JsonNode listed = json(cert("list", "--json", "--password-file", "secret"), ExitCode.YES);
            assertThat(listed.at("/entries/0/alias").asText()).isEqualTo("james");
            JsonNode checked =
                    json(cert("check", "--json", "--password-file", "secret", "--host", "no.example"), ExitCode.NO);
            assertThat(checked.at("/good").asBoolean(true)).isFalse();
            assertThat(checked.at("/findings/james/0").asText()).contains("is not for no.example");
        }

        @Test
        void pinsShouldBeThoseOfOpenssl() throws IOException {
            created("--store", "mx.pem");
            JsonNode shown =
                    json(cert("show", "--json", "--password-file", "secret", "--store", "mx.pem"), ExitCode.YES);
            String fingerprint = tool("openssl", "x509", "-in", "mx.pem", "-noout", "-fingerprint", "-sha256");

            assertThat(shown.at("/entries/0/chain/0/pin").asText())
                    .isEqualToIgnoringCase(
                            "sha256:" + fingerprint.strip().split("=")[1].replace(":", ""));
        }

        private static JsonNode json(Run run, int status) throws IOException {
            assertThat(run.status()).isEqualTo(status);
            assertThat(run.out()).matches("\\p{ASCII}*");
            return new ObjectMapper().readTree(run.out());
        }
    }

    @Nested
    class Reload {
        @Test
        void hostThatDoesNotListenShouldBeUnknown() {
            assertRefused(
                    cert("reload", "--webadmin", "http://127.0.0.1:1"),
                    ExitCode.UNKNOWN,
                    "nothing listens at http://127.0.0.1:1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1:8000", "ftp://127.0.0.1/", "http:///", "file:///etc/passwd"})
        void otherAddressesShouldBeRefused(String address) {
            assertRefused(cert("reload", "--webadmin", address), ExitCode.USAGE, "webadmin");
        }
    }
}
