// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.strongpost.text.Sanitizer;

/**
 * Translates the rules of another mail system into a policy table. Each rule that is written is at least as strict as
 * the one it comes from; one that cannot be said so is left out, and every difference is reported with its line. No
 * input makes it throw. Time and memory are linear in the size of the input. Immutable, and free to be shared between
 * threads.
 */
public final class PolicyImport {
    /** As large as a policy table may be. */
    private static final long LARGEST = 256L << 20;

    private static final char SLASH = '/';

    private final Source source;
    private final long largest;

    private PolicyImport(Source source, long largest) {
        this.source = source;
        this.largest = largest;
    }

    /** Returns the import of the rules of {@code source}. */
    public static PolicyImport from(Source source) {
        return new PolicyImport(source, LARGEST);
    }

    /** Returns the same import with another bound on what is read and written. */
    PolicyImport withLargest(long bytes) {
        return new PolicyImport(source, bytes);
    }

    /**
     * Returns what becomes of the rules in that file. One above 256 MiB is not read, but reported.
     *
     * @throws IOException when it cannot be read
     */
    public Imported read(Path file) throws IOException {
        long size = Files.size(file);
        return size > largest ? tooLarge(file.toString(), size) : read(file.toString(), Files.readAllBytes(file));
    }

    /**
     * Returns what becomes of the rules in these bytes, which are UTF-8.
     *
     * @param sourceName what comments and reports name as the file; of a path the last segment
     */
    public Imported read(String sourceName, byte[] content) {
        if (content.length > largest) {
            return tooLarge(sourceName, content.length);
        }
        TableWriter table = new TableWriter(fileName(sourceName), source, largest);
        new SourceLines(content).feed(source.readerTo(table), table::isFull);
        return table.finish();
    }

    private Imported tooLarge(String sourceName, long size) {
        return TableWriter.refused(fileName(sourceName), size + " bytes", "at most " + largest + " bytes are read");
    }

    private static String fileName(String path) {
        return Sanitizer.visible(path.substring(path.lastIndexOf(SLASH) + 1).strip(), ImportReport.LONGEST);
    }
}
