// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.process;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.google.common.base.Splitter;

/** Whole numbers by name, and their form on a line: {@code connections=20 mails=10000}. */
public record Figures(Map<String, Long> values) {
    /** Copies the map, in the order of the names. */
    public Figures(Map<String, Long> values) {
        this.values = new TreeMap<>(values);
    }

    /** Returns no figures. */
    public static Figures none() {
        return new Figures(Map.of());
    }

    /** Reads a line. Throws {@link IllegalArgumentException} when it is not one of figures. */
    public static Figures parse(String line) {
        if (line.isEmpty()) {
            return none();
        }
        return new Figures(Splitter.on(' ').withKeyValueSeparator('=').split(line).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Long.valueOf(entry.getValue()))));
    }

    /** Returns the figure called {@code name}. Throws {@link IllegalStateException} when there is none. */
    public long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no figure " + name + " among " + values.keySet());
        }
        return value;
    }

    /** Returns the line. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
