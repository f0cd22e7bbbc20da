// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import javax.mail.Folder;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Store;

/** The INBOX of one user, read over IMAP. Each look is a connection of its own. */
public final class Mailbox {
    private static final int POLL_MILLISECONDS = 100;

    private static final int LOOKS = 3;

    private final InetSocketAddress server;
    private final String user;
    private final String password;

    Mailbox(InetSocketAddress server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    /**
     * Returns what lies in it now, oldest first. A look that fails is repeated, {@value #LOOKS} times in all: a message
     * that is being stored at that moment can break it.
     */
    public List<MailboxMessage> messages() {
        for (int i = 1; i < LOOKS; i++) {
            try {
                return look();
            } catch (IllegalStateException | UncheckedIOException e) {
                pause();
            }
        }
        return look();
    }

    private List<MailboxMessage> look() {
        Session session = Session.getInstance(properties());
        try (Store store = session.getStore("imap")) {
            store.connect(user, password);
            return inbox(store);
        } catch (MessagingException e) {
            throw new IllegalStateException("Cannot read the mailbox of " + user, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the mailbox of " + user, e);
        }
    }

    /**
     * Waits until so many messages lie in it and returns all of them.
     *
     * @throws AssertionError with what there is when they do not come in time
     */
    public List<MailboxMessage> awaitMessages(int count, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<MailboxMessage> found = messages();
        while (found.size() < count && System.nanoTime() < deadline) {
            pause();
            found = messages();
        }
        if (found.size() >= count) {
            return found;
        }
        throw new AssertionError(user + " has not " + count + " messages after " + patience + ", but " + found);
    }

    private static List<MailboxMessage> inbox(Store store) throws MessagingException, IOException {
        try (Folder inbox = store.getFolder("INBOX")) {
            List<MailboxMessage> messages = new ArrayList<>();
            if (!inbox.exists()) {
                return messages;
            }
            inbox.open(Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                message.writeTo(octets);
                messages.add(MailboxMessage.parse(octets.toByteArray()));
            }
            return messages;
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.host", server.getAddress().getHostAddress());
        properties.setProperty("mail.imap.port", Integer.toString(server.getPort()));
        properties.setProperty("mail.imap.connectiontimeout", "10000");
        properties.setProperty("mail.imap.timeout", "30000");
        return properties;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for mail of " + user, e);
        }
    }
}
