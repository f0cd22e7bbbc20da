// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.commons.configuration2.ex.ConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.inbound.tls.ClientCertificateMode;
import dev.strongpost.inbound.tls.ListenerTls;
import dev.strongpost.inbound.tls.LiveListenerTls;
import dev.strongpost.inbound.tls.TlsMode;
import dev.strongpost.inbound.tls.TlsSettings;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;
import dev.strongpost.testkit.certificates.TestIdentity;

@Tag("slow")
class ListenerConfigurationTest {
    private static final String SECRET = "<secret>" + TestIdentity.PASSWORD + "</secret>";
    private static final String KEYS = "<keystore>file://conf/one.p12</keystore>" + SECRET;
    private static final String ANCHORS =
            "<truststore>file://conf/clients.pem</truststore><truststoreType>PEM</truststoreType>";

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        TestCertificateAuthority authority = TestCertificateAuthority.create();
        TestIdentity mx = authority.issue("mx.here.example");
        TestIdentity other = authority.issue("mail.other.example");
        Elements.keystore(folder.resolve("one.p12"), Map.of("mx", mx));
        Elements.keystore(folder.resolve("two.p12"), Map.of("mx", mx, "other", other));
        Files.writeString(folder.resolve("mx.key"), mx.privateKeyPem());
        Files.writeString(folder.resolve("mx.pem"), mx.chainPem());
        Files.writeString(folder.resolve("other.pem"), other.chainPem());
        Files.writeString(folder.resolve("clients.pem"), authority.rootPem());
        Files.writeString(folder.resolve("nothing.pem"), "");
    }

    private static ListenerTls load(String xml) throws ConfigurationException {
        return ListenerTls.load(configuration(xml).settings());
    }

    private static ListenerConfiguration configuration(String xml) throws ConfigurationException {
        return ListenerConfiguration.from(Elements.of(xml), Elements.files(folder));
    }

    @Test
    void fromShouldOfferStartTlsAndAskForNothingByDefault() throws ConfigurationException {
        ListenerConfiguration configuration = configuration(KEYS);

        assertThat(configuration.settings().mode()).isEqualTo(TlsMode.ACCEPT);
        assertThat(configuration.settings().clientCertificate()).isEqualTo(ClientCertificateMode.NONE);
        assertThat(configuration.settings().handshakeTimeout()).hasSeconds(30);
        assertThat(configuration.requirement()).isEmpty();
        assertThat(configuration.exemptions().anyRecipient()).isTrue();
        assertThat(configuration.policy()).isEmpty();
    }

    @Test
    void fromShouldNeedNoCertificateWithoutTls() throws ConfigurationException {
        assertThat(configuration("<tls>none</tls>").settings().keys()).isEmpty();
    }

    @Test
    void bitsAndProtocolShouldBeARequirementOfTheListener() throws ConfigurationException {
        assertThat(configuration(KEYS + "<tls>require</tls><bits>256</bits><protocol>TLSv1.3</protocol>")
                        .requirement())
                .hasValueSatisfying(requirement -> {
                    assertThat(requirement.describe()).contains("256", "1.3");
                    assertThat(requirement.rule()).isEqualTo("listener (smtpserver.xml)");
                    assertThat(requirement.isInbound()).isTrue();
                });
    }

    /** Elements, and what the message says of them up to what is allowed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <tls>always</tls>                                             | tls: given always: allowed none, accept, require, implicit
                    <tls>accept</tls><tls>require</tls>                           | tls: given accept and require: allowed one such element
                    <tsl>accept</tsl>                                             | tsl: given an element of that name: allowed
                    <clientCertificate>want</clientCertificate>                   | clientCertificate: given want: allowed none, request, require
                    <clientCertificate>require</clientCertificate>                | clientCertificate: given require with tls accept: allowed
                    <tls>require</tls><clientCertificate>require</clientCertificate> | truststore: given nothing: allowed
                    <certificateRefusal>421</certificateRefusal>                  | certificateRefusal: given 421: allowed reply, handshake
                    <clientCertificate>request</clientCertificate><certificateRefusal>handshake</certificateRefusal> | certificateRefusal: given handshake with clientCertificate request: allowed reply; handshake
                    <truststoreType>PEM</truststoreType>                          | truststoreType: given without truststore: allowed with truststore only
                    <truststoreSecret>changeit</truststoreSecret>                 | truststoreSecret: given without truststore: allowed with truststore only
                    <bits>128</bits>                                              | bits: given with tls accept: allowed
                    <tls>require</tls><bits>300</bits>                            | bits: given 300: allowed a whole number from 0 to 256
                    <tls>require</tls><protocol>TLS1.2</protocol>                 | protocol: given TLS1.2: allowed SSLv3
                    <handshakeTimeout>0</handshakeTimeout>                        | handshakeTimeout: given 0: allowed
                    <handshakeTimeout>soon</handshakeTimeout>                     | handshakeTimeout: given soon: allowed
                    <exemptClients>friends</exemptClients>                        | exemptClients: given friends: allowed authenticated, local; none
                    <exemptRecipients>a..b@</exemptRecipients>                    | exemptRecipients: given a..b@: allowed
                    """)
    void mistakeShouldBeNamedWithWhatIsAllowed(String xml, String message) {
        assertThatThrownBy(() -> configuration(KEYS + xml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("smtpserver.xml: handler InboundTls: " + message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <alias>mx</alias> | keystore: given nothing: allowed
                    <privateKey>file://conf/mx.key</privateKey>                   | keystore: given nothing: allowed
                    """)
    void certificatesShouldBeNamed(String xml, String message) {
        assertThatThrownBy(() -> configuration(xml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("smtpserver.xml: handler InboundTls: " + message);
    }

    @Test
    void certificateWithoutTlsShouldBeAMistake() {
        assertThatThrownBy(() -> configuration("<tls>none</tls><clientCertificate>request</clientCertificate>"))
                .hasMessageContaining("clientCertificate: given request with tls none: allowed none");
    }

    /** Elements about files that are there and of no use. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <keystore>file://conf/one.p12</keystore><secret>wrong</secret>                        | keystore: given
                    <keystore>file://conf/two.p12</keystore><secret>changeit</secret>                     | alias: given nothing: allowed
                    <keystore>file://conf/two.p12</keystore><secret>changeit</secret><alias>mx, x</alias> | alias: given x: allowed
                    <privateKey>file://conf/mx.key</privateKey><certificates>file://conf/other.pem</certificates>   | privateKey and certificates: given
                    <privateKey>file://conf/nothing.pem</privateKey><certificates>file://conf/mx.pem</certificates> | privateKey and certificates: given
                    <keystore>file://conf/one.p12</keystore><secret>changeit</secret><truststore>file://conf/nothing.pem</truststore><truststoreType>PEM</truststoreType> | truststore: given
                    <keystore>file://conf/one.p12</keystore><secret>changeit</secret><supportedProtocols><protocol>TLSv9</protocol></supportedProtocols> | supportedProtocols: given TLSv9: allowed
                    <keystore>file://conf/one.p12</keystore><secret>changeit</secret><supportedCipherSuites><cipherSuite>X</cipherSuite></supportedCipherSuites> | supportedCipherSuites: given X: allowed
                    """)
    void fileOfNoUseShouldBeNamedWithoutItsSecret(String xml, String message) {
        assertThatThrownBy(() -> load(xml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("smtpserver.xml: handler InboundTls: " + message)
                .hasMessageNotContaining("changeit");
    }

    @Test
    void pemShouldServeAsWellAsAKeystore() throws ConfigurationException {
        assertThat(load("<privateKey>file://conf/mx.key</privateKey><certificates>file://conf/mx.pem</certificates>")
                        .engine()
                        .getUseClientMode())
                .isFalse();
    }

    @Test
    void engineShouldAskForCertificatesAsConfigured() throws ConfigurationException {
        String demand = "<tls>require</tls><clientCertificate>require</clientCertificate>" + KEYS + ANCHORS;

        assertThat(load(KEYS).engine().getWantClientAuth()).isFalse();
        assertThat(load(KEYS + "<clientCertificate>request</clientCertificate>")
                        .engine()
                        .getWantClientAuth())
                .isTrue();
        assertThat(load(demand).engine().getWantClientAuth()).isTrue();
        assertThat(load(demand + "<certificateRefusal>handshake</certificateRefusal>")
                        .engine()
                        .getNeedClientAuth())
                .isTrue();
    }

    @Test
    void engineShouldSpeakTheVersionsAndSuitesConfigured() throws ConfigurationException {
        var engine = load(KEYS + "<supportedProtocols><protocol>TLSv1.2</protocol></supportedProtocols>"
                        + "<supportedCipherSuites><cipherSuite>TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384</cipherSuite>"
                        + "</supportedCipherSuites>")
                .engine();

        assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.2");
        assertThat(engine.getEnabledCipherSuites()).containsExactly("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
    }

    @Test
    void renewedCertificateShouldBeTakenOnceItsFileRests() throws Exception {
        Path file = folder.resolve("renewed.p12");
        TestCertificateAuthority authority = TestCertificateAuthority.create();
        Elements.keystore(file, Map.of("mx", authority.issue("old.here.example")));
        TlsSettings settings = configuration("<keystore>file://conf/renewed.p12</keystore>" + SECRET)
                .settings();
        try (LiveListenerTls live = LiveListenerTls.open(settings)) {
            ListenerTls before = live.current();
            Files.writeString(file, "half written");
            live.poll();
            live.poll();
            assertThat(live.current()).isSameAs(before);

            Elements.keystore(file, Map.of("mx", authority.issue("new.here.example")));
            live.poll();
            live.poll();
            assertThat(live.current()).isNotSameAs(before);
        }
    }
}
