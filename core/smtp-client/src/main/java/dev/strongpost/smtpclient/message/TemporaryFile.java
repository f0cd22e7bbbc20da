// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.message;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for the eyes of this process alone: made with mode 0600, and without a name from the moment it is open, where
 * the system can do that. No crash leaves it behind. Read by any number of threads, each at its own position.
 */
public final class TemporaryFile implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TemporaryFile.class);
    private static final int BUFFER = 32 * 1024;

    private final FileChannel channel;

    private TemporaryFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates an empty file in the directory that the JVM has for them. */
    static TemporaryFile create() throws IOException {
        Path path = Files.createTempFile("strongpost-", ".eml");
        try {
            return new TemporaryFile(FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** Returns a buffered stream to the end of the file. */
    OutputStream output() {
        return new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /** Returns the length in bytes. */
    public long length() throws IOException {
        return channel.size();
    }

    /**
     * Reads at {@code position} until {@code target} is full or the file ends. Blocks on the disk: not for an event
     * loop.
     */
    public void read(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOGGER.warn("a temporary file could not be closed", e);
        }
    }
}
