// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;

import dev.strongpost.smtpclient.ResumptionSlots.Slot;

class ResumptionSlotsTest {
    private static final Destination A = Destination.of("a.example", InetAddress.getLoopbackAddress(), 25);
    private static final Destination B = Destination.of("b.example", InetAddress.getLoopbackAddress(), 26);

    private final ResumptionSlots slots = new ResumptionSlots();

    private int portOfNext(Destination host) {
        return slots.take(host).portOf(host);
    }

    @Test
    void handshakesAtATimeShouldHaveSlotsOfTheirOwn() {
        assertThat(portOfNext(A)).isEqualTo(25);
        assertThat(portOfNext(A)).isEqualTo(25 + 65536);
        assertThat(portOfNext(B)).isEqualTo(26);
    }

    @Test
    void aSlotThatIsFreeAgainShouldBeTakenFirst() {
        Slot first = slots.take(A);
        slots.take(A);
        slots.giveBack(A, first);

        assertThat(portOfNext(A)).isEqualTo(25);
        assertThat(portOfNext(A)).isEqualTo(25 + 2 * 65536);
    }

    @Test
    void aHandshakeShouldResumeOnlyBehindOneThatSucceeded() {
        Slot first = slots.take(A);
        assertThat(first.mayResume()).isFalse();
        assertThat(slots.take(A).mayResume()).isFalse();

        first.succeeded();

        assertThat(slots.take(A).mayResume()).isTrue();
        assertThat(slots.take(B).mayResume()).isFalse();
    }

    @Test
    void aHandshakeShouldKeepWhatItBeganWith() {
        Slot first = slots.take(A);

        first.succeeded();

        assertThat(first.mayResume()).isFalse();
    }

    @Test
    void forgottenSessionsShouldNotBeFoundAgain() {
        Slot old = slots.take(A);
        old.succeeded();

        slots.forget(A);
        Slot next = slots.take(A);
        old.succeeded();

        assertThat(next.mayResume()).isFalse();
        assertThat(next.generation()).isNotEqualTo(old.generation());
        assertThat(slots.take(A).mayResume()).isFalse();
    }
}
