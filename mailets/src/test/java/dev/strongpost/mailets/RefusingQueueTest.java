// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueue.MailQueueException;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.api.RawMailQueueItemDecoratorFactory;
import org.apache.james.queue.memory.MemoryMailQueueFactory;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.mailets.delivery.DeliveryFixture;

class RefusingQueueTest {
    @TempDir
    private Path directory;

    /** Queues that take one mail each and refuse the next. */
    private static final class FullAfterOne extends MemoryMailQueueFactory {
        private final List<String> stored = new ArrayList<>();

        private FullAfterOne() {
            super(new RawMailQueueItemDecoratorFactory());
        }

        @Override
        public MemoryCacheableMailQueue createQueue(MailQueueName name, PrefetchCount count) {
            return new MemoryCacheableMailQueue(name, new RawMailQueueItemDecoratorFactory(), Clock.systemUTC()) {
                @Override
                public void enQueue(Mail mail, Duration delay) throws MailQueueException {
                    if (!stored.isEmpty()) {
                        throw new MailQueueException("full");
                    }
                    mail.getRecipients().forEach(recipient -> stored.add(recipient.asString()));
                }
            };
        }
    }

    @Test
    void everyRecipientThatIsNotStoredShouldBeLeftToJames() throws Exception {
        FullAfterOne queues = new FullAfterOne();
        try (DeliveryFixture delivery = new DeliveryFixture(directory, queues)) {
            delivery.start();
            MailImpl mail = delivery.mail(
                    "a@here.example", "\r\nhello\r\n", "b@one.example", "c@two.example", "d@three.example");
            String name = mail.getName();

            assertThatThrownBy(() -> delivery.mailet().service(mail)).hasMessage("full");

            List<String> left =
                    mail.getRecipients().stream().map(MailAddress::asString).toList();
            assertThat(queues.stored).hasSize(1).doesNotContainAnyElementsOf(left);
            assertThat(left).hasSize(2);
            assertThat(mail.getName()).isEqualTo(name);
            mail.dispose();
        }
    }
}
