package dev.strongpost.mailets.delivery;

import dev.strongpost.smtpclient.ConnectionSettings;

/** The limits that a mailet sets to its delivery: connections, and mails in flight. */
public final class DeliveryLimits {

    /**
     * Returns limits.
     *
     * @param mailsInFlight how many mails are taken from the queue before one has to be finished, at least 1
     */
    public static DeliveryLimits of(ConnectionSettings connections, int mailsInFlight) {
        return new DeliveryLimits(connections, mailsInFlight);
    }

    private final ConnectionSettings connections;
    private final int mailsInFlight;

    private DeliveryLimits(ConnectionSettings connections, int mailsInFlight) {
        this.connections = connections;
        this.mailsInFlight = mailsInFlight;
    }

    ConnectionSettings connections() {
        return connections;
    }

    int mailsInFlight() {
        return mailsInFlight;
    }
}
