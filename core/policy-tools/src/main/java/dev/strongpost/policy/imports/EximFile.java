// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.ArrayList;
import java.util.List;

import com.google.common.base.CharMatcher;

/**
 * A file of Exim's: a whole configuration or a piece of one, or the value of {@code hosts_require_tls}, alone or as
 * {@code name = value}. A backslash at the end of a line goes on with the next, {@code #} is in front of a comment
 * (specification, chapter 6, "Common option syntax").
 */
final class EximFile implements LineReader {
    static final CharMatcher BLANK = CharMatcher.anyOf(" \t\r\n\u000B\f");
    static final String OPTION = "hosts_require_tls";

    private static final CharMatcher OPTION_NAME =
            CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9')).or(CharMatcher.is('_'));

    private final TableWriter table;
    private final JoinedLines joined = new JoinedLines("");
    private final List<SourceLine> lines = new ArrayList<>();

    EximFile(TableWriter table) {
        this.table = table;
    }

    @Override
    public void line(SourceLine line) {
        String text = BLANK.trimFrom(line.text());
        if (text.startsWith("#")) {
            return; // also between continued lines
        }
        boolean continues = text.endsWith("\\");
        if (joined.isBegun() || !text.isEmpty()) {
            joined.add(line, continues ? text.substring(0, text.length() - 1) : text);
        }
        if (!continues) {
            joined.take().ifPresent(lines::add);
        }
    }

    @Override
    public void end() {
        joined.take().ifPresent(lines::add);
        if (lines.stream().anyMatch(line -> EximConfiguration.isPartOfOne(line.text()))) {
            new EximConfiguration(table).read(lines);
        } else {
            lines.forEach(this::setting);
        }
    }

    private void setting(SourceLine line) {
        String text = line.text();
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), text, line.damage().get());
            return;
        }
        String name = optionName(text);
        if (!name.equals(OPTION) && text.indexOf('=') >= 0) {
            table.leaveOut(line.number(), text, "only " + OPTION + " is translated");
            return;
        }
        new EximHostList(table, line.number(), rule -> {}).read(text, name.isEmpty() ? text : optionValue(text));
    }

    /**
     * Returns the name in {@code name = value} or {@code hide name = value}; nothing where that is not the form. Names of
     * options are in lower case: one that begins otherwise is a macro.
     */
    static String optionName(String text) {
        int equals = text.indexOf('=');
        String before = equals < 0 ? "" : BLANK.trimFrom(text.substring(0, equals));
        String name = before.startsWith("hide ") ? BLANK.trimFrom(before.substring("hide ".length())) : before;
        return OPTION_NAME.matchesAllOf(name) ? name : "";
    }

    /** Returns the value in {@code name = value}. */
    static String optionValue(String text) {
        return BLANK.trimFrom(text.substring(text.indexOf('=') + 1));
    }
}
