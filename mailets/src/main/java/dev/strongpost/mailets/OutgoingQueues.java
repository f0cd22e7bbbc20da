// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.inject.Inject;
import javax.inject.Singleton;
import javax.mail.MessagingException;

import org.apache.james.queue.api.MailQueueName;
import org.apache.james.transport.mailets.remote.delivery.RemoteDeliveryConfiguration;

/**
 * Sees to it that each delivery mailet has a queue of its own. Two on one queue take each other's mail, and the other
 * one would send it by its own rules, or by none.
 */
@Singleton
public final class OutgoingQueues {
    private final Set<MailQueueName> claimed = ConcurrentHashMap.newKeySet();

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

    /** Gives the queue {@code name} back. */
    void release(MailQueueName name) {
        claimed.remove(name);
    }
}
