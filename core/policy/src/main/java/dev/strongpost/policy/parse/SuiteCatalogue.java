// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;

/**
 * The cipher suites that rules may name: those of this JVM, and those that another Java has or this one had before an
 * update switched them off. A name is found by either of the prefixes {@code TLS_} and {@code SSL_}. Immutable.
 */
final class SuiteCatalogue {
    private static final int PREFIX = "TLS_".length();
    private static final ImmutableMap<String, String> KNOWN = byKey(known());

    private final ImmutableMap<String, String> supported;
    private final ImmutableSet<String> names;

    /** Takes the suites that this JVM can do, in its spelling. */
    SuiteCatalogue(Set<String> supported) {
        this.supported = byKey(supported);
        this.names = ImmutableSet.copyOf(this.supported.values());
    }

    private static ImmutableSet<String> known() {
        URL list = Resources.getResource(SuiteCatalogue.class, "known-suites.txt");
        try {
            return Resources.readLines(list, StandardCharsets.US_ASCII).stream()
                    .filter(SuiteCatalogue::hasPrefix)
                    .collect(ImmutableSet.toImmutableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: " + list, e);
        }
    }

    private static ImmutableMap<String, String> byKey(Collection<String> suites) {
        ImmutableMap.Builder<String, String> byKey = ImmutableMap.builder();
        suites.stream().filter(SuiteCatalogue::hasPrefix).forEach(suite -> byKey.put(key(suite), suite));
        return byKey.buildKeepingLast();
    }

    /** Returns this JVM's spelling of {@code name}, or JSSE's where another Java has it; empty when none has. */
    Optional<String> find(String name) {
        if (!hasPrefix(name)) {
            return Optional.empty();
        }
        return Optional.ofNullable(supported.get(key(name))).or(() -> Optional.ofNullable(KNOWN.get(key(name))));
    }

    /** Tells whether this JVM can do what {@link #find} returned. */
    boolean isSupported(String suite) {
        return names.contains(suite);
    }

    /** Returns one of the suites there are, for a message. */
    String example() {
        return supported.values().stream()
                .findFirst()
                .map(suite -> ", such as " + suite)
                .orElse("");
    }

    private static boolean hasPrefix(String name) {
        return name.regionMatches(true, 0, "TLS_", 0, PREFIX) || name.regionMatches(true, 0, "SSL_", 0, PREFIX);
    }

    private static String key(String name) {
        return name.substring(PREFIX).toUpperCase(Locale.ROOT);
    }
}
