// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.parse;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.common.collect.ImmutableMap;

/** The cipher suites that this JVM can do, found by either of the prefixes {@code TLS_} and {@code SSL_}. Immutable. */
final class SuiteCatalogue {
    private static final int PREFIX = "TLS_".length();

    private final ImmutableMap<String, String> suites;

    SuiteCatalogue(Set<String> supported) {
        ImmutableMap.Builder<String, String> byKey = ImmutableMap.builder();
        supported.stream().filter(SuiteCatalogue::hasPrefix).forEach(suite -> byKey.put(key(suite), suite));
        this.suites = byKey.buildKeepingLast();
    }

    /** Returns the JVM's spelling of {@code name}; empty when it cannot do it. */
    Optional<String> find(String name) {
        return hasPrefix(name) ? Optional.ofNullable(suites.get(key(name))) : Optional.empty();
    }

    /** Returns the suites there are, for a message. */
    String example() {
        return suites.values().stream()
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
