// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.security.cert.Certificate;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.certificates.LeafBuilder;
import dev.strongpost.testkit.certificates.TestCertificateAuthority;

class ClientCertificateUsageTest {
    private static final TestCertificateAuthority AUTHORITY = TestCertificateAuthority.create();

    private static PeerIdentity client(LeafBuilder certificate, ClientCertificateUsage usage)
            throws SSLPeerUnverifiedException {
        SSLSession session = mock(SSLSession.class);
        when(session.getPeerCertificates())
                .thenReturn(certificate.issue().chain().toArray(new Certificate[0]));
        return ChainValidator.withAnchors(List.of(AUTHORITY.root())).identifyClient(session, usage);
    }

    private static LeafBuilder certificate() {
        return AUTHORITY.certificate().dnsNames("mx.partner.example");
    }

    @Test
    void certificateForServersShouldBeNamedForWhatItIs() throws Exception {
        PeerIdentity client = client(certificate().forServersOnly(), ClientCertificateUsage.CLIENT);

        assertThat(client.chainStatus()).isEqualTo(ChainStatus.WRONG_USAGE);
        assertThat(client.untrustedBecause())
                .hasValue("its extended key usage allows server authentication, not client authentication");
    }

    @Test
    void certificateForServersShouldIdentifyItsServerWhereThatCounts() throws Exception {
        assertThat(client(certificate().forServersOnly(), ClientCertificateUsage.ANY)
                        .chainStatus())
                .isEqualTo(ChainStatus.TRUSTED);
    }

    @Test
    void certificateWithoutAnExtendedKeyUsageShouldCountAlways() throws Exception {
        for (ClientCertificateUsage usage : ClientCertificateUsage.values()) {
            assertThat(client(certificate(), usage).chainStatus()).isEqualTo(ChainStatus.TRUSTED);
        }
    }

    @Test
    void certificateForSomethingElseShouldCountNever() throws Exception {
        for (ClientCertificateUsage usage : ClientCertificateUsage.values()) {
            assertThat(client(certificate().forCodeOnly(), usage).chainStatus()).isEqualTo(ChainStatus.UNTRUSTED);
        }
    }

    @Test
    void whatElseIsWrongShouldComeFirst() throws Exception {
        for (ClientCertificateUsage usage : ClientCertificateUsage.values()) {
            assertThat(client(certificate().forServersOnly().expired(), usage).isTrusted())
                    .isFalse();
            assertThat(client(certificate().forServersOnly().expired(), usage).chainStatus())
                    .isNotEqualTo(ChainStatus.WRONG_USAGE);
        }
    }
}
