// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Locale;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

/**
 * The value of Exim's {@code hosts_require_tls}, alone or as it is in the configuration: {@code name = value}, a
 * backslash at the end of a line going on with the next, {@code #} in front of a comment (specification, chapter 6,
 * "Common option syntax" and "List construction"; chapter 10, "Host lists"). The list is about the hosts that mail is
 * sent to, the policy table about its recipients: what maps plainly is a guess that the administrator has to confirm,
 * apart from {@code *}.
 */
final class EximHostList implements LineReader {
    private static final CharMatcher BLANK = CharMatcher.whitespace();
    private static final CharMatcher OPTION_NAME =
            CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9')).or(CharMatcher.is('_'));
    private static final String OPTION = "hosts_require_tls";

    private final TableWriter table;
    private final JoinedLines joined = new JoinedLines("");

    EximHostList(TableWriter table) {
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
            end();
        }
    }

    @Override
    public void end() {
        joined.take().ifPresent(this::setting);
    }

    private void setting(SourceLine line) {
        String text = line.text();
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), text, line.damage().get());
            return;
        }
        int equals = text.indexOf('=');
        String name =
                equals < 0 ? "" : BLANK.trimFrom(text.substring(0, equals)).toLowerCase(Locale.ROOT);
        boolean named = !name.isEmpty() && OPTION_NAME.matchesAllOf(name);
        if (named && !name.equals(OPTION)) {
            table.leaveOut(line.number(), text, "only " + OPTION + " is translated");
            return;
        }
        value(line.number(), text, BLANK.trimFrom(named ? text.substring(equals + 1) : text));
    }

    private void value(int number, String text, String value) {
        if (value.indexOf('$') >= 0) {
            table.leaveOut(number, text, "the list is made by an expansion when Exim runs");
        } else if (value.startsWith("\"")) {
            table.leaveOut(number, text, "a list in quotes is not read; write it without them");
        } else {
            items(number, EximItems.of(value));
        }
    }

    private void items(int number, ImmutableList<String> items) {
        for (String item : items) {
            try {
                table.rule(number, item, EximItem.whom(item), EximItem::requirement);
            } catch (UntranslatableException e) {
                table.leaveOut(number, item, e.reason());
            }
        }
        String last = Iterables.getLast(items, "");
        if (last.startsWith("!")) {
            // Chapter 10, "Negated items in lists": a list that ends with a negative item behaves as if it had an extra
            // item * on the end.
            table.rule(number, last, RuleDraft.forEveryone(), EximItem::requirement);
        }
    }
}
