// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

/** Colours for words that say the same without (SGR, ECMA-48 section 8.3.117). Immutable. */
public final class AnsiStyle {
    private static final String ESCAPE = "\u001B[";
    private static final String END = ESCAPE + "0m";

    private final boolean coloured;

    AnsiStyle(boolean coloured) {
        this.coloured = coloured;
    }

    /** Tells whether there are colours at all. */
    public boolean isColoured() {
        return coloured;
    }

    /** Returns the text of something that is well, in green. */
    public String good(String text) {
        return in("32", text);
    }

    /** Returns the text of something to look at, in yellow. */
    public String warning(String text) {
        return in("33", text);
    }

    /** Returns the text of something that is wrong, in red. */
    public String bad(String text) {
        return in("31", text);
    }

    /** Returns a heading, bold. */
    public String heading(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return coloured ? ESCAPE + code + "m" + text + END : text;
    }
}
