// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import com.google.common.collect.ImmutableList;

/** A comma separated list in which a comma inside double quotes separates nothing. One pass. */
final class InlineList {
    private InlineList() {}

    /** Returns the items without the white space around them, empty ones included. */
    static ImmutableList<String> split(String text) {
        ImmutableList.Builder<String> items = ImmutableList.builder();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '"';
            at += quoted && c == '\\' ? 1 : 0;
            if (c == ',' && !quoted) {
                items.add(text.substring(from, at).trim());
                from = at + 1;
            }
        }
        return items.add(text.substring(from).trim()).build();
    }
}
