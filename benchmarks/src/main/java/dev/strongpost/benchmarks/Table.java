// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.common.base.Strings;

/** A table of Markdown on standard output, its columns aligned for people. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** Makes a table with these columns. */
    public Table(String... columns) {
        rows.add(List.of(columns));
    }

    /** Adds a row, a cell for each column. */
    public Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** Returns {@code value} with so many digits behind the point. */
    public static String number(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** Prints it. */
    public void print() {
        System.out.println();
        printRow(rows.get(0));
        System.out.println(IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> "-".repeat(width(column)))
                .collect(Collectors.joining("-|-", "|-", "-|")));
        rows.stream().skip(1).forEach(this::printRow);
        System.out.println();
    }

    private void printRow(List<String> cells) {
        System.out.println(IntStream.range(0, cells.size())
                .mapToObj(column -> Strings.padEnd(cells.get(column), width(column), ' '))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
