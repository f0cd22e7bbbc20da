// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import com.google.common.collect.ImmutableList;

/** Everything that a receiver has seen; for any thread. */
final class ReceiverJournal {
    private final List<TranscriptRecorder> connections = new ArrayList<>();
    private final List<ReceivedMail> mails = new ArrayList<>();

    synchronized TranscriptRecorder open() {
        TranscriptRecorder recorder = new TranscriptRecorder(connections.size() + 1);
        connections.add(recorder);
        notifyAll();
        return recorder;
    }

    synchronized void close(TranscriptRecorder recorder) {
        recorder.end();
        notifyAll();
    }

    synchronized void add(ReceivedMail mail) {
        mails.add(mail);
        notifyAll();
    }

    synchronized ImmutableList<ReceivedMail> mails() {
        return ImmutableList.copyOf(mails);
    }

    synchronized ImmutableList<Transcript> transcripts() {
        return connections.stream().map(TranscriptRecorder::snapshot).collect(ImmutableList.toImmutableList());
    }

    synchronized int connections() {
        return connections.size();
    }

    ImmutableList<ReceivedMail> awaitMails(int count, Duration timeout) {
        await(() -> mails.size() >= count, timeout, count + " mails");
        return mails();
    }

    void awaitConnectionsEnded(int count, Duration timeout) {
        await(() -> endedConnections() >= count, timeout, count + " ended connections");
    }

    private long endedConnections() {
        return connections.stream()
                .filter(connection -> connection.snapshot().ended())
                .count();
    }

    private synchronized void await(BooleanSupplier condition, Duration timeout, String what) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError(
                            "No " + what + " within " + timeout + "; have " + mails + " and\n" + transcripts());
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what, e);
        }
    }
}
