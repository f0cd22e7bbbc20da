// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;

import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.lint.TableComparison.Effect;

/**
 * Whether one requirement asks for more than another. It does only where no point asks for less, or for something else.
 */
public final class RequirementComparison {
    private static final int NAMED = 4;

    private final TlsRequirement before;
    private final TlsRequirement after;
    private final Set<Effect> moves = EnumSet.noneOf(Effect.class);

    private RequirementComparison(TlsRequirement before, TlsRequirement after) {
        this.before = before;
        this.after = after;
    }

    /** Returns what the change from one to the other does; {@code DIFFERENT} also where nothing that is asked changes. */
    public static Effect effect(TlsRequirement before, TlsRequirement after) {
        RequirementComparison comparison = new RequirementComparison(before, after);
        comparison.compare();
        return comparison.moves.size() == 1 ? comparison.moves.iterator().next() : Effect.DIFFERENT;
    }

    /** Tells whether {@code after} demands of a connection all that {@code before} does. */
    public static boolean demandsAllOf(TlsRequirement before, TlsRequirement after) {
        RequirementComparison comparison = new RequirementComparison(before, after);
        if (before.level().requiresEncryption()) {
            comparison.compareDemands();
        } else {
            comparison.level();
        }
        return Sets.difference(comparison.moves, EnumSet.of(Effect.STRICTER)).isEmpty();
    }

    private void compare() {
        if (before.each().size() > 1 || after.each().size() > 1) {
            severalRules();
            return;
        }
        compareDemands();
        changed(before.clientCertificate().equals(after.clientCertificate()));
        changed(before.serverName().equals(after.serverName()));
        changed(before.connectionLimit().equals(after.connectionLimit()));
        changed(before.failure().equals(after.failure()));
    }

    private void compareDemands() {
        level();
        number(before.minimumBits(), after.minimumBits());
        number(oldest(before), oldest(after));
        choice(before.ciphers(), after.ciphers());
        choice(after.excludedCiphers(), before.excludedCiphers(), true);
        choice(before.pins(), after.pins());
        choice(before.issuers(), after.issuers());
        choice(before.subjects(), after.subjects());
        number(0, after.published().compareTo(before.published()));
        changed(before.match().equals(after.match()));
        changed(before.trustAnchors().equals(after.trustAnchors()));
    }

    /** Of rules that apply together, one more is stricter. */
    private void severalRules() {
        boolean hasAll = after.each().stream().allMatch(rule -> isAmong(rule, before));
        boolean hadAll = before.each().stream().allMatch(rule -> isAmong(rule, after));
        if (hasAll != hadAll) {
            moves.add(hadAll ? Effect.STRICTER : Effect.LOOSER);
        }
    }

    private static boolean isAmong(TlsRequirement rule, TlsRequirement several) {
        return several.each().stream().anyMatch(rule::asksTheSameAs);
    }

    private void level() {
        // A pin, a TLSA record and a name are different proofs: none includes another.
        boolean sameProof = proof(before) == proof(after);
        if (!sameProof && strictness(before) >= NAMED && strictness(after) >= NAMED) {
            moves.add(Effect.DIFFERENT);
        } else {
            number(strictness(before), strictness(after));
        }
    }

    private static TlsLevel proof(TlsRequirement requirement) {
        return requirement.level() == TlsLevel.SECURE ? TlsLevel.VERIFY : requirement.level();
    }

    private static int strictness(TlsRequirement requirement) {
        TlsLevel level = requirement.level();
        if (!level.requiresEncryption()) {
            return level.forbidsTls() ? 0 : level == TlsLevel.DANE ? 2 : 1;
        }
        if (!level.requiresTrustedPeer()) {
            return NAMED - 1;
        }
        // A name that the MX record gives is worth less than one that the rule does.
        return level == TlsLevel.SECURE ? NAMED + 1 : NAMED;
    }

    private static int oldest(TlsRequirement requirement) {
        return requirement.minimumProtocol().map(Enum::ordinal).orElse(-1);
    }

    private void number(int was, int is) {
        if (was != is) {
            moves.add(is > was ? Effect.STRICTER : Effect.LOOSER);
        }
    }

    /** What is chosen from may shrink; no list at all is everything. */
    private void choice(Collection<?> was, Collection<?> is) {
        choice(was, is, false);
    }

    private void choice(Collection<?> was, Collection<?> is, boolean emptyIsNothing) {
        if (ImmutableSet.copyOf(was).equals(ImmutableSet.copyOf(is))) {
            return;
        }
        if (!emptyIsNothing && (was.isEmpty() || is.isEmpty())) {
            moves.add(was.isEmpty() ? Effect.STRICTER : Effect.LOOSER);
        } else if (was.containsAll(is)) {
            moves.add(Effect.STRICTER);
        } else {
            moves.add(is.containsAll(was) ? Effect.LOOSER : Effect.DIFFERENT);
        }
    }

    private void changed(boolean same) {
        if (!same) {
            moves.add(Effect.DIFFERENT);
        }
    }
}
