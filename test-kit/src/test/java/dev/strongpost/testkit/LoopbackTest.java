// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class LoopbackTest {
    @Test
    void freshAddressesShouldDifferAndStayOnLoopback() {
        assertThat(Stream.generate(Loopback::freshAddress).limit(1000))
                .doesNotHaveDuplicates()
                .allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void freePortShouldBeBindable() throws IOException {
        InetAddress address = Loopback.freshAddress();

        try (ServerSocket socket = new ServerSocket(Loopback.freePort(address), 1, address)) {
            assertThat(socket.getLocalPort()).isGreaterThan(1023);
        }
    }
}
