// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.rule.InboundSubject;

/** A rule of the policy table in the making, and what there is to say about its translation. Not thread-safe. */
final class RuleDraft {
    /** What a key of another system cannot have: it would be read as something else here. */
    private static final CharMatcher MARKUP = CharMatcher.whitespace()
            .or(CharMatcher.anyOf("#*=\",;<>()\\"))
            .or(CharMatcher.javaIsoControl())
            .or(CharMatcher.forPredicate(c -> Character.getType(c) == Character.FORMAT));

    private static final CharMatcher NEEDS_QUOTES = CharMatcher.anyOf(" \t\"#\\");

    private final String who;
    private final StringBuilder terms = new StringBuilder();
    private final List<Remark> remarks = new ArrayList<>();

    @Nullable
    private String uncertain;

    /** Something to report once the rule is written. */
    static final class Remark {
        final ImportReport.Severity severity;
        final String reason;

        private Remark(ImportReport.Severity severity, String reason) {
            this.severity = severity;
            this.reason = reason;
        }
    }

    private RuleDraft(String who) {
        this.who = who;
    }

    /** Returns a rule for everyone, without terms. */
    static RuleDraft forEveryone() {
        return new RuleDraft("*");
    }

    /** Returns a rule for every client, without terms. */
    static RuleDraft forEveryClient() {
        return new RuleDraft(InboundSubject.CLIENT.prefix() + "*");
    }

    /**
     * Returns a rule for a domain or an address, without terms.
     *
     * @throws UntranslatableException when {@code name} cannot be one
     */
    static RuleDraft forName(String prefix, String name) throws UntranslatableException {
        if (name.isEmpty() || MARKUP.matchesAnyOf(name)) {
            throw new UntranslatableException("the key is no domain or address");
        }
        if (prefix.isEmpty() && InboundSubject.of(name).isPresent()) {
            throw new UntranslatableException(
                    "no recipient has this key, which means inbound mail in the policy table");
        }
        if (name.endsWith(".")) {
            throw new UntranslatableException("a dot at the end: the source looks names up without one");
        }
        RuleDraft rule = new RuleDraft(prefix + name);
        return CharMatcher.ascii().matchesAllOf(name)
                ? rule
                : rule.uncertain("the source finds a domain beyond ASCII by its A-labels alone");
    }

    /** Begins the terms with a level. */
    RuleDraft level(String word) {
        terms.append(word);
        return this;
    }

    /** Adds {@code key=value}, in quotes where the value needs them. */
    RuleDraft option(String key, String value) {
        terms.append(' ').append(key).append('=').append(NEEDS_QUOTES.matchesAnyOf(value) ? quote(value) : value);
        return this;
    }

    private static String quote(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Adds something to report: the rule says it in another way. */
    RuleDraft note(String reason) {
        remarks.add(new Remark(ImportReport.Severity.NOTE, reason));
        return this;
    }

    /**
     * Says why the source may never find the rule. One that asks for no encryption is left out then: it could take a
     * protection away that the source gives.
     */
    RuleDraft uncertain(String reason) {
        uncertain = reason;
        return note(reason);
    }

    /** Returns why the source may never find the rule; empty where it does. */
    Optional<String> uncertain() {
        return Optional.ofNullable(uncertain);
    }

    /** Adds something to report: the rule may not be all that is needed. */
    RuleDraft mustBeLookedAt(String reason) {
        remarks.add(new Remark(ImportReport.Severity.MUST_BE_LOOKED_AT, reason));
        return this;
    }

    /** Returns whom the rule is for, as the source spells it. */
    String who() {
        return who;
    }

    /** Returns level and options. */
    String terms() {
        return terms.toString();
    }

    ImmutableList<Remark> remarks() {
        return ImmutableList.copyOf(remarks);
    }

    /** Returns the line of the policy table. */
    @Override
    public String toString() {
        return who + " " + terms;
    }
}
