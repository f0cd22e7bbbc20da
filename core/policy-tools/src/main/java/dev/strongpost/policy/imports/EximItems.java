// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

/**
 * The items of an Exim list (specification, chapter 6, "List construction"): between colons, or what follows {@code <}
 * at the start; a separator twice is itself; blanks around an item do not count; an empty item at the end is
 * none. One pass.
 */
final class EximItems {
    private static final CharMatcher BLANK = CharMatcher.whitespace();

    private EximItems() {}

    static ImmutableList<String> of(String list) {
        boolean changed = list.length() > 1 && list.charAt(0) == '<' && isPunctuation(list.charAt(1));
        char separator = changed ? list.charAt(1) : ':';
        ImmutableList.Builder<String> items = ImmutableList.builder();
        StringBuilder item = new StringBuilder();
        for (int at = changed ? 2 : 0; at < list.length(); at++) {
            char c = list.charAt(at);
            boolean twice = c == separator && at + 1 < list.length() && list.charAt(at + 1) == separator;
            if (c == separator && !twice) {
                items.add(BLANK.trimFrom(item));
                item.setLength(0);
            } else {
                item.append(c);
                at += twice ? 1 : 0;
            }
        }
        String last = BLANK.trimFrom(item);
        return last.isEmpty() ? items.build() : items.add(last).build();
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }
}
