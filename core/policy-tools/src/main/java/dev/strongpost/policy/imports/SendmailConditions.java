// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import javax.annotation.Nullable;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ListMultimap;

/**
 * What a value of Sendmail's asks of the certificate behind {@code +}: {@code CN}, {@code CN:name}, {@code CS:subject},
 * {@code CI:issuer}, {@code CITag:tag}, all of which have to be met ({@code STLS_req} in cf/m4/proto.m4). Immutable.
 */
final class SendmailConditions {
    private static final CharMatcher HOST_NAME = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("-."));
    private static final SendmailConditions NONE = new SendmailConditions(new Builder(), ImmutableList.of());

    private final boolean empty;
    private final boolean forHost;

    @Nullable
    private final String name;

    @Nullable
    private final String subject;

    private final ImmutableList<String> issuers;

    private SendmailConditions(Builder builder, List<String> issuers) {
        this.empty = builder.count == 0;
        this.forHost = builder.forHost;
        this.name = builder.name;
        this.subject = builder.subject;
        this.issuers = ImmutableList.copyOf(issuers);
    }

    /** Returns no conditions. */
    static SendmailConditions none() {
        return NONE;
    }

    /**
     * Returns the conditions.
     *
     * @param issuersByTag the issuers that the map accepts by each tag, which is in lower case
     * @throws UntranslatableException when one is none, or no certificate can meet them all
     */
    static SendmailConditions parse(List<String> extensions, ListMultimap<String, String> issuersByTag)
            throws UntranslatableException {
        Builder conditions = new Builder();
        for (String extension : extensions) {
            conditions.add(extension, issuersByTag);
        }
        return conditions.build();
    }

    /** Takes conditions one by one. */
    private static final class Builder {
        private int count;
        private boolean forHost;

        @Nullable
        private String name;

        @Nullable
        private String subject;

        @Nullable
        private Set<String> issuers;

        void add(String extension, ListMultimap<String, String> issuersByTag) throws UntranslatableException {
            int colon = extension.indexOf(':');
            String kind = (colon < 0 ? extension : extension.substring(0, colon)).toUpperCase(Locale.ROOT);
            String value = extension.substring(colon + 1);
            count++;
            switch (colon < 0 && !kind.equals("CN") ? "" : kind) {
                case "CN":
                    commonName(colon < 0 ? Optional.empty() : Optional.of(value));
                    break;
                case "CS":
                    subject = same(subject, SendmailName.toRfc4514(value), "subjects");
                    break;
                case "CI":
                    restrict(ImmutableList.of(SendmailName.toRfc4514(value)));
                    break;
                case "CITAG":
                    tag(value, issuersByTag.get(value.toLowerCase(Locale.ROOT)));
                    break;
                default:
                    throw new UntranslatableException("no condition of Sendmail's on a certificate: " + extension);
            }
        }

        // match= takes lists, suffixes, and words such as nexthop; a CN that looks like one of these is none.
        private void commonName(Optional<String> given) throws UntranslatableException {
            if (given.isEmpty()) {
                forHost = true;
                return;
            }
            String value = given.get();
            if (!HOST_NAME.matchesAllOf(value) || value.indexOf('.') < 1) {
                throw new UntranslatableException(
                        "a CN that is no host name cannot be compared with subjectAltName: " + value);
            }
            name = same(name, value, "names");
        }

        private static String same(@Nullable String before, String value, String what) throws UntranslatableException {
            if (before != null && !before.equalsIgnoreCase(value)) {
                throw new UntranslatableException("two " + what + " that one certificate cannot have");
            }
            return value;
        }

        private void tag(String tag, List<String> accepted) throws UntranslatableException {
            if (accepted.isEmpty()) {
                throw new UntranslatableException("no line of this file accepts an issuer by the tag " + tag + " ("
                        + tag + ":/... OK): no certificate meets it");
            }
            restrict(accepted);
        }

        private void restrict(List<String> accepted) throws UntranslatableException {
            Set<String> both = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            both.addAll(accepted);
            if (issuers != null) {
                both.retainAll(issuers);
            }
            if (both.isEmpty()) {
                throw new UntranslatableException("issuers that no certificate can have at once");
            }
            issuers = both;
        }

        SendmailConditions build() throws UntranslatableException {
            if (forHost && name != null) {
                throw new UntranslatableException(
                        "two names that must both be there; the policy table has one name or another");
            }
            return new SendmailConditions(this, issuers == null ? ImmutableList.of() : ImmutableList.copyOf(issuers));
        }
    }

    /** Returns the level that the conditions need at least, where {@code without} them it is another. */
    String level(String without) {
        if (empty) {
            return without;
        }
        return name == null ? "verify" : "secure";
    }

    /** Tells whether the name has to be that of the host. */
    boolean isForHost() {
        return forHost;
    }

    /** Adds the options of a rule that say the same, and what there is to say. */
    void applyTo(RuleDraft rule) {
        if (name != null) {
            rule.option("match", name);
        }
        if (subject != null) {
            rule.option("subject", subject);
        }
        issuers.forEach(issuer -> rule.option("issuer", issuer));
        if (name != null || forHost) {
            rule.note("the chain has to be trusted and the name stand in subjectAltName; Sendmail compares the CN");
        } else if (!empty) {
            rule.note("the chain has to be trusted; Sendmail compares the text of the name alone");
        }
    }
}
