// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.strongpost.testkit.Checkout;

/** The tables of {@code docs/parity.md}, so that the manual is held against the code. */
public final class ManualTable {
    private static final Path MANUAL = Checkout.file("docs/parity.md");

    private ManualTable() {}

    /** Returns the rows of the table under the heading given, each cell without its back quotes. */
    public static List<List<String>> of(String heading) {
        List<List<String>> rows = lines().dropWhile(line -> !line.equals("## " + heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(ManualTable::cells)
                .toList();
        if (rows.isEmpty()) {
            throw new AssertionError("no table under '" + heading + "' in " + MANUAL);
        }
        return rows;
    }

    private static Stream<String> lines() {
        try {
            return Files.readAllLines(MANUAL).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> cells(String line) {
        String inside = line.substring(1, line.lastIndexOf('|'));
        return Stream.of(inside.split("\\|", -1))
                .map(cell -> cell.replace("`", "").trim())
                .toList();
    }
}
