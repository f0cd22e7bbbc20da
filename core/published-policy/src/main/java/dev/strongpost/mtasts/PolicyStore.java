// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.Hashing;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.text.InvalidValueException;

/**
 * Policies on disk, a file for each domain, so that a policy that was seen once holds as long as it says (RFC 8461 section
 * 5.1), across restarts; the latest in memory as well. What cannot be written is kept in memory alone; a file that is
 * damaged is none. Thread-safe.
 */
public final class PolicyStore {
    private static final Logger LOGGER = LoggerFactory.getLogger(PolicyStore.class);
    private static final long LARGEST_FILE = 2L * HttpsPolicyFetcher.LARGEST;
    private static final int MOST_IN_MEMORY = 10_000;

    private final Path folder;
    private final Cache<String, Optional<StoredPolicy>> recent =
            CacheBuilder.newBuilder().maximumSize(MOST_IN_MEMORY).build();

    private PolicyStore(Path folder) {
        this.folder = folder;
    }

    /** Returns the store in that folder, which is made, for its owner alone, where it is not there yet. */
    public static PolicyStore in(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new PolicyStore(folder);
    }

    /** Returns the policy kept for {@code domain}, live or not; empty for none. May read a file. */
    Optional<StoredPolicy> find(String domain) {
        Optional<StoredPolicy> known = recent.getIfPresent(domain);
        if (known != null) {
            return known;
        }
        Optional<StoredPolicy> read = read(domain);
        recent.put(domain, read);
        return read;
    }

    private Optional<StoredPolicy> read(String domain) {
        Path file = file(domain);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] content = BoundedFile.read(file, LARGEST_FILE, "a policy of this store");
            return StoredPolicy.ofFile(new String(content, StandardCharsets.UTF_8));
        } catch (InvalidValueException e) {
            LOGGER.warn("{} cannot be read", file);
            return Optional.empty();
        }
    }

    /** Keeps {@code policy} for {@code domain}, in place of another. Writes a file. */
    void keep(String domain, StoredPolicy policy) {
        recent.put(domain, Optional.of(policy));
        try {
            Path written = Files.createTempFile(folder, "new", ".tmp");
            Files.writeString(written, policy.toFile());
            Files.move(written, file(domain), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOGGER.warn("The MTA-STS policy of {} is kept in memory alone", domain, e);
        }
    }

    /** A name may be as long as a file name may not: a long one is cut, and told apart by its digest. */
    private Path file(String domain) {
        String digest =
                Hashing.sha256().hashString(domain, StandardCharsets.UTF_8).toString();
        return folder.resolve(domain.substring(0, Math.min(domain.length(), 100)) + "-" + digest.substring(0, 16));
    }
}
