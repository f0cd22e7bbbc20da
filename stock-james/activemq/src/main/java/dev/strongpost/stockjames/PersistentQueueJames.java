// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.stockjames;

import javax.jms.ConnectionFactory;

import org.apache.activemq.store.PersistenceAdapter;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.james.ExtraProperties;
import org.apache.james.FakeSearchMailboxModule;
import org.apache.james.JamesServerMain;
import org.apache.james.MemoryJamesConfiguration;
import org.apache.james.MemoryJamesServerMain;
import org.apache.james.queue.activemq.ActiveMQMailQueueFactory;
import org.apache.james.queue.activemq.EmbeddedActiveMQ;
import org.apache.james.queue.activemq.metric.ActiveMQMetricCollector;
import org.apache.james.queue.activemq.metric.ActiveMQMetricCollectorNoop;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;

/**
 * James's memory app with the queues of its JPA app: ActiveMQ's, on disk below {@code var/store/activemq}. Users,
 * domains and mailboxes are as short-lived as before; what is in the spool and in the outgoing queues is not.
 */
public final class PersistentQueueJames {
    private PersistentQueueJames() {}

    /** Starts it, in the working directory that {@code -Dworking.directory} names. */
    public static void main(String[] arguments) throws Exception {
        ExtraProperties.initialize();
        MemoryJamesConfiguration configuration = MemoryJamesConfiguration.builder()
                .useWorkingDirectoryEnvProperty()
                .build();
        JamesServerMain.main(MemoryJamesServerMain.createServer(configuration)
                .combineWith(new FakeSearchMailboxModule())
                .overrideWith(new ActiveMqQueues()));
    }

    /** Takes the place of the queues in memory. */
    private static final class ActiveMqQueues extends AbstractModule {
        @Override
        protected void configure() {
            bind(PersistenceAdapter.class).to(KahaDBPersistenceAdapter.class);
            bind(KahaDBPersistenceAdapter.class).in(Scopes.SINGLETON);
            bind(EmbeddedActiveMQ.class).in(Scopes.SINGLETON);
            bind(ActiveMQMetricCollector.class).to(ActiveMQMetricCollectorNoop.class);
        }

        @Provides
        @Singleton
        ConnectionFactory connections(EmbeddedActiveMQ broker) {
            return broker.getConnectionFactory();
        }

        @Provides
        @Singleton
        MailQueueFactory<? extends ManageableMailQueue> manageable(ActiveMQMailQueueFactory factory) {
            factory.init();
            return factory;
        }

        @Provides
        @Singleton
        MailQueueFactory<?> any(MailQueueFactory<? extends ManageableMailQueue> factory) {
            return factory;
        }

        @Provides
        @Singleton
        MailQueueFactory<? extends MailQueue> plain(MailQueueFactory<? extends ManageableMailQueue> factory) {
            return factory;
        }
    }
}
