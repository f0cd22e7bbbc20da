package dev.strongpost.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of cells, aligned by blanks. Not thread-safe. */
public final class TextTable {
    private static final String GAP = "  ";
    private static final String CUT = "...";
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
     * @param width the most columns; the widest cells are cut then, which an ellipsis shows. Empty: nothing is cut
     */
    List<String> lines(OptionalInt width) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        width.ifPresent(most -> narrow(widths, most));
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
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

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> cell(row.get(column), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String cell(String text, int width) {
        return text.length() > width
                ? text.substring(0, width - CUT.length()) + CUT
                : text + " ".repeat(width - text.length());
    }
}
