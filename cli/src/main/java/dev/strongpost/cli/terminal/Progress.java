// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One line that says what takes so long, from the third second on, and is gone when it is done. */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLISECONDS = 2_000;
    private static final long NEXT_MILLISECONDS = 500;

    private final PrintWriter err;
    private final String what;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private int written;
    private boolean closed;

    private Progress(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
    }

    /** Starts to wait. */
    @SuppressWarnings("FutureReturnValueIgnored") // no thread waits for a line that may never be written
    static Progress start(PrintWriter err, String what) {
        Progress progress = new Progress(err, what);
        progress.timer.scheduleAtFixedRate(
                progress::write, FIRST_MILLISECONDS, NEXT_MILLISECONDS, TimeUnit.MILLISECONDS);
        return progress;
    }

    private synchronized void write() {
        if (!closed) {
            String line = what + " ... " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s";
            err.print("\r" + line);
            err.flush();
            written = line.length();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.shutdownNow();
        if (written > 0) {
            err.print("\r" + " ".repeat(written) + "\r");
            err.flush();
        }
    }
}
