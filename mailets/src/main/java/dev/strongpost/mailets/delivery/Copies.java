// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.Collection;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.mailet.Mail;

/** Copies of a mail for some of its recipients. */
final class Copies {

    /** What is done with a copy. */
    interface Use {
        void accept(Mail copy) throws MessagingException;
    }

    private Copies() {}

    /** Makes a copy of {@code mail} to {@code recipients}, has it used, and frees it. */
    static void send(Mail mail, Collection<MailAddress> recipients, Use use) throws MessagingException {
        Mail copy = mail.duplicate();
        try {
            copy.setRecipients(recipients);
            use.accept(copy);
        } finally {
            LifecycleUtil.dispose(copy);
        }
    }
}
