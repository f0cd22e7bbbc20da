// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells, aligned by blanks. Not thread-safe. */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table with that first row. */
    public static TextTable of(String... headings) {
        return new TextTable().row(headings);
    }

    /** Adds a row of as many cells as the first. */
    public TextTable row(String... cells) {
        rows.add(Arrays.asList(cells));
        return this;
    }

    /**
     * Returns the lines.
     *
     * @param width the most columns, for which the widest cells are wrapped; empty for no limit
     */
    List<String> lines(OptionalInt width) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        width.ifPresent(most -> narrow(widths, most));
        return rows.stream().flatMap(row -> lines(row, widths).stream()).collect(Collectors.toList());
    }

    private static void narrow(int[] widths, int most) {
        int gaps = GAP.length() * (widths.length - 1);
        while (Arrays.stream(widths).sum() + gaps > most) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((a, b) -> widths[b] > widths[a] ? b : a)
                    .orElseThrow();
            if (widths[widest] <= NARROWEST) {
                return; // what is left is needed
            }
            widths[widest]--;
        }
    }

    private static List<String> lines(List<String> row, int[] widths) {
        List<List<String>> cells = IntStream.range(0, row.size())
                .mapToObj(column -> wrap(row.get(column), widths[column]))
                .collect(Collectors.toList());
        int height = cells.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, height)
                .mapToObj(line -> line(cells, line, widths))
                .collect(Collectors.toList());
    }

    private static String line(List<List<String>> cells, int line, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> padded(cells.get(column), line, widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String padded(List<String> cell, int line, int width) {
        String text = line < cell.size() ? cell.get(line) : "";
        return text + " ".repeat(width - text.length());
    }

    /** Breaks at the last blank that fits, or else within a word. */
    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }
}
