// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.rule.PolicyError;

/**
 * Finds what is behind the {@code who} of a line. A policy table has levels and options there; in a plain list they
 * would be taken and mean nothing, so they are mistakes.
 */
final class StrayWords {
    private static final CharMatcher BLANK = CharMatcher.anyOf(" \t\r");
    private static final char QUOTE = '"';

    private StrayWords() {}

    /** Returns a mistake for each line of {@code file} with more than one word; a file that cannot be read has none. */
    static ImmutableList<String> in(Path file) {
        if (!Files.isRegularFile(file)) {
            return ImmutableList.of();
        }
        // Byte for byte: whether it is UTF-8 is for the parser to say, which reads the file next.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            ImmutableList.Builder<String> errors = ImmutableList.builder();
            int[] number = {0};
            lines.forEachOrdered(line -> {
                number[0]++;
                String rest = behindFirstWord(line);
                if (!rest.isEmpty()) {
                    errors.add(error(file, number[0], rest));
                }
            });
            return errors.build();
        } catch (IOException e) {
            return ImmutableList.of();
        }
    }

    private static String error(Path file, int line, String rest) {
        return PolicyError.of(file.toString(), line, "line", rest, "one entry, and nothing behind it but a # comment")
                .toString();
    }

    private static String behindFirstWord(String line) {
        String text = BLANK.trimFrom(line);
        int end = text.startsWith("#") ? 0 : wordEnd(text);
        String rest = BLANK.trimFrom(text.substring(end));
        return rest.startsWith("#") ? "" : rest;
    }

    // A blank inside double quotes belongs to the word: "john smith"@partner.example
    private static int wordEnd(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == QUOTE) {
                quoted = !quoted;
            } else if (!quoted && BLANK.matches(c)) {
                return i;
            }
        }
        return text.length();
    }
}
