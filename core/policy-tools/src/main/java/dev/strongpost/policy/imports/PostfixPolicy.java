// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Locale;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;

import dev.strongpost.policy.decision.TlsLevel;

/**
 * The value of a {@code smtp_tls_policy_maps} entry: a level and {@code name=value} attributes, between blanks or
 * commas (postconf(5)). Postfix holds mail back when an entry has a mistake, and so does not send; here such an entry
 * is left out. Immutable.
 */
final class PostfixPolicy {
    private final TlsLevel level;
    private final ImmutableList<String> attributes;

    private PostfixPolicy(TlsLevel level, ImmutableList<String> attributes) {
        this.level = level;
        this.attributes = attributes;
    }

    /**
     * Returns the policy that {@code value} is.
     *
     * @throws UntranslatableException when it has no level, or one that the policy table has not
     */
    static PostfixPolicy parse(String value) throws UntranslatableException {
        ImmutableList<String> words = PostfixWords.of(value);
        String word = Iterables.getFirst(words, "").toLowerCase(Locale.ROOT);
        TlsLevel level = TlsLevel.parse(word)
                .orElseThrow(() -> new UntranslatableException("not one of Postfix's levels: " + word));
        return new PostfixPolicy(level, words.subList(1, words.size()));
    }

    /**
     * Adds level and options, and what there is to say.
     *
     * @throws UntranslatableException when an attribute is a mistake, or asks for something that the policy table has
     *     no words for
     */
    void applyTo(RuleDraft rule) throws UntranslatableException {
        rule.level(level.word()); // the words are the same
        if (level.forbidsTls()) {
            if (!attributes.isEmpty()) {
                rule.note("Postfix ignores attributes at level none");
            }
            return;
        }
        if (level.usesDane()) {
            rule.note("DANE takes published on at the mailet, and dnssec validate or resolver");
        }
        PostfixAttributes read = new PostfixAttributes(level, rule);
        for (String attribute : attributes) {
            read.add(attribute);
        }
        read.finish();
    }
}
