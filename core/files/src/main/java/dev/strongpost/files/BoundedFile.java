// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.strongpost.text.InvalidValueException;

/** A file read whole, up to a limit; or in a few words why it cannot be. */
public final class BoundedFile {
    private BoundedFile() {}

    /**
     * Returns the bytes of {@code file}.
     *
     * @param largest the most bytes that it may have
     * @param what it should be, for the message: {@code a readable file of rules}
     * @throws InvalidValueException with what is wrong, such as {@code which does not exist}, and what is allowed
     */
    public static byte[] read(Path file, long largest, String what) throws InvalidValueException {
        try {
            if (Files.isDirectory(file)) {
                throw new InvalidValueException("which is a directory", what);
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new InvalidValueException("which is a device or a pipe", what); // may block, may never end
            }
            long size = Files.size(file);
            if (size > largest) {
                throw new InvalidValueException("of " + size + " bytes", "at most " + largest + " bytes");
            }
            return readAll(file, (int) size);
        } catch (NoSuchFileException e) {
            throw new InvalidValueException("which does not exist", what);
        } catch (AccessDeniedException e) {
            throw new InvalidValueException("which this user may not read", what);
        } catch (IOException e) {
            throw new InvalidValueException("which cannot be read (" + e + ")", what);
        }
    }

    private static byte[] readAll(Path file, int size) throws IOException, InvalidValueException {
        byte[] content = new byte[size];
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(content, 0, size) < size || in.read() >= 0) {
                throw new InvalidValueException("which changed while it was read", "a file at rest");
            }
        }
        return content;
    }
}
