// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The gauge of how long certificates are valid: those of listeners, or those of delivery mailets. Thread-safe. */
public final class CertificateDays {
    /** More than any certificate has. */
    private static final long NO_CERTIFICATE = 100_000;

    private final Map<Object, Function<Instant, Optional<Long>>> shown = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();

    /** Shows the certificates of {@code owner}, of which {@code daysLeft} gives the days of the first to expire. */
    public void show(Object owner, Function<Instant, Optional<Long>> daysLeft) {
        shown.put(owner, daysLeft);
    }

    /** Shows those of {@code owner} no more. */
    public void hide(Object owner) {
        shown.remove(owner);
    }

    /** Returns the whole days that the first certificate to expire has left; {@value #NO_CERTIFICATE} without one. */
    public long left() {
        Instant now = clock.instant();
        return shown.values().stream()
                .flatMap(daysLeft -> daysLeft.apply(now).stream())
                .min(Comparator.naturalOrder())
                .orElse(NO_CERTIFICATE);
    }
}
