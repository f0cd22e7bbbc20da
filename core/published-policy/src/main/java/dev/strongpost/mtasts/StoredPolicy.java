// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import com.google.common.base.Splitter;
import com.google.common.primitives.Longs;

/** A policy as it was fetched: which, when, and what it says. Immutable. */
public final class StoredPolicy {
    private static final String FORM = "strongpost-mta-sts 1";
    private static final int HEAD_LINES = 4;

    private final String id;
    private final Instant fetched;
    private final StsPolicy policy;

    private StoredPolicy(String id, Instant fetched, StsPolicy policy) {
        this.id = id;
        this.fetched = fetched;
        this.policy = policy;
    }

    /** Returns the policy that was fetched; empty when its text is none. */
    static Optional<StoredPolicy> of(String id, Instant fetched, String text) {
        return StsPolicy.parse(text).map(policy -> new StoredPolicy(id, fetched, policy));
    }

    /** Returns the policy that {@link #toFile} wrote; empty for anything else. */
    static Optional<StoredPolicy> ofFile(String content) {
        List<String> lines = Splitter.on('\n').limit(HEAD_LINES).splitToList(content);
        if (lines.size() < HEAD_LINES || !lines.get(0).equals(FORM)) {
            return Optional.empty();
        }
        return Optional.ofNullable(Longs.tryParse(lines.get(2)))
                .map(Instant::ofEpochSecond)
                .flatMap(fetched -> of(lines.get(1), fetched, lines.get(HEAD_LINES - 1)));
    }

    /** Returns the content of a file that keeps it; {@code text} is that of the policy. */
    String toFile(String text) {
        return FORM + "\n" + id + "\n" + fetched.getEpochSecond() + "\n" + text;
    }

    /** Returns the id of the record that named it. */
    public String id() {
        return id;
    }

    /** Returns when it was fetched. */
    public Instant fetched() {
        return fetched;
    }

    /** Returns what it says. */
    public StsPolicy policy() {
        return policy;
    }

    /** Tells whether it has used up half of its time at {@code now}, so that it is to be fetched again in good time. */
    boolean isDueForRefresh(Instant now) {
        return now.isAfter(fetched.plus(policy.maxAge().dividedBy(2)));
    }

    /** Tells whether it holds at {@code now}: neither past its age, nor fetched in the future by a clock that was wrong. */
    boolean isLive(Instant now) {
        return !now.isBefore(fetched) && now.isBefore(fetched.plus(policy.maxAge()));
    }
}
