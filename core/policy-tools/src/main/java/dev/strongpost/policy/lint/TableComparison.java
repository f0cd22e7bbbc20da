// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.Direction;

/** Whose requirement differs between two tables. Immutable. */
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

    private static final int NAMED = 3;

    /** One recipient, or one sort of recipients, with what was and what is. Immutable. */
    public static final class Change {
        private final Recipient recipient;
        private final TlsRequirement before;
        private final TlsRequirement after;

        private Change(Recipient recipient, TlsRequirement before, TlsRequirement after) {
            this.recipient = recipient;
            this.before = before;
            this.after = after;
        }

        /** Returns whom it is about. */
        public Recipient recipient() {
            return recipient;
        }

        /** Returns what the old table requires. */
        public TlsRequirement before() {
            return before;
        }

        /** Returns what the new table requires. */
        public TlsRequirement after() {
            return after;
        }

        /** Returns what it does. */
        public Effect effect() {
            int change = isIncomparable() ? 0 : Integer.signum(strictness(after) - strictness(before));
            if (change == 0) {
                change = ofTerms();
            }
            return change == 0 ? Effect.DIFFERENT : change > 0 ? Effect.STRICTER : Effect.LOOSER;
        }

        /** A pin and a name are different proofs: neither includes the other. */
        private boolean isIncomparable() {
            boolean wasPinned = before.level() == TlsLevel.FINGERPRINT;
            boolean isPinned = after.level() == TlsLevel.FINGERPRINT;
            return wasPinned != isPinned && strictness(before) >= NAMED && strictness(after) >= NAMED;
        }

        private boolean isSameAs(@Nullable Change other) {
            return other != null && before.asksTheSameAs(other.before) && after.asksTheSameAs(other.after);
        }

        private int ofTerms() {
            int bits = Integer.signum(after.minimumBits() - before.minimumBits());
            int protocol = Integer.signum(oldest(after) - oldest(before));
            // Looser in one point and stricter in the other is neither.
            return bits * protocol < 0 ? 0 : Integer.signum(bits + protocol);
        }

        private static int oldest(TlsRequirement requirement) {
            return requirement.minimumProtocol().map(Enum::ordinal).orElse(-1);
        }

        /** What a rule does not enforce it does not ask. */
        private static int strictness(TlsRequirement requirement) {
            TlsLevel level = requirement.level();
            if (requirement.isTesting() || !level.requiresEncryption()) {
                return level.forbidsTls() ? 0 : 1;
            }
            if (!level.requiresTrustedPeer()) {
                return 2;
            }
            // A name that the MX record gives is worth less than one that the rule does.
            return level == TlsLevel.SECURE ? NAMED + 1 : NAMED;
        }
    }

    private TableComparison() {}

    /**
     * Returns those of {@code recipients} whose requirement differs, in their order; the rule that asks it does not
     * count.
     */
    public static ImmutableList<Change> of(PolicyTable before, PolicyTable after, Iterable<Recipient> recipients) {
        ImmutableList.Builder<Change> changes = ImmutableList.builder();
        for (Recipient recipient : recipients) {
            change(before, after, recipient).ifPresent(changes::add);
        }
        return changes.build();
    }

    private static Optional<Change> change(PolicyTable before, PolicyTable after, Recipient recipient) {
        TlsRequirement was = recipient.requirementIn(before);
        TlsRequirement is = recipient.requirementIn(after);
        return was.asksTheSameAs(is) ? Optional.empty() : Optional.of(new Change(recipient, was, is));
    }

    /**
     * Returns those whom the rules of either table cover and whose requirement differs, by name. A domain represents
     * all below it too, unless something else is true of them.
     */
    public static ImmutableList<Change> of(PolicyTable before, PolicyTable after) {
        ImmutableList<Change> all = of(before, after, recipientsOf(before, after));
        Map<String, Change> byTitle = new HashMap<>();
        all.forEach(change -> byTitle.put(change.recipient().title(), change));
        return all.stream()
                .filter(change ->
                        !change.isSameAs(byTitle.get(change.recipient().above())))
                .collect(ImmutableList.toImmutableList());
    }

    private static ImmutableList<Recipient> recipientsOf(PolicyTable before, PolicyTable after) {
        Map<String, Recipient> byTitle = new TreeMap<>();
        Stream.concat(before.rules().stream(), after.rules().stream())
                .filter(rule -> rule.direction().covers(Direction.OUT))
                .flatMap(rule -> Recipient.coveredBy(rule.who()).stream())
                .forEach(recipient -> byTitle.put(recipient.title(), recipient));
        return ImmutableList.copyOf(byTitle.values());
    }
}
