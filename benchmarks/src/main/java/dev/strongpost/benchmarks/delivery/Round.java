// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.delivery;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import javax.annotation.Nullable;

import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.queue.memory.MemoryMailQueueFactory.MemoryCacheableMailQueue;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.mailet.Mailet;
import org.apache.mailet.MailetConfig;
import org.apache.mailet.MailetContext;

import dev.strongpost.benchmarks.process.Figures;
import dev.strongpost.benchmarks.receiver.Hosts;

/** One turn: a queue that is filled, a mailet that is started on it, and both thrown away. */
final class Round {
    private static final MailQueueName QUEUE = MailQueueName.of(Contender.QUEUE);

    private final Contender contender;
    private final Map<String, String> parameters;
    private final JamesParts james;
    private final MemoryCacheableMailQueue queue;
    private @Nullable Mailet mailet;

    Round(Contender contender, Path directory, Hosts hosts, Map<String, String> more) throws Exception {
        this.contender = contender;
        this.parameters = contender.parameters(directory);
        parameters.putAll(more);
        this.james = new JamesParts(hosts);
        this.queue = james.queues().createQueue(QUEUE);
    }

    void fill(Load load) throws Exception {
        List<MailAddress> recipients = new ArrayList<>();
        for (int destination : load.served()) {
            recipients.add(new MailAddress("someone@" + Hosts.domain(destination)));
        }
        byte[] message = Messages.ofSize(load.octets());
        for (int i = 0; i < load.messages(); i++) {
            enqueue("mail" + i, recipients.get(i % recipients.size()), message);
        }
    }

    private void enqueue(String name, MailAddress recipient, byte[] message) throws Exception {
        MailImpl mail = MailImpl.builder()
                .name(name)
                .sender("sender@james.example")
                .addRecipient(recipient)
                .build();
        mail.setMessageContent(MimeMessageInputStreamSource.create(name, new ByteArrayInputStream(message)));
        queue.enQueue(mail);
        LifecycleUtil.dispose(mail);
    }

    /** Starts the mailet and returns when that was, in milliseconds of the epoch. */
    Figures start() throws Exception {
        long now = System.currentTimeMillis();
        mailet = contender.make(james);
        mailet.init(new Configuration(parameters, james.context()));
        return new Figures(Map.of("at", now));
    }

    /**
     * Returns when the queue was seen to be empty, 0 when it is not within {@code millis}; and how many mails bounced.
     */
    Figures awaitEmpty(long millis) throws Exception {
        long end = System.currentTimeMillis() + millis;
        while (queue.getSize() > 0 && System.currentTimeMillis() < end) {
            Thread.sleep(2);
        }
        long emptyAt = queue.getSize() > 0 ? 0 : System.currentTimeMillis();
        return new Figures(Map.of("emptyAt", emptyAt, "bounced", james.spool().getSize()));
    }

    void stop() throws Exception {
        if (mailet != null) {
            mailet.destroy();
        }
        queue.close();
    }

    /** What James would read from {@code mailetcontainer.xml}. */
    private record Configuration(Map<String, String> parameters, MailetContext context) implements MailetConfig {
        @Override
        public @Nullable String getInitParameter(String name) {
            return parameters.get(name);
        }

        @Override
        public Iterator<String> getInitParameterNames() {
            return parameters.keySet().iterator();
        }

        @Override
        public MailetContext getMailetContext() {
            return context;
        }

        @Override
        public String getMailetName() {
            return "benchmark";
        }
    }
}
