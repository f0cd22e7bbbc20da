// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.google.common.net.InetAddresses;

class LookupLimitsTest {
    private final LookupLimits limits = new LookupLimits();
    private final List<InetAddress> started = new ArrayList<>();

    private void start(String address) {
        InetAddress client = InetAddresses.forString(address);
        limits.start(client, () -> started.add(client));
    }

    @Test
    void networkThatDoesNotAnswerShouldDelayItsOwnClientsOnly() {
        for (int i = 0; i < 250; i++) {
            start("192.0.2." + i);
        }
        assertThat(started).hasSize(LookupLimits.MOST_OF_A_NETWORK);

        start("198.51.100.7");
        start("2001:db8::7");

        assertThat(started).endsWith(InetAddresses.forString("198.51.100.7"), InetAddresses.forString("2001:db8::7"));
    }

    @Test
    void whatWaitsShouldHaveItsTurn() {
        for (int i = 0; i < LookupLimits.MOST_OF_A_NETWORK + 1; i++) {
            start("192.0.2." + i);
        }

        limits.done(InetAddresses.forString("192.0.2.0"));

        assertThat(started).hasSize(LookupLimits.MOST_OF_A_NETWORK + 1);
    }

    @Test
    void networksShouldTakeTurnsWhenAllIsTaken() {
        int networks = LookupLimits.MOST / LookupLimits.MOST_OF_A_NETWORK + 1;
        for (int i = 0; i < 2 * networks * LookupLimits.MOST_OF_A_NETWORK; i++) {
            start((10 + i % networks) + ".0.0." + i / networks);
        }
        assertThat(started).hasSize(LookupLimits.MOST);
        start("198.51.100.7");

        for (int i = 0; i < 2 * networks; i++) {
            limits.done(started.get(i));
        }

        assertThat(started).contains(InetAddresses.forString("198.51.100.7"));
    }

    @Test
    void manyNetworksOfOneProviderShouldNotTakeAllPlaces() {
        for (int i = 0; i < 5_000; i++) {
            start("2001:db8:7:" + Integer.toHexString(i) + "::1");
        }
        assertThat(started).hasSize(LookupLimits.MOST_OF_A_PROVIDER);

        start("2001:db8:8::1");

        assertThat(started).hasSize(LookupLimits.MOST_OF_A_PROVIDER + 1);
    }

    @Test
    void networkOfIpVersion6ShouldBeItsFirst64Bits() {
        for (int i = 0; i < LookupLimits.MOST_OF_A_NETWORK + 1; i++) {
            start("2001:db8:0:1:ffff::" + Integer.toHexString(i));
        }
        start("2001:db8:0:2::1");

        assertThat(started).hasSize(LookupLimits.MOST_OF_A_NETWORK + 1);
    }

    @Test
    void workThatEndsAtOnceShouldNotDeepenTheStack() {
        InetAddress client = InetAddresses.forString("192.0.2.7");
        List<Integer> depths = new ArrayList<>();
        Runnable work = () -> {
            depths.add(Thread.currentThread().getStackTrace().length);
            limits.done(client);
        };
        for (int i = 0; i < LookupLimits.MOST_OF_A_NETWORK; i++) {
            start("192.0.2." + i);
        }
        for (int i = 0; i < 5_000; i++) {
            limits.start(client, work);
        }

        limits.done(client);

        assertThat(depths).hasSize(5_000);
        assertThat(depths.stream().distinct()).hasSize(1);
    }
}
