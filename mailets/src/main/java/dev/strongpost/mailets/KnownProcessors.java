// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.inject.Inject;
import javax.inject.Provider;
import javax.inject.Singleton;

import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;
import org.apache.mailet.ProcessingState;

/**
 * Which processors James has. James itself checks only those that mailets name when it starts; to a mail that is sent
 * to any other name it says nothing, and lets it end in the processor {@code error}. A table that is read again may
 * name one.
 */
@Singleton
public final class KnownProcessors {
    private final Provider<CompositeProcessorImpl> james;
    private final Set<String> promised = ConcurrentHashMap.newKeySet();

    /** Made by James. The provider is asked when mail is on its way, not while James puts its processors together. */
    @Inject
    public KnownProcessors(Provider<CompositeProcessorImpl> james) {
        this.james = james;
    }

    /** Takes note of processors without which James does not start, and so has even while it is still starting. */
    void promise(Collection<ProcessingState> required) {
        required.stream().map(ProcessingState::getValue).forEach(promised::add);
    }

    /** Tells whether James has a processor called {@code name}. */
    boolean isKnown(String name) {
        return promised.contains(name) || james.get().getProcessor(name) != null;
    }
}
