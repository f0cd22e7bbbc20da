// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.inject.Inject;
import javax.inject.Singleton;

/**
 * What keeps mail from being delivered while this James runs, wherever it is noticed: a queue that has ended, name servers
 * that can prove nothing. Thread-safe.
 */
@Singleton
public final class RunningFaults {
    private final List<Source> sources = new CopyOnWriteArrayList<>();

    /** Something that may fail while James runs. */
    public interface Source {
        /** Returns what is wrong with it now, a sentence; empty when nothing is. Does not block. */
        Optional<String> fault();
    }

    /** Made by James. */
    @Inject
    public RunningFaults() {}

    /** Has {@code source} asked from now on. */
    public void add(Source source) {
        sources.add(source);
    }

    /** Has it asked no more. */
    public void remove(Source source) {
        sources.remove(source);
    }

    /** Returns the first fault there is; empty when there is none. */
    public Optional<String> first() {
        return sources.stream().map(Source::fault).flatMap(Optional::stream).findFirst();
    }
}
