// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRetriesHelper;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;
import org.apache.james.util.MimeMessageUtil;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.apache.mailet.ProcessingState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.common.collect.ImmutableListMultimap;

import dev.strongpost.mailets.delivery.DeliveryFailure.Kind;

/** Whatever cannot be stored, no recipient is forgotten. */
class OutcomeHandlerTest {
    private static final DeliveryFailure REFUSED = DeliveryFailure.local(Kind.PERMANENT, "5.1.1", "no such user");
    private static final DeliveryFailure DEFERRED = DeliveryFailure.local(Kind.TRANSIENT, "4.2.1", "later");

    private final MailQueue queue = mock(MailQueue.class);
    private final MailetContext context = mock(MailetContext.class);
    private final RemoteDeliveryConfiguration configuration = mock(RemoteDeliveryConfiguration.class);
    private final OutcomeHandler handler = new OutcomeHandler(
            queue,
            configuration,
            context,
            new Undeliverable(configuration, context, anything -> true, DeliveryEvents.NONE),
            new DelayNotices(context, Duration.ZERO, () -> "here.example", Clock.systemUTC()),
            DeliveryEvents.NONE,
            Clock.systemUTC());
    private final List<String> enqueued = new ArrayList<>();
    private final List<String> bounced = new ArrayList<>();

    @BeforeEach
    void setUp() throws Exception {
        when(configuration.getOnSuccess()).thenReturn(Optional.empty());
        when(configuration.getBounceProcessor()).thenReturn(Optional.of(new ProcessingState("bounces")));
        when(configuration.getDelayTimes()).thenReturn(List.of(Duration.ofMinutes(1)));
        when(configuration.getMaxRetries()).thenReturn(1);
        doAnswer(call -> enqueued.add(recipients(call.getArgument(0))))
                .when(queue)
                .enQueue(any(), any(Duration.class));
        doAnswer(call -> bounced.add(recipients(call.getArgument(0))))
                .when(context)
                .sendMail(any(Mail.class), anyString());
    }

    private static String recipients(Mail mail) {
        return String.join(
                " ",
                mail.getRecipients().stream()
                        .map(MailAddress::asString)
                        .sorted()
                        .toList());
    }

    private static Mail mail(int retries) throws Exception {
        Mail mail = MailImpl.builder()
                .name("mail")
                .sender("a@here.example")
                .addRecipients("refused@open.example", "deferred@open.example")
                .mimeMessage(MimeMessageUtil.mimeMessageFromString("Subject: x\r\n\r\nx\r\n"))
                .build();
        if (retries > 0) {
            mail.setState(Mail.ERROR);
            mail.setAttribute(DeliveryRetriesHelper.makeAttribute(retries));
        }
        return mail;
    }

    private static DeliveryReport report() throws Exception {
        return DeliveryReport.of(
                ImmutableListMultimap.of(),
                Map.of(
                        new MailAddress("refused@open.example"), REFUSED,
                        new MailAddress("deferred@open.example"), DEFERRED));
    }

    private void bouncesCannotBeStored() throws Exception {
        doThrow(new MessagingException("spool full")).when(context).sendMail(any(Mail.class), anyString());
    }

    @Test
    void refusedRecipientsShouldBounceAndDeferredOnesWait() throws Exception {
        handler.handle(mail(0), report(), false);

        assertThat(bounced).containsExactly("refused@open.example");
        assertThat(enqueued).containsExactly("deferred@open.example");
    }

    @Test
    void whatTheQueueDidNotTakeShouldGoBackForThoseWhoStillHaveToGetIt() throws Exception {
        doThrow(new MailQueueException("disk full")).when(queue).enQueue(any(), any(Duration.class));
        Mail mail = mail(0);
        assertThatThrownBy(() -> handler.handle(mail, report(), false)).isInstanceOf(MailQueueException.class);
        List<Duration> delays = new ArrayList<>();
        doAnswer(call -> delays.add(call.getArgument(1)) && enqueued.add(recipients(call.getArgument(0))))
                .when(queue)
                .enQueue(any(), any(Duration.class));
        handler.putBack(mail);

        assertThat(bounced).containsExactly("refused@open.example");
        assertThat(enqueued).containsExactly("deferred@open.example");
        assertThat(delays).allMatch(delay -> delay.compareTo(Duration.ofSeconds(50)) > 0);
        assertThat(DeliveryRetriesHelper.retrieveRetries(mail)).isEqualTo(1);
    }

    @Test
    void allShouldBounceAtTheLastAttempt() throws Exception {
        handler.handle(mail(1), report(), false);

        assertThat(bounced).containsExactlyInAnyOrder("refused@open.example", "deferred@open.example");
        assertThat(enqueued).isEmpty();
    }

    @Test
    void recipientsWhoseBounceCannotBeStoredShouldWait() throws Exception {
        bouncesCannotBeStored();
        handler.handle(mail(0), report(), false);

        assertThat(enqueued).containsExactly("deferred@open.example refused@open.example");
    }

    @Test
    void soTheyShouldAtTheLastAttempt() throws Exception {
        bouncesCannotBeStored();
        handler.handle(mail(1), report(), false);

        assertThat(enqueued).containsExactly("deferred@open.example refused@open.example");
    }

    @Test
    void anAttemptOnRequestShouldBeNoneOfTheSchedule() throws Exception {
        Mail mail = mail(1);
        DueTime.stamp(mail, Instant.now(), Duration.ofHours(1));
        handler.handle(mail, report(), true);

        assertThat(enqueued).containsExactly("deferred@open.example");
        assertThat(DeliveryRetriesHelper.retrieveRetries(mail)).isEqualTo(1);
        assertThat(DueTime.of(mail).orElseThrow().remaining(Instant.now()))
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void aCountFromBeforeShouldNotMatter() throws Exception {
        Mail mail = mail(0);
        mail.setAttribute(DeliveryRetriesHelper.makeAttribute(7));
        handler.handle(mail, report(), false);

        assertThat(enqueued).containsExactly("deferred@open.example");
        assertThat(DeliveryRetriesHelper.retrieveRetries(mail)).isEqualTo(1);
    }
}
