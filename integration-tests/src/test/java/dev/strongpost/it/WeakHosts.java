// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import dev.strongpost.testkit.smtp.ReceiverBehaviour;

/** Hosts that offer STARTTLS and can do too little. They exist only in a JVM whose security properties were opened. */
final class WeakHosts {
    static final String DES = "SSL_RSA_WITH_DES_CBC_SHA";
    static final String NULL = "TLS_RSA_WITH_NULL_SHA256";

    private WeakHosts() {}

    /** 56 bits. JSSE knows DES up to TLS 1.1 only (RFC 5246 section 1.2 took it out). */
    static ReceiverBehaviour des() {
        return host("TLSv1.1", DES);
    }

    /** No encryption at all. */
    static ReceiverBehaviour nullCipher() {
        return host("TLSv1.2", NULL);
    }

    /** 128 bits and no more. */
    static ReceiverBehaviour aes128() {
        return host("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
    }

    /** A good cipher in a version from 1999. */
    static ReceiverBehaviour tls10() {
        return host("TLSv1", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
    }

    private static ReceiverBehaviour host(String protocol, String suite) {
        return ReceiverBehaviour.builder()
                .tls(OutboundScenario.tls())
                .protocols(protocol)
                .suites(suite)
                .build();
    }
}
