// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import javax.annotation.Nullable;

/**
 * The right to change one file, which one thread of one process has at a time: from reading it to replacing it. The lock
 * is on a file of its own beside it ({@code .keystore.lock}), which stays. A lock on the file itself would be given up
 * as soon as anything in this process closes another descriptor of it (POSIX), and would be on what was replaced
 * already.
 */
public final class ReplacementLock implements Closeable {
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();
    private static final long PAUSE_MILLISECONDS = 20;

    private final ReentrantLock threads;

    /** Absent where this thread has the lock already. */
    @Nullable
    private final FileChannel channel;

    private ReplacementLock(ReentrantLock threads, @Nullable FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /**
     * Returns the right to change {@code file}, which may not exist yet; where it is a symbolic link, the file behind it.
     * A thread may have it several times.
     *
     * @throws FileReplacementException when others have it for longer than {@code patience}, or the lock cannot be made
     */
    public static ReplacementLock acquire(Path file, Duration patience) throws FileReplacementException {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            Path target = Files.exists(file)
                    ? file.toRealPath()
                    : file.toAbsolutePath().normalize();
            Path place = target.resolveSibling("." + target.getFileName() + ".lock");
            ReentrantLock threads = IN_THIS_JVM.computeIfAbsent(place, any -> new ReentrantLock());
            if (!threads.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw taken(file);
            }
            return threads.getHoldCount() > 1
                    ? new ReplacementLock(threads, null)
                    : locked(file, place, threads, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw taken(file);
        } catch (FileReplacementException e) {
            throw e;
        } catch (IOException e) {
            throw FileReplacement.trouble(file, e);
        }
    }

    private static FileReplacementException taken(Path file) {
        return FileReplacementException.failed(file + " is being changed by another program; nothing was written");
    }

    private static ReplacementLock locked(Path file, Path place, ReentrantLock threads, long deadline)
            throws IOException, InterruptedException {
        FileChannel opened = null;
        boolean done = false;
        try {
            opened = open(place);
            FileLock lock = opened.tryLock();
            while (lock == null) {
                if (System.nanoTime() >= deadline) {
                    throw taken(file);
                }
                Thread.sleep(PAUSE_MILLISECONDS);
                lock = opened.tryLock();
            }
            done = true;
            return new ReplacementLock(threads, opened);
        } finally {
            if (!done) {
                threads.unlock();
                if (opened != null) {
                    opened.close();
                }
            }
        }
    }

    /** Never follows a link that somebody has put there. */
    private static FileChannel open(Path place) throws IOException {
        try {
            Files.createFile(place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // of an earlier change
        }
        return FileChannel.open(place, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Gives the right back, if this was the first. */
    @Override
    public void close() throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            threads.unlock();
        }
    }
}
