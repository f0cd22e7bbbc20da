// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;

import dev.strongpost.mailets.delivery.RetryRequests.Turn;
import dev.strongpost.testkit.HandClock;

class RetryRequestsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final HandClock clock = new HandClock(Instant.parse("2026-11-27T12:00:00Z"));
    private final RetryRequests requests = new RetryRequests(clock);

    private Mail waiting(String... recipients) throws Exception {
        Mail mail = MailImpl.builder().name("mail").addRecipients(recipients).build();
        DueTime.stamp(mail, clock.instant(), HOUR);
        return mail;
    }

    private void request(String domain) {
        requests.add(address -> address.getDomain().asString().equals(domain));
    }

    @Test
    void mailShouldBeTriedWhenNothingIsRequested() throws Exception {
        assertThat(requests.turnOf(waiting("a@partner.example"))).isEqualTo(Turn.DUE);
    }

    @Test
    void mailOfTheRequestShouldBeTried() throws Exception {
        Mail mail = waiting("a@other.example", "a@partner.example");
        request("partner.example");

        assertThat(requests.turnOf(mail)).isEqualTo(Turn.REQUESTED);
    }

    @Test
    void otherMailShouldGoOnWaiting() throws Exception {
        Mail mail = waiting("a@other.example");
        request("partner.example");

        assertThat(requests.turnOf(mail)).isEqualTo(Turn.WAITS);
    }

    @Test
    void mailShouldBeTriedWhenAnyOfSeveralRequestsIsForIt() throws Exception {
        Mail mail = waiting("a@partner.example");
        request("other.example");
        request("partner.example");
        request("third.example");

        assertThat(requests.turnOf(mail)).isEqualTo(Turn.REQUESTED);
    }

    @Test
    void otherMailThatIsDueShouldBeTried() throws Exception {
        Mail mail = waiting("a@other.example");
        clock.pass(HOUR.minusMinutes(1));
        request("partner.example");
        clock.pass(Duration.ofMinutes(1));

        assertThat(requests.turnOf(mail)).isEqualTo(Turn.DUE);
    }

    @Test
    void mailThatHasNeverWaitedShouldBeTried() throws Exception {
        request("partner.example");

        assertThat(requests.turnOf(MailImpl.builder()
                        .name("mail")
                        .addRecipient("a@other.example")
                        .build()))
                .isEqualTo(Turn.DUE);
    }

    /** An attempt that was made for the request, and failed, is over: the request is not for the wait that follows. */
    @Test
    void mailThatWaitsSinceTheRequestShouldBeNoneOfIt() throws Exception {
        request("partner.example");
        clock.pass(Duration.ofSeconds(1));

        assertThat(requests.turnOf(waiting("a@partner.example"))).isEqualTo(Turn.DUE);
        assertThat(requests.turnOf(waiting("a@other.example"))).isEqualTo(Turn.DUE);
    }

    @Test
    void anOldRequestShouldNotHoldBackWhatSomeoneElseFlushes() throws Exception {
        Mail mail = waiting("a@other.example");
        request("partner.example");
        clock.pass(RetryRequests.VALID.plusSeconds(1));

        assertThat(requests.turnOf(mail)).isEqualTo(Turn.DUE);
    }
}
