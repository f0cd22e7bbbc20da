// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.inject.Inject;
import javax.inject.Singleton;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.store.CertificateCheck;

/**
 * The certificates that this James presents, as a server and to other servers, wherever they are configured. Thread-safe.
 */
@Singleton
public final class PresentedCertificates {
    private final List<Source> sources = new CopyOnWriteArrayList<>();
    private final CertificateCheck check;

    /** One who presents certificates: a listener, a delivery mailet. */
    public interface Source {
        /** Returns what {@code check} finds about the lifetimes of its certificates, a sentence each, with where they are. */
        ImmutableList<String> lifetimes(CertificateCheck check);
    }

    /** Made by James. */
    @Inject
    public PresentedCertificates() {
        this(Clock.systemUTC());
    }

    PresentedCertificates(Clock clock) {
        this.check = new CertificateCheck(clock, OptionalInt.empty(), CertificateCheck.Use.SERVER, ImmutableList.of());
    }

    /** Has the certificates of {@code source} looked at from now on. */
    public void add(Source source) {
        sources.add(source);
    }

    /** Has them looked at no more. */
    public void remove(Source source) {
        sources.remove(source);
    }

    /** Returns those that expired, are not valid yet, or are due for renewal, a sentence each; empty when none is. */
    public ImmutableList<String> findings() {
        return sources.stream()
                .flatMap(source -> source.lifetimes(check).stream())
                .collect(ImmutableList.toImmutableList());
    }
}
