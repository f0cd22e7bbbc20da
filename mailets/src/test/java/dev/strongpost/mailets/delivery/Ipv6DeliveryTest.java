// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.common.net.InetAddresses;

import dev.strongpost.testkit.Loopback;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * Delivery over IPv6 and between the families, on sockets. The host is a gateway: there is one loopback address of IPv6,
 * and a mail exchanger there would be this server.
 */
class Ipv6DeliveryTest {
    private static final InetAddress SIX = InetAddresses.forString("::1");
    private static final String GATEWAY = "mx.gateway.example";

    @TempDir
    Path directory;

    private final InetAddress four = Loopback.freshAddress();
    private DeliveryFixture fixture;

    @BeforeEach
    void setUp() {
        Assumptions.assumeTrue(hasIpv6(), "this machine has no ::1");
        fixture = new DeliveryFixture(directory).with("gateway", GATEWAY);
        fixture.with("gatewayPort", String.valueOf(fixture.port()));
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, SIX)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void tearDown() {
        if (fixture != null) {
            fixture.close();
        }
    }

    private SmtpReceiver listen(InetAddress address) {
        return SmtpReceiver.listen(new InetSocketAddress(address, fixture.port()), ReceiverBehaviour.withoutTls());
    }

    private void deliver() throws Exception {
        fixture.start().send("a@here.example", "b@open.example");
        fixture.awaitQueueEmpty();
    }

    @Test
    void hostWithAnAddressOfIpv6AloneShouldGetItsMail() throws Exception {
        fixture.dns().setAddresses(GATEWAY, SIX);
        try (SmtpReceiver six = listen(SIX)) {
            deliver();

            assertThat(six.received()).hasSize(1);
        }
    }

    @Test
    void ipv6ShouldGoFirst() throws Exception {
        fixture.dns().setAddresses(GATEWAY, four, SIX);
        try (SmtpReceiver six = listen(SIX);
                SmtpReceiver other = listen(four)) {
            deliver();

            assertThat(six.received()).hasSize(1);
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void oneFamilyThatIsOutOfReachShouldNotKeepTheMailFromTheOther() throws Exception {
        fixture.dns().setAddresses(GATEWAY, SIX, four);
        try (SmtpReceiver other = listen(four)) {
            deliver();

            assertThat(other.received()).hasSize(1);
        }
    }

    @Test
    void familiesShouldBeTriedInTheirOrderAndNoOther() throws Exception {
        fixture.with("addressFamilies", "ipv4").dns().setAddresses(GATEWAY, SIX, four);
        try (SmtpReceiver six = listen(SIX);
                SmtpReceiver other = listen(four)) {
            deliver();

            assertThat(other.received()).hasSize(1);
            assertThat(six.received()).isEmpty();
        }
    }

    @Test
    void addressLiteralShouldBeAHostOfItsFamily() throws Exception {
        fixture.with("gateway", "[::1]");
        try (SmtpReceiver six = listen(SIX)) {
            deliver();

            assertThat(six.received()).hasSize(1);
        }
    }

    @Test
    void eachFamilyShouldBeLeftByItsOwnAddress() throws Exception {
        InetAddress own = Loopback.freshAddress();
        fixture.with("bind", own.getHostAddress() + ", ::1").dns().setAddresses(GATEWAY, four);
        try (ServerSocket host = new ServerSocket(fixture.port(), 1, four)) {
            host.setSoTimeout((int) DeliveryFixture.PATIENCE.toMillis());
            fixture.start().send("a@here.example", "b@open.example");

            try (Socket client = host.accept()) {
                assertThat(client.getInetAddress()).isEqualTo(own);
            }
        }
    }
}
