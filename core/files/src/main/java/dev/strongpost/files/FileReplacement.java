// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Replaces a file that holds secrets so that its readers see the old or the new one whole, also after a crash:
 * written beside it, forced to the disk, renamed. A new file can be read by its owner alone; one that takes the place of
 * another has its owner, group and mode, as has the other, which stays as a backup beside it. Two who replace one file
 * at the same time do so one after the other: see {@link ReplacementLock}.
 */
public final class FileReplacement {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OWNER_ONLY = "rw-------";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path target;
    private final Clock clock;

    /** Takes the file; where it is a symbolic link, the file behind it is the one that is replaced. */
    public FileReplacement(Path target, Clock clock) throws FileReplacementException {
        this.clock = clock;
        try {
            this.target = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        } catch (IOException e) {
            throw trouble(target, e);
        }
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws FileReplacementException when there is one, or it cannot be written
     */
    public void create(byte[] content) throws FileReplacementException {
        try {
            Path written = writeBeside(content);
            try {
                place(written, target);
            } finally {
                Files.deleteIfExists(written);
            }
            force(folder());
        } catch (FileAlreadyExistsException e) {
            throw FileReplacementException.conflict(target + " is there already");
        } catch (IOException e) {
            throw trouble(target, e);
        }
    }

    /**
     * Replaces the file.
     *
     * @param old what it is believed to hold
     * @return the backup
     * @throws FileReplacementException when it holds something else by now, another program is changing it, or it cannot
     *     be written; nothing has changed then
     */
    @SuppressWarnings("try") // the lock is had, not used
    public Path replace(byte[] old, byte[] content) throws FileReplacementException {
        try (ReplacementLock lock = ReplacementLock.acquire(target, PATIENCE)) {
            if (!Arrays.equals(Files.readAllBytes(target), old)) {
                throw FileReplacementException.conflict(
                        target + " was changed by another program meanwhile; nothing was written");
            }
            return replaceLocked(content);
        } catch (FileReplacementException e) {
            throw e;
        } catch (IOException e) {
            throw trouble(target, e);
        }
    }

    private Path replaceLocked(byte[] content) throws IOException {
        Path written = writeBeside(content);
        try {
            keepOwner(written);
            Path backup = backUp();
            moveToTarget(written);
            return backup;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /**
     * Puts {@code content} in place of whatever the file holds, without a backup: for what can be had again.
     *
     * @throws FileReplacementException when it cannot be written; nothing has changed then
     */
    public void overwrite(byte[] content) throws FileReplacementException {
        try {
            Path written = writeBeside(content);
            try {
                moveToTarget(written);
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            throw trouble(target, e);
        }
    }

    private void moveToTarget(Path written) throws IOException {
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(folder());
    }

    private Path folder() {
        Path folder = target.getParent();
        return folder == null ? target : folder;
    }

    private Path writeBeside(byte[] content) throws IOException {
        Path file = Files.createTempFile(
                folder(),
                ".strongpost",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** A key store that root renews must stay readable by James, by whatever mode and group it was. */
    private void keepOwner(Path written) throws IOException {
        PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
        PosixFileAttributes current = Files.readAttributes(written, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(written, PosixFileAttributeView.class);
        if (!old.owner().equals(current.owner())) {
            view.setOwner(old.owner());
        }
        if (!old.group().equals(current.group())) {
            view.setGroup(old.group());
        }
        view.setPermissions(
                old.permissions()); // the last: no other user may read it before it is its owner's and group's
    }

    private Path backUp() throws IOException {
        byte[] old = Files.readAllBytes(target);
        Path copy = writeBeside(old);
        try {
            keepOwner(copy);
            return placeFree(copy, target.getFileName() + "." + STAMP.format(clock.instant()) + ".bak");
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private Path placeFree(Path copy, String name) throws IOException {
        Path backup = folder().resolve(name);
        for (int i = 2; Files.exists(backup, LinkOption.NOFOLLOW_LINKS); i++) {
            backup = folder().resolve(name + "." + i); // several in one second
        }
        place(copy, backup);
        return backup;
    }

    /**
     * Gives a file its name, and never that of another. A rename would overwrite; a link does not, where there are
     * links.
     */
    private static void place(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(from, to);
        }
    }

    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every file system forces a folder. The new file is in its place all the same.
        }
    }

    static FileReplacementException trouble(Path file, IOException cause) {
        return FileReplacementException.failed(file + " cannot be written: " + reason(cause) + "; nothing has changed");
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "this user may not";
        }
        return cause instanceof NoSuchFileException ? "its folder does not exist" : String.valueOf(cause.getMessage());
    }
}
