// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A stock Apache James, memory flavour, in a process of its own: its own class path and main class, configured by files
 * and extended by {@code extensions-jars/} alone, as an administrator would. Several may run at once.
 */
public final class StockJames implements Closeable {
    /** The password of every user that {@link #addUser} makes. */
    public static final String PASSWORD = "secret";

    static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final int POLL_MILLISECONDS = 100;
    private static final int GREETING_MILLISECONDS = 5_000;

    private volatile JamesProcess process;
    private final JamesAddresses addresses;
    private final Webadmin webadmin;

    private StockJames(JamesProcess process, JamesAddresses addresses) {
        this.process = process;
        this.addresses = addresses;
        this.webadmin = new Webadmin(addresses.webadmin());
    }

    static StockJames started(JamesProcess process, JamesAddresses addresses) {
        StockJames james = new StockJames(process, addresses);
        james.awaitStart();
        return james;
    }

    private void awaitStart() {
        try {
            await(() -> !process.isAlive() || isUp(), START_PATIENCE, "greeting");
            if (!process.isAlive()) {
                throw new IllegalStateException("James ended while starting\n" + process.log());
            }
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** Ends it by SIGKILL, at once. */
    public void kill() {
        process.kill();
    }

    /** Ends it by SIGTERM, and returns how long it took; after {@code patience} by SIGKILL. */
    public Duration stop(Duration patience) {
        return process.stop(patience);
    }

    /**
     * Starts it again, once it has ended, in the same directory and at the same addresses, and waits until its SMTP port
     * greets. What it had in memory is gone.
     */
    public void startAgain() {
        process = process.again();
        awaitStart();
    }

    /** Returns where it takes mail; loopback may relay through it. */
    public InetSocketAddress smtpAddress() {
        return addresses.smtp();
    }

    /** Returns where its mailboxes are read, in cleartext. */
    public InetSocketAddress imapAddress() {
        return addresses.imap();
    }

    /** Returns its webadmin. */
    public Webadmin webadmin() {
        return webadmin;
    }

    /** Makes a domain local. */
    public StockJames addDomain(String domain) {
        webadmin.put("/domains/" + domain, "");
        return this;
    }

    /** Makes a user of a local domain, with {@link #PASSWORD}. */
    public StockJames addUser(String address) {
        webadmin.put("/users/" + address, "{\"password\":\"" + PASSWORD + "\"}");
        return this;
    }

    /** Returns a client that sends through its SMTP port. */
    public MailClient mailClient() {
        return new MailClient(smtpAddress());
    }

    /** Returns the mailbox of one of its users. */
    public Mailbox mailbox(String address) {
        return new Mailbox(imapAddress(), address, PASSWORD);
    }

    /** Returns a file of its {@code conf/}, which may be edited while it runs. */
    public Path configurationFile(String name) {
        return process.directory().conf(name);
    }

    /** Returns everything it has logged so far. */
    public String log() {
        return process.log();
    }

    /** Returns the file that the log goes to. */
    public Path logFile() {
        return process.directory().log();
    }

    /**
     * Waits until a line of the log contains the text.
     *
     * @throws IllegalStateException with the log when none does in time
     */
    public void awaitLogLine(String text, Duration patience) {
        await(() -> log().contains(text), patience, "log line with \"" + text + "\"");
    }

    /** Ends it and returns when it is gone. Its directory stays. */
    @Override
    public void close() {
        process.close();
    }

    // SMTP listens a little before everything else is up, so the log has the last word.
    private boolean isUp() {
        return process.log().contains("JAMES server started") && greets();
    }

    private boolean greets() {
        try (Socket socket =
                new Socket(smtpAddress().getAddress(), smtpAddress().getPort())) {
            socket.setSoTimeout(GREETING_MILLISECONDS);
            byte[] code = socket.getInputStream().readNBytes(3);
            return new String(code, StandardCharsets.US_ASCII).equals("220");
        } catch (IOException e) {
            return false;
        }
    }

    private void await(BooleanSupplier condition, Duration patience, String what) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("No " + what + " within " + patience + "\n" + log());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + what, e);
            }
        }
    }
}
