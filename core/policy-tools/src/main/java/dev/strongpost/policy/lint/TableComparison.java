// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.PolicyRule;

/** For whom two tables require different things. Immutable. */
public final class TableComparison {
    /** What a change does to the mail of those whom it is about. */
    public enum Effect {
        /** Mail may leave that would not have left, or to others. */
        LOOSER("looser"),
        /** Mail may be stopped that would have left. */
        STRICTER("stricter"),
        /** Neither can be said: another name, another pin, another reaction to failure. */
        DIFFERENT("different");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** Returns the word for it: {@code looser}. */
        public String word() {
            return word;
        }
    }

    /** One that a table is asked about, with what was and what is. Immutable. */
    public static final class Change {
        private final PolicyQuery about;
        private final Answer before;
        private final Answer after;

        private Change(PolicyQuery about, Answer before, Answer after) {
            this.about = about;
            this.before = before;
            this.after = after;
        }

        /** Returns whom it is about. */
        public PolicyQuery about() {
            return about;
        }

        /** Returns what the old table requires. */
        public TlsRequirement before() {
            return before.requirement;
        }

        /** Returns what the new table requires. */
        public TlsRequirement after() {
            return after.requirement;
        }

        /** Returns what it does. What a rule only tries out it does not ask. */
        public Effect effect() {
            return RequirementComparison.effect(before.enforced, after.enforced);
        }

        /** Returns each field that changed, with its old and its new value as the table writes them. */
        public ImmutableList<FieldChange> fields() {
            Map<String, String> was = before.fields();
            Map<String, String> is = after.fields();
            return Stream.concat(was.keySet().stream(), is.keySet().stream())
                    .distinct()
                    .map(key -> new FieldChange(
                            key,
                            was.getOrDefault(key, RequirementFields.NOTHING),
                            is.getOrDefault(key, RequirementFields.NOTHING)))
                    .filter(field -> !field.before.equals(field.after))
                    .collect(ImmutableList.toImmutableList());
        }

        private boolean isSameAs(@Nullable Change other) {
            return other != null && before.isSameAs(other.before) && after.isSameAs(other.after);
        }
    }

    /** One field of what is required that changed. Immutable. */
    public static final class FieldChange {
        private final String field;
        private final String before;
        private final String after;

        private FieldChange(String field, String before, String after) {
            this.field = field;
            this.before = before;
            this.after = after;
        }

        /** Returns {@code level}, or the key of an option. */
        public String field() {
            return field;
        }

        /** Returns the old value, {@link RequirementFields#NOTHING} for none. */
        public String before() {
            return before;
        }

        /** Returns the new value, {@link RequirementFields#NOTHING} for none. */
        public String after() {
            return after;
        }
    }

    /** What one table answers. */
    private static final class Answer {
        final TlsRequirement requirement;
        final TlsRequirement enforced;
        final String until;

        Answer(PolicyQuery about, PolicyTable table) {
            this.requirement = about.requirementIn(table);
            this.enforced = requirement.isTesting() ? about.enforcedIn(table) : requirement;
            this.until = table.hasEnds()
                    ? about.explainIn(table)
                            .decisive()
                            .flatMap(PolicyRule::until)
                            .map(LocalDate::toString)
                            .orElse(RequirementFields.NOTHING)
                    : RequirementFields.NOTHING;
        }

        Map<String, String> fields() {
            Map<String, String> fields = new LinkedHashMap<>(RequirementFields.of(requirement));
            fields.put("until", until);
            if (requirement.isTesting()) {
                fields.put("enforced", enforced.level().word());
            }
            return fields;
        }

        boolean isSameAs(Answer other) {
            return requirement.asksTheSameAs(other.requirement)
                    && enforced.asksTheSameAs(other.enforced)
                    && until.equals(other.until);
        }
    }

    private TableComparison() {}

    /**
     * Returns those of {@code queries} whose answer differs, in their order; the rule that asks it does not count.
     */
    public static ImmutableList<Change> of(
            PolicyTable before, PolicyTable after, Iterable<? extends PolicyQuery> queries) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        for (PolicyQuery query : queries) {
            change(before, after, query).ifPresent(changes::add);
        }
        return changes.build();
    }

    private static Optional<Change> change(PolicyTable before, PolicyTable after, PolicyQuery about) {
        Answer was = new Answer(about, before);
        Answer is = new Answer(about, after);
        return was.isSameAs(is) ? Optional.empty() : Optional.of(new Change(about, was, is));
    }

    /**
     * Returns those whom the rules of either table cover, in either direction, and whose answer differs, by name. A
     * domain represents all below it too, unless something else is true of them.
     */
    public static ImmutableList<Change> of(PolicyTable before, PolicyTable after) {
        ImmutableList<Change> all = of(before, after, queriesOf(before, after));
        Map<String, Change> byTitle = new HashMap<>();
        all.forEach(change -> byTitle.put(change.about().title(), change));
        return all.stream()
                .filter(change -> !change.isSameAs(byTitle.get(change.about().above())))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<PolicyQuery> queriesOf(PolicyTable before, PolicyTable after) {
        Map<String, PolicyQuery> byTitle = new TreeMap<>();
        Stream.concat(before.rules().stream(), after.rules().stream())
                .flatMap(rule -> PolicyQuery.coveredBy(rule).stream())
                .forEach(query -> byTitle.put(query.title(), query));
        return ImmutableList.copyOf(byTitle.values());
    }
}
