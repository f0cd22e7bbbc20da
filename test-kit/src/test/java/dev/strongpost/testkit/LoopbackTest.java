// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
            assertThat(socket.getLocalPort()).isBetween(10_000, 32_767);
        }
    }

    @Test
    void freePortsShouldDiffer() {
        InetAddress address = Loopback.freshAddress();

        assertThat(Stream.generate(() -> Loopback.freePort(address)).limit(100)).doesNotHaveDuplicates();
    }

    @Test
    void freePortShouldNotBeOneThatIsTaken() throws IOException {
        InetAddress address = Loopback.freshAddress();
        int port = Loopback.freePort(address);

        try (ServerSocket taken = new ServerSocket(port, 1, address)) {
            assertThat(Loopback.isFree(new InetSocketAddress(address, taken.getLocalPort())))
                    .isFalse();
        }
        assertThat(Loopback.isFree(new InetSocketAddress(address, port))).isTrue();
    }
}
