// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import java.time.LocalDate;

import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.internal.index.TableIndex;
import dev.strongpost.policy.rule.ErrorList;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

/** Gathers rules into a table and rejects those that another rule excludes. Not thread-safe. */
public final class TableBuilder {
    private final TableIndex.Builder index;
    private final ErrorList errors;

    /** Takes the file that the rules are in, a path or a name, and where mistakes go. */
    public TableBuilder(String file, ErrorList errors) {
        this.index = new TableIndex.Builder(RuleSource.of(file, 0));
        this.errors = errors;
    }

    /** Returns the table without rules. */
    static PolicyTable empty() {
        return new PolicyTable(new TableIndex.Builder(RuleSource.of("", 0)).build(), LocalDate.MIN);
    }

    /** Adds a rule. One that another excludes goes to the errors. */
    public void add(PolicyRule rule) {
        index.add(rule).ifPresent(conflict -> reject(rule, conflict));
    }

    private void reject(PolicyRule rule, TableIndex.Conflict present) {
        String allowed = rule.who().equals(present.pattern())
                ? "one rule for it in each direction, and there is the one of line " + present.line()
                : "either it or " + present.pattern() + " of line " + present.line() + ", not both";
        errors.add(rule.requirement().source().line(), "who", rule.who(), allowed);
    }

    /**
     * Returns the table as it is on the day {@code today}.
     *
     * @throws PolicyException when there is any mistake
     */
    public PolicyTable build(LocalDate today) throws PolicyException {
        errors.throwIfAny();
        return new PolicyTable(index.build(), today);
    }
}
