// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.live;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.policy.parse.AnchorFiles;
import dev.strongpost.text.InvalidValueException;

/** The one number that a table and the files that its rules name come to: the same number, the same table. */
final class TableDigest {
    private TableDigest() {}

    /** Returns the number for the rules {@code table} and the files {@code named}, which are read. */
    static HashCode of(byte[] table, Set<Path> named) {
        Hasher all = Hashing.sha256()
                .newHasher()
                .putBytes(Hashing.sha256().hashBytes(table).asBytes());
        new TreeSet<>(named)
                .forEach(file -> all.putUnencodedChars(file.toString()).putBytes(digest(file)));
        return all.hash();
    }

    private static byte[] digest(Path file) {
        try {
            byte[] content = BoundedFile.read(file, AnchorFiles.LARGEST, "");
            return Hashing.sha256().hashBytes(content).asBytes();
        } catch (InvalidValueException e) {
            return new byte[0]; // a file that cannot be read is not the file that could
        }
    }
}
