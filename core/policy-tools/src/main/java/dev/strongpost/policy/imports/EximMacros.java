// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The macros of a configuration of Exim's: {@code NAME = text}, from then on replaced wherever the name is, in the order
 * in which they were defined (specification, chapter 6, "Macros in the configuration file"). Not thread-safe.
 */
final class EximMacros {
    /** The longest line that replacing may make; what would be longer stays as it is, and is no list. */
    private static final int LONGEST = 1 << 16;

    private static final Pattern DEFINITION = Pattern.compile("([A-Z][A-Za-z0-9_]*)\\s*==?(.*)");

    private final Map<String, String> texts = new LinkedHashMap<>();

    /** Tells whether {@code line} defines one: options begin with a small letter. */
    static boolean isDefinition(String line) {
        return DEFINITION.matcher(line).matches();
    }

    /** Defines the macro that {@code line} defines. */
    void define(String line) {
        Matcher definition = DEFINITION.matcher(line);
        if (definition.matches()) {
            texts.put(definition.group(1), replaced(EximFile.BLANK.trimFrom(definition.group(2))));
        }
    }

    /** Returns {@code line} with the macros replaced. */
    String replaced(String line) {
        String text = line;
        for (Map.Entry<String, String> macro : texts.entrySet()) {
            if (text.contains(macro.getKey()) && lengthWith(macro, text) <= LONGEST) {
                text = text.replace(macro.getKey(), macro.getValue());
            }
        }
        return text;
    }

    private static long lengthWith(Map.Entry<String, String> macro, String text) {
        int name = macro.getKey().length();
        long length = text.length();
        for (int at = text.indexOf(macro.getKey()); at >= 0; at = text.indexOf(macro.getKey(), at + name)) {
            length += macro.getValue().length() - name;
        }
        return length;
    }
}
