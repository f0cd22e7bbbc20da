package dev.strongpost.policy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The bytes of a file of rules, or in one sentence why there are none. */
final class PolicyFile {
    /** A million rules take a tenth of it. */
    static final long LARGEST = 256L << 20;

    /** Leaves room for the reason within what a message quotes. */
    private static final int LONGEST_PATH = 60;

    private static final String ALLOWED = "a readable file of rules";

    private PolicyFile() {}

    static byte[] read(Path file) throws PolicyException {
        try {
            if (Files.isDirectory(file)) {
                throw refuse(file, "which is a directory", ALLOWED);
            }
            if (Files.size(file) > LARGEST) {
                throw refuse(file, "of " + Files.size(file) + " bytes", "at most " + LARGEST + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw refuse(file, "which does not exist", ALLOWED);
        } catch (AccessDeniedException e) {
            throw refuse(file, "which this user may not read", ALLOWED);
        } catch (IOException e) {
            throw refuse(file, "which cannot be read (" + e + ")", ALLOWED);
        }
    }

    private static PolicyException refuse(Path file, String what, String allowed) {
        String given = endOf(file.toAbsolutePath().toString()) + ", " + what;
        return new PolicyException(PolicyError.of(file.toString(), 0, "file", given, allowed));
    }

    /** Of a long path the end says more than the beginning, and what is wrong with it says most. */
    private static String endOf(String path) {
        return path.length() <= LONGEST_PATH ? path : "..." + path.substring(path.length() - LONGEST_PATH);
    }
}
