// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;

class ResumptionSlotsTest {
    private static final Destination A = Destination.of("a.example", InetAddress.getLoopbackAddress(), 25);
    private static final Destination B = Destination.of("b.example", InetAddress.getLoopbackAddress(), 26);

    private final ResumptionSlots slots = new ResumptionSlots();

    @Test
    void handshakesAtATimeShouldHaveSlotsOfTheirOwn() {
        assertThat(slots.take(A)).isZero();
        assertThat(slots.take(A)).isEqualTo(1);
        assertThat(slots.take(B)).isZero();
    }

    @Test
    void aSlotThatIsFreeAgainShouldBeTakenFirst() {
        slots.take(A);
        slots.take(A);
        slots.giveBack(A, 0);

        assertThat(slots.take(A)).isZero();
        assertThat(slots.take(A)).isEqualTo(2);
    }

    @Test
    void theFirstSlotShouldHaveThePortOfTheHost() {
        assertThat(ResumptionSlots.portOf(A, 0)).isEqualTo(25);
        assertThat(ResumptionSlots.portOf(A, 1)).isNotIn(25, 26);
    }
}
