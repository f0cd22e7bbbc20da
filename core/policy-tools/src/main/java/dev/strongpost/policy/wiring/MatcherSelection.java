// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * Whom a matcher selects, as far as a policy table is concerned: its listed recipients, those whose rule asks for
 * encryption. Of other matchers nothing is known: they may select any recipient or none. Immutable.
 */
final class MatcherSelection {
    static final String RECIPIENT_REQUIRES_TLS = "dev.strongpost.matchers.RecipientRequiresTls";

    private static final String COMPOSITES = "org.apache.james.mailetcontainer.impl.matchers.";
    private static final ImmutableSet<String> ALL = ImmutableSet.of("All", "org.apache.james.transport.matchers.All");
    private static final int DEEPEST = 50;

    /** Matchers of James that select by recipient: which ones is not known here. Others select by sender, network, content. */
    private static final ImmutableSet<String> BY_RECIPIENT = ImmutableSet.of(
            "HostIs",
            "HostIsLocal",
            "RecipientDomainIs",
            "RecipientIs",
            "RecipientIsLocal",
            "RecipientIsOverFixedQuota",
            "RecipientIsRegex");

    /** How the selection is made. */
    private enum Kind {
        EVERYONE,
        /** RecipientRequiresTls. */
        LISTED,
        /** A matcher that selects by recipient, in a way that is not known. */
        SOME_RECIPIENTS,
        AND,
        OR,
        NOT,
        UNKNOWN
    }

    private final Kind kind;
    private final String condition;
    private final ImmutableList<MatcherSelection> parts;

    private MatcherSelection(Kind kind, String condition, ImmutableList<MatcherSelection> parts) {
        this.kind = kind;
        this.condition = condition;
        this.parts = parts;
    }

    private static MatcherSelection of(Kind kind, List<MatcherSelection> parts) {
        return new MatcherSelection(kind, "", ImmutableList.copyOf(parts));
    }

    /**
     * Returns the selection of a {@code mailet} element.
     *
     * @param named the {@code matcher} elements of its processor by their names
     */
    static MatcherSelection of(XmlElement mailet, Map<String, XmlElement> named) {
        Optional<String> inverted = mailet.attribute("notmatch");
        if (inverted.isPresent()) {
            return of(Kind.NOT, ImmutableList.of(simple(inverted.get()))); // James knows no named matchers there
        }
        String text = mailet.attribute("match").orElse("All");
        XmlElement composite = named.get(text);
        return composite == null ? simple(text) : composite(composite, DEEPEST);
    }

    private static MatcherSelection simple(String text) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        if (ALL.contains(name)) {
            return of(Kind.EVERYONE, ImmutableList.of());
        }
        if (BY_RECIPIENT.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return of(Kind.SOME_RECIPIENTS, ImmutableList.of());
        }
        return name.equals(RECIPIENT_REQUIRES_TLS)
                ? new MatcherSelection(
                        Kind.LISTED,
                        text.substring(equals < 0 ? text.length() : equals + 1).trim(),
                        ImmutableList.of())
                : of(Kind.UNKNOWN, ImmutableList.of());
    }

    private static MatcherSelection composite(XmlElement matcher, int depth) {
        Optional<String> inverted = matcher.attribute("notmatch");
        String text = inverted.orElseGet(() -> matcher.attribute("match").orElse(""));
        MatcherSelection selection = composed(text, matcher, depth);
        return inverted.isPresent() ? of(Kind.NOT, ImmutableList.of(selection)) : selection;
    }

    private static MatcherSelection composed(String text, XmlElement matcher, int depth) {
        if (!text.startsWith(COMPOSITES) || depth == 0) {
            return simple(text);
        }
        List<MatcherSelection> parts = matcher.children("matcher").stream()
                .map(child -> composite(child, depth - 1))
                .collect(ImmutableList.toImmutableList());
        switch (text.substring(COMPOSITES.length())) {
            case "And":
                return of(Kind.AND, parts);
            case "Or":
                return of(Kind.OR, parts);
            case "Not":
                return of(Kind.NOT, ImmutableList.of(of(Kind.OR, parts)));
            default:
                return of(Kind.UNKNOWN, parts);
        }
    }

    /** Tells whether all listed recipients of the table are selected. */
    boolean covers(TableLocation table) {
        switch (kind) {
            case EVERYONE:
                return true;
            case LISTED:
                return table.isMeantBy(condition);
            case AND:
                return !parts.isEmpty() && parts.stream().allMatch(part -> part.covers(table));
            case OR:
                return parts.stream().anyMatch(part -> part.covers(table));
            case NOT:
                return parts.stream().noneMatch(part -> part.mayInclude(table));
            default:
                return false;
        }
    }

    /** Tells whether a listed recipient of the table may be selected. */
    boolean mayInclude(TableLocation table) {
        switch (kind) {
            case AND:
                return parts.stream().allMatch(part -> part.mayInclude(table));
            case OR:
                return parts.stream().anyMatch(part -> part.mayInclude(table));
            case NOT:
                return parts.stream().noneMatch(part -> part.covers(table));
            default:
                return true;
        }
    }

    /** Tells whether it may leave out listed recipients, as it selects by recipient and not by the table. */
    boolean isByOtherRecipients() {
        return kind == Kind.SOME_RECIPIENTS || parts.stream().anyMatch(MatcherSelection::isByOtherRecipients);
    }

    /** Tells whether it selects the listed recipients of another table, or of a list: those of this one are no matter. */
    boolean isOfAnotherTable(TableLocation table) {
        return kind == Kind.LISTED && !table.isMeantBy(condition);
    }

    boolean isEveryone() {
        return kind == Kind.EVERYONE;
    }

    /** Returns the conditions of RecipientRequiresTls in it: empty ones, file URLs and lists. */
    ImmutableList<String> conditions() {
        ImmutableList.Builder<String> all = ImmutableList.builder();
        if (kind == Kind.LISTED) {
            all.add(condition);
        }
        parts.forEach(part -> all.addAll(part.conditions()));
        return all.build();
    }
}
