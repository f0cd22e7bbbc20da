// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;

/** What a domain's policy says (RFC 8461 section 3.2). Immutable. */
public final class StsPolicy {
    /** A year, RFC 8461 section 3.2. */
    static final long LONGEST_AGE_SECONDS = 31_557_600;

    private static final String VERSION = "STSv1";
    private static final int LONGEST_NUMBER = 10;

    /** What becomes of mail to a host that does not satisfy the policy. */
    public enum Mode {
        /** It is not delivered there. */
        ENFORCE("enforce"),
        /** It is delivered, and reported. */
        TESTING("testing"),
        /** There is no policy any more. */
        NONE("none");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        static Optional<Mode> parse(String word) {
            return ImmutableList.copyOf(values()).stream()
                    .filter(mode -> mode.word.equals(word))
                    .findFirst();
        }

        /** Returns the word of the policy for this mode. */
        public String word() {
            return word;
        }
    }

    private final Mode mode;
    private final ImmutableList<MxPattern> hosts;
    private final Duration maxAge;

    private StsPolicy(Mode mode, List<MxPattern> hosts, Duration maxAge) {
        this.mode = mode;
        this.hosts = ImmutableList.copyOf(hosts);
        this.maxAge = maxAge;
    }

    /** Returns the policy that {@code text} is; empty when it has a mistake: then there is no policy. */
    public static Optional<StsPolicy> parse(String text) {
        Map<String, String> fields = new HashMap<>();
        List<MxPattern> hosts = new ArrayList<>();
        for (String line : Splitter.on('\n').splitToList(text)) {
            String field = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            if (!field.isEmpty() && !add(field, fields, hosts)) {
                return Optional.empty();
            }
        }
        return build(fields, hosts);
    }

    private static boolean add(String field, Map<String, String> fields, List<MxPattern> hosts) {
        int colon = field.indexOf(':');
        String key = colon < 0 ? "" : field.substring(0, colon);
        String value = StsSyntax.BLANK.trimFrom(field.substring(colon + 1));
        if (!StsSyntax.isFieldName(key)
                || value.isEmpty()
                || CharMatcher.javaIsoControl().matchesAnyOf(value)) {
            return false;
        }
        if (!key.equals("mx")) {
            fields.putIfAbsent(key, value); // the first one counts
            return true;
        }
        Optional<MxPattern> host = MxPattern.parse(value);
        host.ifPresent(hosts::add);
        return host.isPresent();
    }

    private static Optional<StsPolicy> build(Map<String, String> fields, List<MxPattern> hosts) {
        Optional<Mode> mode = Optional.ofNullable(fields.get("mode")).flatMap(Mode::parse);
        Optional<Long> age = Optional.ofNullable(fields.get("max_age"))
                .filter(number -> StsSyntax.DIGITS.matchesAllOf(number) && number.length() <= LONGEST_NUMBER)
                .map(Longs::tryParse)
                .filter(seconds -> seconds <= LONGEST_AGE_SECONDS);
        boolean whole = VERSION.equals(fields.get("version")) && mode.isPresent() && age.isPresent();
        boolean needsHosts = mode.filter(Mode.NONE::equals).isEmpty();
        return whole && !(needsHosts && hosts.isEmpty())
                ? Optional.of(new StsPolicy(mode.get(), hosts, Duration.ofSeconds(age.get())))
                : Optional.empty();
    }

    /** Returns what becomes of mail to a host that does not satisfy it. */
    public Mode mode() {
        return mode;
    }

    /** Returns which MX hosts the domain has; none only in mode {@code none}. */
    public ImmutableList<MxPattern> hosts() {
        return hosts;
    }

    /** Returns how long it holds from when it was fetched, 0 to a year. */
    public Duration maxAge() {
        return maxAge;
    }

    /** Tells whether {@code host} is one of the domain's MX hosts (RFC 8461 section 4.1). */
    public boolean covers(String host) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(host));
    }

    @Override
    public String toString() {
        return mode.word() + " " + hosts;
    }
}
