// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static dev.strongpost.mailets.delivery.DeliveryFixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.queue.api.MailQueue.MailQueueItem.CompletionStatus;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;

import reactor.core.publisher.Flux;

class QueuePumpTest {
    private static final DeliveryReport DONE = DeliveryReport.of(ImmutableListMultimap.of(), ImmutableMap.of());

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final MailQueue queue = mock(MailQueue.class);
    private final MailDelivery delivery = mock(MailDelivery.class);
    private final OutcomeHandler outcomes = mock(OutcomeHandler.class);
    private final MailQueueItem item = mock(MailQueueItem.class);
    private final QueuePump pump =
            new QueuePump(queue, new RetryRequests(Clock.systemUTC()), delivery, outcomes, workers, workers, 10);

    @BeforeEach
    void setUp() {
        when(item.getMail()).thenReturn(mock(Mail.class));
        when(delivery.attempt(any())).thenReturn(CompletableFuture.completedFuture(DONE));
        when(queue.deQueue()).thenReturn(Flux.just(item).concatWith(Flux.never()));
    }

    @AfterEach
    void tearDown() {
        pump.stop();
        workers.shutdownNow();
    }

    private void run() {
        pump.start();
        verify(outcomes, timeout(PATIENCE.toMillis())).dispose(any());
        assertThat(pump.awaitQuiet(PATIENCE)).isTrue();
    }

    @Test
    void anItemShouldBeAcknowledgedAfterItsOutcomeIsStored() throws Exception {
        run();

        verify(item).done(CompletionStatus.SUCCESS);
    }

    @Test
    void anItemShouldNotBePutBackWhenOnlyItsAcknowledgementFails() throws Exception {
        doThrow(new MailQueueException("no connection")).when(item).done(CompletionStatus.SUCCESS);
        run();

        verify(item, never()).done(CompletionStatus.RETRY);
    }

    @Test
    void whatCannotBeStoredShouldBeStoredAgainAndNotHandedBack() throws Exception {
        doThrow(new MailQueueException("disk full")).when(outcomes).handle(any(), any(), anyBoolean());
        doThrow(new MailQueueException("disk full")).doNothing().when(outcomes).putBack(any());
        run();

        verify(outcomes).handle(any(), any(), anyBoolean());
        verify(outcomes, times(2)).putBack(any());
        verify(item).done(CompletionStatus.SUCCESS);
        verify(item, never()).done(CompletionStatus.RETRY);
    }

    @Test
    void aMailShouldBePutBackWhenItsAttemptBreaks() throws Exception {
        when(delivery.attempt(any())).thenThrow(new IllegalStateException("a bug"));
        run();

        verify(outcomes).putBack(any());
        verify(item).done(CompletionStatus.SUCCESS);
        verify(item, never()).done(CompletionStatus.RETRY);
    }

    @Test
    void aStopShouldHandBackWhatCannotBeStored() throws Exception {
        doThrow(new MailQueueException("disk full")).when(outcomes).handle(any(), any(), anyBoolean());
        doThrow(new MailQueueException("disk full")).when(outcomes).putBack(any());
        pump.start();
        verify(outcomes, timeout(PATIENCE.toMillis())).putBack(any());
        pump.stop();

        assertThat(pump.awaitQuiet(PATIENCE)).isTrue();
        verify(item).done(CompletionStatus.RETRY);
        verify(item, never()).done(CompletionStatus.SUCCESS);
    }

    @Test
    void aStopShouldNotWaitForAMailThatCannotBeFreed() throws Exception {
        doThrow(new IllegalStateException("a bug")).when(outcomes).dispose(any());
        run();
    }

    @Test
    void theQueueShouldBeReadAgainWhenItEndsWithAnError() throws Exception {
        when(queue.deQueue())
                .thenReturn(Flux.error(new MailQueueException("no connection")))
                .thenReturn(Flux.just(item).concatWith(Flux.never()));
        run();

        verify(item).done(CompletionStatus.SUCCESS);
    }
}
