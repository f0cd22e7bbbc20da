// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.strongpost.smtpclient.protocol.Capabilities;
import dev.strongpost.smtpclient.protocol.SmtpCommands;

/**
 * A recipient of an {@link Envelope}, and what its sender asked about notifications (RFC 3461 sections 4.1 and 4.2).
 * Immutable.
 */
public final class EnvelopeRecipient {
    private final String address;
    private final Optional<String> notifyOn;
    private final Optional<String> originalRecipient;

    private EnvelopeRecipient(String address, Optional<String> notifyOn, Optional<String> originalRecipient) {
        this.address = address;
        this.notifyOn = notifyOn;
        this.originalRecipient = originalRecipient;
    }

    /**
     * Returns the recipient {@code address}, without angle brackets.
     *
     * @param notifyOn the value of NOTIFY: {@code NEVER}, or a list of {@code SUCCESS}, {@code FAILURE} and {@code
     *     DELAY}
     * @param originalRecipient the value of ORCPT as it goes over the wire: {@code rfc822;a+2Bb@example.org}
     */
    public static EnvelopeRecipient of(String address, Optional<String> notifyOn, Optional<String> originalRecipient) {
        return new EnvelopeRecipient(address, notifyOn, originalRecipient);
    }

    /** Returns the recipient {@code address}, of whom the sender asked nothing. */
    public static EnvelopeRecipient of(String address) {
        return of(address, Optional.empty(), Optional.empty());
    }

    /** Returns the address without angle brackets. */
    public String address() {
        return address;
    }

    /** Tells whether the recipient can be named to a server: an address with a control character cannot. */
    boolean isSendable() {
        return SmtpCommands.canBeSent(address);
    }

    /** Returns the RCPT command for a server with {@code capabilities}. */
    String rcptCommand(Capabilities capabilities) {
        List<String> parameters = new ArrayList<>();
        parameters.add(SmtpCommands.path("TO:", address));
        if (capabilities.has("DSN")) {
            notifyOn.ifPresent(conditions -> parameters.add("NOTIFY=" + conditions));
            originalRecipient.ifPresent(original -> parameters.add("ORCPT=" + original));
        }
        return SmtpCommands.line("RCPT", parameters);
    }

    @Override
    public String toString() {
        return address;
    }
}
