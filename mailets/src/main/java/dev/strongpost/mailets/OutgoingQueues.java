// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailQueueName;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;

import com.google.common.collect.ImmutableSortedMap;

import dev.strongpost.mailets.delivery.DeliveryEngine;

/**
 * The queues of the delivery mailets. Sees to it that each has one of its own: two on one queue take each other's mail,
 * and the other one would send it by its own rules, or by none.
 */
@Singleton
public final class OutgoingQueues {
    private final Set<MailQueueName> claimed = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<MailQueueName, DeliveryEngine> engines = new ConcurrentHashMap<>();

    /** Made by James. */
    @Inject
    public OutgoingQueues() {}

    /**
     * Claims the queue {@code name} for one mailet.
     *
     * @throws MessagingException when another mailet has it, or when it is the one that James's RemoteDelivery uses
     */
    void claim(MailQueueName name) throws MessagingException {
        if (name.equals(RemoteDeliveryConfiguration.DEFAULT_OUTGOING_QUEUE_NAME)) {
            throw new MessagingException(
                    "outgoing: given " + name.asString()
                            + ": allowed any name but that one: James's RemoteDelivery takes mail from it and sends it without these rules");
        }
        if (!claimed.add(name)) {
            throw new MessagingException("outgoing: given " + name.asString()
                    + ": allowed a queue name that no other TlsRemoteDelivery uses: each needs a queue of its own");
        }
    }

    /** Notes that {@code engine} delivers from the queue {@code name}. */
    void setRunning(MailQueueName name, DeliveryEngine engine) {
        engines.put(name, engine);
    }

    /**
     * Has mail tried at once that waits in any of the queues and has one of these recipients, see {@link
     * DeliveryEngine#retryNow}.
     *
     * @return how many mails those are, for each queue, by its name
     * @throws MessagingException when a queue cannot be read or flushed
     */
    public ImmutableSortedMap<String, Long> retryNow(Predicate<MailAddress> recipients) throws MessagingException {
        ImmutableSortedMap.Builder<String, Long> tried = ImmutableSortedMap.naturalOrder();
        for (Map.Entry<MailQueueName, DeliveryEngine> engine : engines.entrySet()) {
            tried.put(engine.getKey().asString(), engine.getValue().retryNow(recipients));
        }
        return tried.build();
    }

    /** Gives the queue {@code name} back. */
    void release(MailQueueName name) {
        engines.remove(name);
        claimed.remove(name);
    }
}
