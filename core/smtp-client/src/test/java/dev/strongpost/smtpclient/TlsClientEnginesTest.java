// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLEngine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;

class TlsClientEnginesTest {
    private static final String MX = "mx1.partner.example";

    private final TlsClientEngines engines =
            new TlsClientEngines(new ClientContexts(ClientIdentities.in(Path.of(".")), Clock.systemUTC()));
    private final ResumptionSlots slots = new ResumptionSlots();

    private SSLEngine engine(String... serverName) {
        return engineFor(MX, serverName);
    }

    private SSLEngine engineFor(String host, String... serverName) {
        TlsRequirement.Builder requirement = TlsRequirement.builder(TlsLevel.ENCRYPT);
        Stream.of(serverName).forEach(requirement::serverName);
        Destination destination = Destination.of(host, InetAddress.getLoopbackAddress(), 25);
        return engines.engine(TlsProfile.of(requirement.build()), destination, slots.take(destination, true))
                .engine();
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
    void forgottenSessionsShouldNotBeResumed() {
        String before = engine().getPeerHost();

        slots.forget(Destination.of(MX, InetAddress.getLoopbackAddress(), 25));

        assertThat(engine().getPeerHost()).isNotEqualTo(before);
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

    @ParameterizedTest
    @ValueSource(strings = {"mx_1.partner.example", "-mx.partner.example", "192.0.2.7", "2001:db8::1", "mx..example"})
    void noNameShouldBeSentForWhatIsNoHostName(String host) {
        assertThat(engineFor(host).getSSLParameters().getServerNames()).isEmpty();
    }

    @Test
    void aRuleThatLeavesNothingToOfferShouldBeAFaultOfThisSide() {
        TlsRequirement requirement = TlsRequirement.builder(TlsLevel.ENCRYPT)
                .ciphers(List.of("TLS_AES_128_GCM_SHA256"))
                .excludedCiphers(List.of("TLS_AES_128_GCM_SHA256"))
                .build();
        Destination destination = Destination.of(MX, InetAddress.getLoopbackAddress(), 25);

        assertThatThrownBy(() -> engines.engine(TlsProfile.of(requirement), destination, slots.take(destination, true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the rule leaves no cipher suite to offer");
    }
}
