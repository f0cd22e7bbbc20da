// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.Hashing;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.files.FileReplacement;
import dev.strongpost.files.FileReplacementException;
import dev.strongpost.text.InvalidValueException;

/**
 * Policies on disk, a file for each domain, so that a policy that was seen once holds as long as it says (RFC 8461 section
 * 5.1), across restarts; the latest in memory as well. What cannot be written is kept in memory alone; a file that is
 * damaged is none. Thread-safe.
 */
public final class PolicyStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(PolicyStore.class);
    private static final long LARGEST_FILE = 2L * HttpsPolicyFetcher.LARGEST;

    /** In units of a host of a policy, a hundred octets or so: some tens of megabytes. */
    private static final long MOST_IN_MEMORY = 300_000;

    private static final int WEIGHT_OF_ENTRY = 5;
    private static final Duration LONGEST =
            Duration.ofSeconds(StsPolicy.LONGEST_AGE_SECONDS).plusDays(1);

    private final Optional<Path> folder;
    private final Clock clock;
    private final Cache<String, Optional<StoredPolicy>> recent = CacheBuilder.newBuilder()
            .maximumWeight(MOST_IN_MEMORY)
            .weigher(PolicyStore::weight)
            .build();

    private PolicyStore(Optional<Path> folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    private static int weight(String domain, Optional<StoredPolicy> policy) {
        return WEIGHT_OF_ENTRY
                + policy.map(kept -> kept.policy().hosts().size()).orElse(0);
    }

    /**
     * Returns the store in that folder, which is made, for its owner alone, where it is not there yet. Files that are
     * older than any policy may be are deleted.
     */
    public static PolicyStore in(Path folder, Clock clock) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        tidy(folder, clock.instant().minus(LONGEST));
        return new PolicyStore(Optional.of(folder), clock);
    }

    /** Returns a store that keeps nothing on disk. */
    public static PolicyStore inMemory(Clock clock) {
        return new PolicyStore(Optional.empty(), clock);
    }

    private static void tidy(Path folder, Instant oldest) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Returns the policy kept for {@code domain}, live or not; empty for none. May read a file. */
    Optional<StoredPolicy> find(String domain) {
        Optional<StoredPolicy> known = recent.getIfPresent(domain);
        if (known != null) {
            return known;
        }
        Optional<StoredPolicy> read = file(domain).filter(Files::exists).flatMap(PolicyStore::read);
        recent.put(domain, read);
        return read;
    }

    private static Optional<StoredPolicy> read(Path file) {
        try {
            byte[] content = BoundedFile.read(file, LARGEST_FILE, "a policy of this store");
            return StoredPolicy.ofFile(new String(content, StandardCharsets.UTF_8));
        } catch (InvalidValueException e) {
            LOGGER.warn("{} cannot be read", file);
            return Optional.empty();
        }
    }

    /** Keeps {@code policy}, whose text is {@code text}, for {@code domain}, in place of another. Writes a file. */
    void keep(String domain, StoredPolicy policy, String text) {
        recent.put(domain, Optional.of(policy));
        file(domain).ifPresent(file -> write(domain, file, policy.toFile(text)));
    }

    private void write(String domain, Path file, String content) {
        try {
            new FileReplacement(file, clock).overwrite(content.getBytes(StandardCharsets.UTF_8));
        } catch (FileReplacementException e) {
            LOGGER.warn("The MTA-STS policy of {} is kept in memory alone", domain, e);
        }
    }

    /** A name may be as long as a file name may not: a long one is cut, and told apart by its digest. */
    private Optional<Path> file(String domain) {
        String digest =
                Hashing.sha256().hashString(domain, StandardCharsets.UTF_8).toString();
        String name = domain.substring(0, Math.min(domain.length(), 100)) + "-" + digest.substring(0, 16);
        return folder.map(directory -> directory.resolve(name));
    }
}
