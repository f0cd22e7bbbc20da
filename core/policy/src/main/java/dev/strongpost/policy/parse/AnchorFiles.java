// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multimaps;

import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.parse.KeyMaterial;
import dev.strongpost.files.BoundedFile;
import dev.strongpost.files.FileStamp;
import dev.strongpost.text.InvalidValueException;
import dev.strongpost.text.UtcDay;

/**
 * The files of trust anchors that the rules of one table name ({@code ca=}): PEM, or DER, below the folder of the
 * table. Each is read once however many rules name it. Not thread-safe; one per load.
 */
public final class AnchorFiles {
    /** The certificates of every authority that browsers know take a quarter of it. */
    public static final long LARGEST = 1L << 20;

    private static final String ALLOWED = "a file of trust anchors in PEM";

    /** What one file came to: anchors, or why there are none. */
    private static final class Outcome {
        final ImmutableList<X509Certificate> valid;
        final ImmutableList<X509Certificate> expired;
        final ImmutableList<InvalidValueException> refusal;

        Outcome(ImmutableList<X509Certificate> valid, ImmutableList<X509Certificate> expired) {
            this.valid = valid;
            this.expired = expired;
            this.refusal = ImmutableList.of();
        }

        Outcome(InvalidValueException refusal) {
            this.valid = ImmutableList.of();
            this.expired = ImmutableList.of();
            this.refusal = ImmutableList.of(refusal);
        }
    }

    private final Path folder;
    private final Clock clock;
    private final Map<Path, Outcome> outcomes = new HashMap<>();
    private final Map<Path, Optional<FileStamp>> stamps = new HashMap<>();
    private final Map<String, TrustAnchors> anchors = new HashMap<>();

    /** Takes the folder that relative paths start from, and the clock that tells what has expired. */
    AnchorFiles(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Returns the folder of the table called {@code sourceName}; the working directory for one that is no path. */
    static Path folderOf(String sourceName) {
        try {
            Path parent = Path.of(sourceName).toAbsolutePath().getParent();
            return parent == null ? Path.of("") : parent;
        } catch (InvalidPathException e) {
            return Path.of("");
        }
    }

    /**
     * Returns the anchors in the file that a rule calls {@code written}, expired ones left out.
     *
     * @throws InvalidValueException when it is absent, unreadable, above 1 MiB, or holds no certificate, anything else,
     *     or expired ones alone
     */
    TrustAnchors read(String written) throws InvalidValueException {
        TrustAnchors known = anchors.get(written);
        if (known != null) {
            return known;
        }
        Outcome outcome = outcomes.computeIfAbsent(resolve(written), this::load);
        if (!outcome.refusal.isEmpty()) {
            throw outcome.refusal.get(0);
        }
        TrustAnchors read = TrustAnchors.of(written, outcome.valid, outcome.expired);
        anchors.put(written, read);
        return read;
    }

    /** Returns the files that were asked for so far, good or bad, and what each looked like before it was read. */
    public ImmutableMap<Path, Optional<FileStamp>> stamps() {
        return ImmutableMap.copyOf(stamps);
    }

    private Path resolve(String written) throws InvalidValueException {
        try {
            return folder.resolve(written).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidValueException("which is no path", ALLOWED);
        }
    }

    private Outcome load(Path file) {
        // The stamp comes first: a change while the file is read then looks like one that came after.
        stamps.put(file, FileStamp.of(file));
        try {
            return outcome(certificates(BoundedFile.read(file, LARGEST, "a readable file of trust anchors in PEM")));
        } catch (InvalidValueException e) {
            return new Outcome(e);
        }
    }

    private static ImmutableList<X509Certificate> certificates(byte[] content) throws InvalidValueException {
        try {
            return KeyMaterial.anchors(content).certificates();
        } catch (KeyMaterialException e) {
            String sentence = String.valueOf(e.getMessage());
            throw new InvalidValueException(
                    sentence.startsWith("it ") ? "which " + sentence.substring(3) : "which cannot be used: " + sentence,
                    ALLOWED);
        }
    }

    private Outcome outcome(ImmutableList<X509Certificate> certificates) throws InvalidValueException {
        Instant now = clock.instant();
        ImmutableListMultimap<Boolean, X509Certificate> byExpiry =
                Multimaps.index(certificates, certificate -> end(certificate).isBefore(now));
        ImmutableList<X509Certificate> expired = byExpiry.get(true);
        if (expired.size() == certificates.size()) {
            Instant last = expired.stream()
                    .map(AnchorFiles::end)
                    .max(Comparator.naturalOrder())
                    .orElse(now);
            throw new InvalidValueException(
                    "whose " + (expired.size() == 1 ? "certificate" : "last certificate") + " expired on "
                            + UtcDay.of(last),
                    "at least one certificate that is valid today");
        }
        return new Outcome(byExpiry.get(false), expired);
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}
