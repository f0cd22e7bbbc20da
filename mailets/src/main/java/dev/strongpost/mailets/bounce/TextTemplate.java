// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.bounce;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;

/**
 * A text with placeholders in brackets. A line that holds placeholders, none of which has a value, is left out. Where a
 * placeholder has a line for itself each line of its value takes its place, as far indented as it was, so that no
 * foreign text can pass for ours; elsewhere the lines of the value come one behind the other. Values are not looked
 * into: one that looks like a placeholder stays as it is. Immutable.
 */
final class TextTemplate {
    private static final String CRLF = "\r\n";
    private static final CharMatcher LETTER = CharMatcher.inRange('a', 'z');

    /** A piece of a line: text, or a placeholder. */
    private static final class Piece {
        private final String text;
        private final Optional<Placeholder> placeholder;

        private Piece(String text, Optional<Placeholder> placeholder) {
            this.text = text;
            this.placeholder = placeholder;
        }

        private String fill(ImmutableListMultimap<Placeholder, String> values) {
            return placeholder
                    .map(name -> String.join(name.separator(), values.get(name)))
                    .orElse(text);
        }
    }

    private final ImmutableList<ImmutableList<Piece>> lines;

    private TextTemplate(ImmutableList<ImmutableList<Piece>> lines) {
        this.lines = lines;
    }

    /**
     * Reads a template. The indentation that all its lines have in common comes from its place in a file, and is
     * dropped; the first line, of which XML keeps none, does not count.
     *
     * @throws IllegalArgumentException naming the first word in brackets, of small letters only, that is no placeholder
     */
    static TextTemplate parse(String text) {
        ImmutableList<String> raw = text.lines().collect(ImmutableList.toImmutableList());
        int common = raw.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .mapToInt(TextTemplate::indentation)
                .min()
                .orElse(0);
        return new TextTemplate(raw.stream()
                .map(line -> line.substring(Math.min(common, indentation(line))))
                .map(TextTemplate::pieces)
                .collect(ImmutableList.toImmutableList()));
    }

    private static int indentation(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static ImmutableList<Piece> pieces(String line) {
        ImmutableList.Builder<Piece> pieces = ImmutableList.builder();
        int done = 0;
        for (int open = line.indexOf('['); open >= 0; open = line.indexOf('[', open + 1)) {
            int close = line.indexOf(']', open);
            if (close > open + 1 && LETTER.matchesAllOf(line.substring(open + 1, close))) {
                pieces.add(new Piece(line.substring(done, open), Optional.empty()));
                pieces.add(new Piece("", Optional.of(placeholder(line.substring(open + 1, close)))));
                done = close + 1;
            }
        }
        return pieces.add(new Piece(line.substring(done), Optional.empty())).build();
    }

    private static Placeholder placeholder(String word) {
        return Placeholder.parse(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "given '[" + word + "]': allowed in brackets " + Placeholder.all()));
    }

    /** Tells whether the text holds {@code placeholder}. */
    boolean has(Placeholder placeholder) {
        return lines.stream().anyMatch(line -> placeholders(line).anyMatch(placeholder::equals));
    }

    private static Stream<Placeholder> placeholders(ImmutableList<Piece> line) {
        return line.stream().flatMap(piece -> piece.placeholder.stream());
    }

    /** Returns the text with {@code values} in place, its lines ended by CRLF, never two empty ones on end. */
    String fill(ImmutableListMultimap<Placeholder, String> values) {
        StringBuilder text = new StringBuilder();
        lines.stream().flatMap(line -> fill(line, values)).forEach(line -> append(text, line));
        return text.toString();
    }

    private static Stream<String> fill(ImmutableList<Piece> line, ImmutableListMultimap<Placeholder, String> values) {
        boolean fixed = placeholders(line).findAny().isEmpty();
        if (!fixed && placeholders(line).noneMatch(values::containsKey)) {
            return Stream.empty();
        }
        return standsAlone(line)
                ? placeholders(line).flatMap(name -> values.get(name).stream()).map(value -> indented(line, value))
                : Stream.of(line.stream().map(piece -> piece.fill(values)).collect(Collectors.joining()));
    }

    private static boolean standsAlone(ImmutableList<Piece> line) {
        return placeholders(line).count() == 1 && line.stream().allMatch(piece -> piece.text.isBlank());
    }

    private static String indented(ImmutableList<Piece> line, String value) {
        return value.isEmpty() ? "" : line.get(0).text + value;
    }

    private static void append(StringBuilder text, String line) {
        boolean afterEmpty = text.length() == 0 || text.indexOf(CRLF + CRLF, text.length() - 2 * CRLF.length()) >= 0;
        if (!line.isBlank() || !afterEmpty) {
            text.append(line.stripTrailing()).append(CRLF);
        }
    }
}
