// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.function.Consumer;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

/**
 * The value of Exim's {@code hosts_require_tls} (specification, chapter 6, "List construction"; chapter 10, "Host
 * lists"). The list is about the hosts that mail is sent to, the policy table about its recipients: what maps plainly is
 * a guess that the administrator has to confirm, apart from {@code *}.
 */
final class EximHostList {
    private final TableWriter table;
    private final int number;
    private final Consumer<RuleDraft> remarks;

    /** Takes the line that the list is on, and what adds to each rule what is to be said of the place of the list. */
    EximHostList(TableWriter table, int number, Consumer<RuleDraft> remarks) {
        this.table = table;
        this.number = number;
        this.remarks = remarks;
    }

    /** Writes the rules of {@code value}, which stands in {@code text}. */
    void read(String text, String value) {
        if (value.indexOf('$') >= 0) {
            table.leaveOut(number, text, "the list is made by an expansion when Exim runs");
        } else if (value.startsWith("\"")) {
            table.leaveOut(number, text, "a list in quotes is not read; write it without them");
        } else {
            items(EximItems.of(value));
        }
    }

    private void items(ImmutableList<String> items) {
        for (String item : items) {
            try {
                table.rule(number, item, EximItem.whom(item), this::requirement);
            } catch (UntranslatableException e) {
                table.leaveOut(number, item, e.reason());
            }
        }
        String last = Iterables.getLast(items, "");
        if (last.startsWith("!")
                && !EximFile.BLANK.trimLeadingFrom(last.substring(1)).equals("*")) {
            // Chapter 10, "Negated items in lists": a list that ends with a negative item behaves as if it had an extra
            // item * on the end.
            table.rule(number, last, RuleDraft.forEveryone(), this::requirement);
        }
    }

    private void requirement(RuleDraft rule) {
        EximItem.requirement(rule);
        remarks.accept(rule);
    }
}
