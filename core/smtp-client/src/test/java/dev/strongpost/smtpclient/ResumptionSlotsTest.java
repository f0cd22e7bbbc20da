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
        return slots.take(host, true).portOf(host);
    }

    @Test
    void handshakesAtATimeShouldHaveSlotsOfTheirOwn() {
        assertThat(portOfNext(A)).isEqualTo(25);
        assertThat(portOfNext(A)).isEqualTo(25 + 65536);
        assertThat(portOfNext(B)).isEqualTo(26);
    }

    @Test
    void aSlotThatIsFreeAgainShouldBeTakenFirst() {
        Slot first = slots.take(A, true);
        slots.take(A, true);
        slots.giveBack(A, first);

        assertThat(portOfNext(A)).isEqualTo(25);
        assertThat(portOfNext(A)).isEqualTo(25 + 2 * 65536);
    }

    @Test
    void aHandshakeShouldResumeOnlyBehindOneThatSucceeded() {
        Slot first = slots.take(A, true);
        assertThat(first.mayResume()).isFalse();
        assertThat(slots.take(A, true).mayResume()).isFalse();

        first.succeeded();

        assertThat(slots.take(A, true).mayResume()).isTrue();
        assertThat(slots.take(B, true).mayResume()).isFalse();
    }

    @Test
    void aHandshakeShouldKeepWhatItBeganWith() {
        Slot first = slots.take(A, true);

        first.succeeded();

        assertThat(first.mayResume()).isFalse();
    }

    @Test
    void aFullHandshakeShouldFindNoSessionOfAnyOther() {
        Slot other = slots.take(A, true);
        Slot full = slots.take(A, false);
        other.succeeded();

        assertThat(full.mayResume()).isFalse();
        assertThat(full.generation()).isNotEqualTo(slots.take(A, true).generation());
    }

    @Test
    void forgottenSessionsShouldNotBeFoundAgain() {
        Slot old = slots.take(A, true);
        old.succeeded();

        slots.forget(A);
        Slot next = slots.take(A, true);
        old.succeeded();

        assertThat(next.mayResume()).isFalse();
        assertThat(next.generation()).isNotEqualTo(old.generation());
        assertThat(slots.take(A, true).mayResume()).isFalse();
    }
}
