// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.certificates.store.StoreFile;
import dev.strongpost.testkit.Shell;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

/** Files as openssl and the keytools of all Javas here make them, with every option that changes their form. */
@Tag("slow")
class KeyFilesTest {
    private static final String PASSWORD = "correct-1";
    private static final String BEYOND_ASCII = "geheimß-2026";
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();
    private static final TestIdentity MX = AUTHORITY.issue("mx.partner.example");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        Files.writeString(folder.resolve("key.pem"), MX.privateKeyPem());
        Files.writeString(folder.resolve("chain.pem"), MX.chainPem());
        run("openssl genrsa -traditional -out rsa.pem 2048");
        run("openssl req -x509 -key rsa.pem -subj /CN=mx.partner.example -days 30 -out rsa.crt");
        run("openssl ecparam -genkey -name prime256v1 -noout -out ec.pem");
    }

    private static void run(String command) {
        Shell.run(folder, command);
    }

    private static KeyMaterial read(String file, String password) throws KeyMaterialException {
        return KeyMaterial.read(folder.resolve(file), password::toCharArray);
    }

    private static void assertWrongPassword(String file) {
        assertThatThrownBy(() -> read(file, "not-that-1"))
                .isInstanceOf(KeyMaterialException.class)
                .hasMessageContaining("password")
                .hasMessageContaining("is wrong");
    }

    private static int chainLength() {
        return MX.chain().size();
    }

    @Nested
    class EncryptedKeys {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-v2 aes-128-cbc",
                    "-v2 aes-192-cbc",
                    "-v2 aes-256-cbc",
                    "-v2 aes-256-cbc -v2prf hmacWithSHA1",
                    "-v2 aes-256-cbc -v2prf hmacWithSHA224",
                    "-v2 aes-256-cbc -v2prf hmacWithSHA384",
                    "-v2 aes-256-cbc -v2prf hmacWithSHA512",
                    "-v2 aes-256-cbc -v2prf hmacWithSHA512-256",
                    "-v2 des3",
                    "-v2 camellia-256-cbc",
                    "-v2 aria-192-cbc",
                    "-v2 sm4-cbc",
                    "-v2 aes-256-cbc -iter 1000000",
                    "-scrypt",
                    "-scrypt -scrypt_N 8192 -scrypt_r 8 -scrypt_p 2",
                    "-v1 PBE-SHA1-3DES",
                    "-v1 PBE-SHA1-2DES",
                    "-v1 PBE-MD5-DES -provider legacy -provider default",
                    "-v1 PBE-SHA1-DES -provider legacy -provider default",
                    "-v1 PBE-SHA1-RC2-64 -provider legacy -provider default",
                    "-v1 PBE-SHA1-RC2-128 -provider legacy -provider default",
                    "-v1 PBE-SHA1-RC2-40 -provider legacy -provider default",
                    "-v1 PBE-SHA1-RC4-128 -provider legacy -provider default",
                    "-v1 PBE-SHA1-RC4-40 -provider legacy -provider default",
                    "-v2 rc2-cbc -provider legacy -provider default",
                    "-v2 des-cbc -provider legacy -provider default"
                })
        void shouldBeRead(String options) throws Exception {
            run("openssl pkcs8 -topk8 -in key.pem -out enc.pem -passout pass:" + PASSWORD + " " + options);
            run("openssl pkcs8 -topk8 -in key.pem -out enc.der -outform DER -passout pass:" + PASSWORD + " " + options);

            assertThat(read("enc.pem", PASSWORD).keys()).containsExactly(MX.privateKey());
            assertThat(read("enc.der", PASSWORD).keys()).containsExactly(MX.privateKey());
            assertWrongPassword("enc.pem");
            assertWrongPassword("enc.der");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-aes128",
                    "-aes192",
                    "-aes256",
                    "-des3",
                    "-camellia128",
                    "-camellia256",
                    "-aria256",
                    "-des -provider legacy -provider default",
                    "-seed -provider legacy -provider default"
                })
        void ofBeforeOpensslOneShouldBeRead(String options) throws Exception {
            run("openssl rsa -traditional -in rsa.pem -out old.pem -passout pass:" + PASSWORD + " " + options);
            run("openssl ec -in ec.pem -out oldec.pem -passout pass:" + PASSWORD + " " + options);

            assertThat(Files.readString(folder.resolve("old.pem"))).contains("DEK-Info");
            assertThat(read("old.pem", PASSWORD).keys())
                    .isEqualTo(read("rsa.pem", "").keys());
            assertThat(read("oldec.pem", PASSWORD).keys())
                    .isEqualTo(read("ec.pem", "").keys());
            assertWrongPassword("old.pem");
        }

        @Test
        void shouldBeReadWithAPasswordBeyondAscii() throws Exception {
            run("openssl pkcs8 -topk8 -in key.pem -out utf8.pem -passout pass:" + BEYOND_ASCII);
            Files.write(folder.resolve("latin1"), BEYOND_ASCII.getBytes(StandardCharsets.ISO_8859_1));
            run("openssl pkcs8 -topk8 -in key.pem -out latin1.pem -passout file:latin1");

            assertThat(read("utf8.pem", BEYOND_ASCII).keys()).containsExactly(MX.privateKey());
            assertThat(read("latin1.pem", BEYOND_ASCII).keys()).containsExactly(MX.privateKey());
        }

        @Test
        void unknownWayShouldBeCalledThat() throws Exception {
            run("openssl rsa -traditional -aes256 -in rsa.pem -out way.pem -passout pass:" + PASSWORD);
            Files.writeString(
                    folder.resolve("way.pem"),
                    Files.readString(folder.resolve("way.pem")).replace("AES-256-CBC", "AES-256-XYZ"));

            assertThatThrownBy(() -> read("way.pem", PASSWORD))
                    .hasMessageContaining("encrypted in a way that cannot be read here (AES-256-XYZ)");
        }

        @Test
        void hostileNumberOfIterationsShouldBeRefusedAtOnce() throws Exception {
            run("openssl pkcs8 -topk8 -in key.pem -outform DER -out many.der -iter 65537 -passout pass:" + PASSWORD);
            String octets = Files.readString(folder.resolve("many.der"), StandardCharsets.ISO_8859_1);
            Files.writeString(
                    folder.resolve("many.der"),
                    octets.replace("\u0002\u0003\u0001\u0000\u0001", "\u0002\u0003\u007f\u0000\u0001"),
                    StandardCharsets.ISO_8859_1);

            assertThatThrownBy(() -> read("many.der", PASSWORD))
                    .hasMessageContaining("its password is hashed 8323073 times");
        }
    }

    @Nested
    class Pfx {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "-legacy",
                    "-keypbe NONE -certpbe NONE",
                    "-keypbe NONE",
                    "-certpbe NONE",
                    "-nomac",
                    "-macalg sha1",
                    "-macalg sha512",
                    "-noiter -nomaciter",
                    "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES",
                    "-keypbe AES-128-CBC -certpbe CAMELLIA-256-CBC",
                    "-certpbe PBE-SHA1-RC2-40 -legacy",
                    "-name mx -caname authority",
                    "-keyex",
                    "-keysig",
                    "-CSP 'Microsoft Enhanced RSA and AES Cryptographic Provider'",
                    "-LMK -name 'Grüße an München'"
                })
        void ofOpensslShouldBeRead(String options) throws Exception {
            run("openssl pkcs12 -export -inkey key.pem -in chain.pem -out mx.p12 -passout pass:" + PASSWORD + " "
                    + options);
            KeyMaterial material = read("mx.p12", PASSWORD);

            assertThat(material.keys()).containsExactly(MX.privateKey());
            assertThat(material.certificates()).containsExactlyInAnyOrderElementsOf(MX.chain());
            if (!options.contains("NONE -certpbe NONE") && !options.contains("nomac")) {
                assertWrongPassword("mx.p12");
            }
        }

        @Test
        void withAnEmptyPasswordShouldBeRead() throws Exception {
            run("openssl pkcs12 -export -inkey key.pem -in chain.pem -out empty.p12 -passout pass:");

            assertThat(read("empty.p12", "").keys()).containsExactly(MX.privateKey());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-legacy"})
        void withAPasswordBeyondAsciiShouldBeRead(String options) throws Exception {
            run("LC_ALL=C.UTF-8 openssl pkcs12 -export -inkey key.pem -in chain.pem -out ss.p12 -passout pass:"
                    + BEYOND_ASCII + " " + options);

            assertThat(read("ss.p12", BEYOND_ASCII).keys()).containsExactly(MX.privateKey());
        }

        @Test
        void withoutACertificateShouldShowTheKey() throws Exception {
            run("openssl pkcs12 -export -nocerts -inkey key.pem -out bare.p12 -passout pass:" + PASSWORD);

            assertThat(read("bare.p12", PASSWORD).keys()).containsExactly(MX.privateKey());
        }

        @Test
        void ofCertificatesAloneShouldShowThem() throws Exception {
            run("openssl pkcs12 -export -nokeys -in chain.pem -out anchors.p12 -passout pass:" + PASSWORD);

            assertThat(read("anchors.p12", PASSWORD).certificates()).hasSize(chainLength());
        }
    }

    @Nested
    class Keytool {
        /** Every keytool on this machine: Java has changed what it writes from version to version. */
        static List<Path> keytools() throws IOException {
            List<Path> found = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")));
            Path others = Path.of("/usr/lib/jvm");
            if (Files.isDirectory(others)) {
                try (DirectoryStream<Path> homes = Files.newDirectoryStream(others)) {
                    homes.forEach(home -> found.add(home.resolve("bin/keytool")));
                }
            }
            return found.stream().filter(Files::isExecutable).toList();
        }

        private void assertReads(Path keytool, String options, String password) throws Exception {
            Files.deleteIfExists(folder.resolve("store"));
            run(keytool + " -genkeypair -keyalg EC -groupname secp256r1 -alias mx -dname CN=mx.partner.example"
                    + " -keystore store -storepass " + password + " " + options);
            KeyMaterial material = read("store", password);

            assertThat(material.keys()).hasSize(1);
            assertThat(material.certificates()).hasSize(1);
            assertWrongPassword("store");
        }

        @ParameterizedTest
        @MethodSource("keytools")
        void storesShouldBeRead(Path keytool) throws Exception {
            assertReads(keytool, "-storetype PKCS12", PASSWORD);
            assertReads(keytool, "-storetype PKCS12 -J-Dkeystore.pkcs12.legacy", PASSWORD);
            assertReads(keytool, "-storetype JKS", PASSWORD);
        }

        @Test
        void storeOfJceksShouldBeNamed() {
            run("keytool -genkeypair -keyalg EC -alias mx -dname CN=mx -keystore jceks -storetype JCEKS -storepass "
                    + PASSWORD + " -keypass " + PASSWORD);

            assertThatThrownBy(() -> read("jceks", PASSWORD)).hasMessageContaining("it is a JCEKS key store: keytool");
        }
    }

    @Nested
    class Plain {
        @ParameterizedTest
        @CsvSource({
            "openssl x509 -in chain.pem -outform DER, 0, 1",
            "openssl x509 -in chain.pem -trustout -addtrust serverAuth, 0, 1",
            "openssl crl2pkcs7 -nocrl -certfile chain.pem -outform DER, 0, 2",
            "openssl crl2pkcs7 -nocrl -certfile chain.pem, 0, 2",
            "openssl pkcs8 -topk8 -nocrypt -in key.pem -outform DER, 1, 0",
            "openssl rsa -in rsa.pem -traditional -outform DER, 1, 0",
            "openssl ec -in ec.pem -outform DER, 1, 0",
            "openssl ecparam -name secp384r1 -genkey, 1, 0",
            "openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048, 1, 0",
            "cat ec.pem chain.pem, 1, 2",
            "openssl genpkey -algorithm ED25519, 1, 0"
        })
        void shouldBeRead(String command, int keys, int certificates) throws Exception {
            run(command + " >plain");
            KeyMaterial material = read("plain", "");

            assertThat(material.keys()).hasSize(keys);
            assertThat(material.certificates()).hasSize(certificates);
        }

        @ParameterizedTest
        @CsvSource({
            "openssl dsaparam -genkey 2048, 'a key of that kind (DSA) cannot be used'",
            "openssl dsaparam -genkey 2048 | openssl pkcs8 -topk8 -nocrypt, 'a key of that kind (DSA) cannot be used'",
            "openssl ecparam -name secp256k1 -genkey -noout, 'a key of that kind (EC, secp256k1) cannot be used'",
            "openssl ecparam -name brainpoolP256r1 -genkey -noout, 'a key of that kind (EC, brainpoolP256r1) cannot be used'",
            "openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout,"
                    + " 'a key of that kind (EC, explicit parameters in place of a curve''s name) cannot be used'",
            "openssl genpkey -algorithm X25519, 'a key of that kind (X25519) cannot be used'",
            "openssl req -new -key rsa.pem -subj /CN=x -outform DER, 'no key and no certificate in it: a certificate request'",
            "openssl req -new -key rsa.pem -subj /CN=x, 'a block CERTIFICATE REQUEST in it was passed over'",
            "openssl x509 -in chain.pem -outform DER | base64, 'it is Base64 without the lines'",
            "openssl x509 -in chain.pem -outform DER | head -c 300, 'damaged or cut off'",
            "head -c 500 chain.pem, 'block 1, CERTIFICATE has no end'",
            "openssl cms -encrypt -in key.pem -outform DER chain.pem, 'has no certificates'",
            "echo hello, 'neither PEM, DER, PKCS#7, PKCS#12 nor JKS'",
            "true, 'the file is empty'"
        })
        void whatCannotBeUsedShouldBeNamed(String command, String sentence) {
            run(command + " >other");

            assertThatThrownBy(() -> read("other", PASSWORD))
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining(sentence);
        }

        @Test
        void certificateWithAKeyThatThisJavaDoesNotKnowShouldBeNamed() {
            run("openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout -out bp.pem;"
                    + " openssl req -x509 -key bp.pem -subj /CN=bp.example -out bp.crt");

            assertThatThrownBy(() -> read("bp.crt", ""))
                    .hasMessageContaining("the certificate of CN=bp.example cannot be used by this Java")
                    .hasMessageContaining("EC, explicit parameters");
        }

        @Test
        void anchorsShouldOutliveWhatThisJavaKnows() throws Exception {
            run(
                    "openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout -out bp.pem;"
                            + " openssl req -x509 -key bp.pem -subj /CN=bp.example -out bp.crt; cat rsa.crt bp.crt >bundle.pem");
            KeyMaterial anchors = KeyMaterial.anchors(Files.readAllBytes(folder.resolve("bundle.pem")));

            assertThat(anchors.certificates()).hasSize(1);
            assertThat(anchors.remarks()).singleElement().asString().contains("bp.example", "was left out");
            assertThatThrownBy(() -> KeyMaterial.anchors(Files.readAllBytes(folder.resolve("key.pem"))))
                    .hasMessageContaining("it holds no certificate");
        }
    }

    /** C6 and more: what editors, mail and the web make of PEM. */
    @Nested
    class Text {
        private void assertReads(String text) throws Exception {
            assertReads(text, StandardCharsets.ISO_8859_1);
        }

        private void assertReads(String text, Charset charset) throws Exception {
            KeyMaterial material = KeyMaterial.read(text.getBytes(charset), () -> new char[0]);

            assertThat(material.keys()).containsExactly(MX.privateKey());
            assertThat(material.certificates()).containsExactlyElementsOf(MX.chain());
        }

        private String whole() {
            return MX.privateKeyPem() + MX.chainPem();
        }

        @Test
        void variationsShouldBeRead() throws Exception {
            String dh = "-----BEGIN DH PARAMETERS-----\nMAYCAQUCAQI=\n-----END DH PARAMETERS-----\n";
            assertReads(whole());
            assertReads("\u00ef\u00bb\u00bf" + whole());
            assertReads(whole().replace("\n", "\r\n"));
            assertReads(whole().replace("\n", "\r"));
            assertReads(whole().replace("\n", ""));
            assertReads(whole().replace("-----END", "\n\n-----END").replace("-----BEGIN", "  -----BEGIN"));
            assertReads(whole().replace("-----\n", "----- \t\n"));
            assertReads(whole().replace("\n", "\n    "));
            assertReads(whole().replace("\n", " \n"));
            assertReads("0 s:CN=mx \u00e9\u00ff\u0000\n"
                    + whole().replace("-----BEGIN CERT", "1 i: between\n-----BEGIN CERT"));
            assertReads(dh + whole() + dh);
            assertReads(whole().replace("CERTIFICATE", "X509 CERTIFICATE"));
            assertReads(whole().replace("CERTIFICATE", "certificate"));
            assertReads("\uFEFF" + whole(), StandardCharsets.UTF_16LE);
            assertReads("\uFEFF" + whole(), StandardCharsets.UTF_16BE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"PKCS7", "PKCS #7 SIGNED DATA", "CMS"})
        void bagsShouldBeReadUnderTheirThreeLabels(String label) throws Exception {
            run("openssl crl2pkcs7 -nocrl -certfile chain.pem -out bag.pem");
            assertReads(MX.privateKeyPem()
                    + Files.readString(folder.resolve("bag.pem")).replace("PKCS7", label));
        }

        @Test
        void damagedBlocksShouldBeNamed() {
            assertThatThrownBy(() -> assertReads(whole().replaceFirst("-----END CERTIFICATE-----", "")))
                    .hasMessageContaining("CERTIFICATE has no end");
            assertThatThrownBy(() -> assertReads(whole().replaceFirst("-----END PRIVATE KEY", "-----END PUBLIC KEY")))
                    .hasMessageContaining("block 1, PRIVATE KEY has the end of another block");
            assertThatThrownBy(() -> assertReads(whole().replace("MII", "M*I"))).hasMessageContaining("is not Base64");
        }
    }

    /** C2, C4: what others made, used as a store and written. */
    @Nested
    class Stores {
        private StoreFile open(String password) throws KeyMaterialException {
            return StoreFile.open(folder.resolve("others.p12"), Optional.empty(), password::toCharArray);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-keypbe NONE -certpbe NONE", "-legacy", "", "-CSP Microsoft"})
        void nothingShouldVanishWhenTheStoreOfAnotherIsChanged(String options) throws Exception {
            run(
                    "openssl pkcs12 -export -inkey key.pem -in chain.pem -certfile rsa.crt -name mx -out others.p12 -passout pass:"
                            + PASSWORD + " " + options);
            StoreFile store = open(PASSWORD);

            assertThat(store.content().entries())
                    .extracting(CertificateEntry::alias)
                    .containsExactly("1", "mx");
            assertThat(store.content().entry("mx").chain()).isEqualTo(MX.chain());
            assertThat(store.content().key("mx")).isEqualTo(MX.privateKey());
            KeyMaterial added = read("rsa.pem", "").and(read("rsa.crt", ""));
            store.content().put("second", added.keys().get(0), added.certificates());
            Optional<Path> unused = store.save(Clock.systemUTC());

            CertificateStore again = open(PASSWORD).content();
            assertThat(again.entries())
                    .extracting(CertificateEntry::alias, CertificateEntry::hasKey)
                    .containsExactly(tuple("1", false), tuple("mx", true), tuple("second", true));
            assertThat(again.key("mx")).isEqualTo(MX.privateKey());
            assertThat(again.entry("mx").chain()).isEqualTo(MX.chain());
            run("keytool -list -keystore others.p12 -storepass " + PASSWORD + " | grep -c Entry | grep -x 3");
        }

        @Test
        void storeWithAKeyWithoutCertificateShouldNotBeChanged() throws Exception {
            run("openssl pkcs12 -export -nocerts -inkey key.pem -name lonely -out others.p12 -passout pass:"
                    + PASSWORD);
            StoreFile store = open(PASSWORD);

            assertThat(store.content().unseen()).containsExactly("a key without a certificate (lonely)");
            assertThatThrownBy(() -> store.save(Clock.systemUTC()))
                    .hasMessageContaining(
                            "cannot be changed, since it also holds a key without a certificate (lonely)");
        }

        @Test
        void secretKeysShouldStay() throws Exception {
            run(
                    "rm -f others.p12; keytool -genkeypair -keyalg EC -alias mx -dname CN=mx -keystore others.p12 -storepass "
                            + PASSWORD
                            + "; keytool -genseckey -keyalg AES -keysize 256 -alias sealed -keystore others.p12 -storepass "
                            + PASSWORD);
            StoreFile store = open(PASSWORD);
            store.content().remove("mx");
            Optional<Path> unused = store.save(Clock.systemUTC());

            run("keytool -list -keystore others.p12 -storepass " + PASSWORD + " | grep -c SecretKeyEntry | grep -x 1");
        }

        @Test
        void passwordThatOlderJavasCannotUseShouldBeReadAndNotWritten() throws Exception {
            run(
                    "LC_ALL=C.UTF-8 openssl pkcs12 -export -inkey key.pem -in chain.pem -name mx -out others.p12 -passout pass:"
                            + BEYOND_ASCII);
            StoreFile store = open(BEYOND_ASCII);

            assertThat(store.content().key("mx")).isEqualTo(MX.privateKey());
            assertThatThrownBy(() -> store.save(Clock.systemUTC()))
                    .hasMessageContaining("cannot be opened by a James on Java 11 or 17");
        }
    }

    @Nested
    class Hostile {
        @Test
        void deepNestingShouldBeRefused() {
            byte[] deep = new byte[200_000];
            for (int i = 0; i + 1 < deep.length; i += 2) {
                deep[i] = 0x30;
                deep[i + 1] = (byte) 0x80;
            }

            assertThatThrownBy(() -> KeyMaterial.read(deep, () -> new char[0]))
                    .isInstanceOf(KeyMaterialException.class)
                    .hasMessageContaining("nested more than");
        }

        @Test
        void anyCutOrChangedOctetShouldEndInASentence() throws Exception {
            run("openssl pkcs12 -export -inkey key.pem -in chain.pem -out fuzz.p12 -iter 1 -passout pass:" + PASSWORD);
            byte[] whole = Files.readAllBytes(folder.resolve("fuzz.p12"));
            Random random = new Random(1);
            for (int i = 0; i < 3_000; i++) {
                byte[] changed = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int j = 0; j <= i % 4 && changed.length > 0; j++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
                try {
                    KeyMaterial unused = KeyMaterial.read(changed, PASSWORD::toCharArray);
                } catch (KeyMaterialException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
    }
}
