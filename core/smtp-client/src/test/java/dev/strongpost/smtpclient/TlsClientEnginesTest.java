// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;

import org.junit.jupiter.api.Test;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;

class TlsClientEnginesTest {
    private static final Destination HOST = Destination.of("mx1.partner.example", InetAddress.getLoopbackAddress(), 25);

    private final TlsClientEngines engines = new TlsClientEngines(ClientIdentities.of(Path.of("."), Optional.empty()));

    private SSLEngine engine(String... serverName) {
        TlsRequirement.Builder requirement = TlsRequirement.builder(TlsLevel.ENCRYPT);
        Stream.of(serverName).forEach(requirement::serverName);
        return engines.engine(TlsProfile.of(requirement.build()), HOST, 0);
    }

    /** JSSE keeps sessions by this name and the port; some servers resume one whatever name it was made under. */
    @Test
    void sessionsOfOneServerNameShouldNotBeResumedUnderAnother() {
        assertThat(engine("a.example").getPeerHost())
                .isEqualTo(engine("a.example").getPeerHost())
                .isNotEqualTo(engine("b.example").getPeerHost())
                .isNotEqualTo(engine().getPeerHost());
    }

    @Test
    void theNameThatIsSentShouldBeTheOneOfTheRule() {
        assertThat(engine("a.example").getSSLParameters().getServerNames())
                .extracting(Object::toString)
                .containsExactly("type=host_name (0), value=a.example");
        assertThat(engine().getSSLParameters().getServerNames())
                .extracting(Object::toString)
                .containsExactly("type=host_name (0), value=mx1.partner.example");
    }
}
