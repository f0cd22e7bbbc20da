// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.strongpost.james.TlsMailAttributes;

class QueueTimeTest {
    private static final Instant QUEUED = Instant.parse("2026-03-04T05:06:07.089Z");

    private FakeMail mail;

    @BeforeEach
    void setUp() throws Exception {
        mail = FakeMail.builder().name("mail").build();
    }

    @Test
    void sinceShouldBeTheTimeFromTheStamp() {
        QueueTime.stamp(mail, QUEUED);

        assertThat(QueueTime.since(mail, QUEUED.plusSeconds(90))).contains(Duration.ofSeconds(90));
    }

    @Test
    void stampShouldReplaceAnEarlierOne() {
        QueueTime.stamp(mail, QUEUED.minusSeconds(1000));
        QueueTime.stamp(mail, QUEUED);

        assertThat(QueueTime.since(mail, QUEUED.plusSeconds(1))).contains(Duration.ofSeconds(1));
    }

    @Test
    void sinceShouldBeZeroWhenTheClockWasSetBack() {
        QueueTime.stamp(mail, QUEUED);

        assertThat(QueueTime.since(mail, QUEUED.minusSeconds(3600))).contains(Duration.ZERO);
    }

    @Test
    void sinceShouldBeEmptyWithoutStamp() {
        assertThat(QueueTime.since(mail, QUEUED)).isEmpty();
    }

    @Test
    void sinceShouldBeEmptyWhenTheStampIsNoTime() {
        mail.setAttribute(new Attribute(TlsMailAttributes.QUEUED, AttributeValue.of("yesterday")));

        assertThat(QueueTime.since(mail, QUEUED)).isEmpty();
    }
}
