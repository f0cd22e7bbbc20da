// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

import com.google.common.primitives.Ints;

/** Whether somebody looks at what is written, and through how wide a window. Immutable. */
public final class Terminal {
    /** picocli lays out no help that is narrower. */
    private static final int NARROWEST = 55;

    private static final int WIDEST = 400;
    private static final int USUAL = 80;

    private final boolean coloured;
    private final boolean progress;
    private final OptionalInt width;

    private Terminal(boolean coloured, boolean progress, OptionalInt width) {
        this.coloured = coloured;
        this.progress = progress;
        this.width = width;
    }

    /** Returns no terminal: a file, a pipe, a program. */
    public static Terminal none() {
        return new Terminal(false, false, OptionalInt.empty());
    }

    /**
     * Returns the terminal that is there.
     *
     * @param environment {@code NO_COLOR} set to anything means none (no-color.org); {@code TERM=dumb} likewise, and no
     *     progress; {@code COLUMNS} is the width
     * @param out whether standard output goes to it
     * @param err whether standard error goes to it
     * @param measure asks for the width of the window, where {@code COLUMNS} does not tell
     */
    static Terminal of(Map<String, String> environment, boolean out, boolean err, Supplier<OptionalInt> measure) {
        boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                out && !dumb && !unwanted, err && !dumb, out ? width(environment, measure) : OptionalInt.empty());
    }

    private static OptionalInt width(Map<String, String> environment, Supplier<OptionalInt> measure) {
        Integer given = Ints.tryParse(environment.getOrDefault("COLUMNS", ""));
        int columns = given == null ? measure.get().orElse(USUAL) : given;
        return OptionalInt.of(Ints.constrainToRange(columns, NARROWEST, WIDEST));
    }

    /** Tells whether what is written to standard output may have colours. */
    public boolean isColoured() {
        return coloured;
    }

    /** Tells whether a line on standard error may be written over. */
    public boolean showsProgress() {
        return progress;
    }

    /**
     * Returns the columns of the window, 55 to 400; empty when standard output is no terminal, so that nothing is to be
     * wrapped.
     */
    public OptionalInt width() {
        return width;
    }
}
