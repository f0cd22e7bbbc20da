// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.protocol;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;

/** The service extensions that a server announced in its reply to EHLO (RFC 5321 section 4.1.1.1). */
public final class Capabilities {
    private static final Splitter WORDS =
            Splitter.on(CharMatcher.anyOf(" \t")).omitEmptyStrings().limit(2);

    private final ImmutableMap<String, String> extensions;

    private static final Splitter WORDS_OF_AUTH = Splitter.on(' ').omitEmptyStrings();

    private Capabilities(ImmutableMap<String, String> extensions) {
        this.extensions = extensions;
    }

    /** Returns the extensions of a server that only knows HELO. */
    public static Capabilities none() {
        return new Capabilities(ImmutableMap.of());
    }

    /** Returns the extensions in {@code ehlo}. Its first line is the name of the server, not an extension. */
    public static Capabilities from(SmtpReply ehlo) {
        ImmutableMap.Builder<String, String> extensions = ImmutableMap.builder();
        List<String> lines = ehlo.lines();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            List<String> words = WORDS.splitToList(line);
            if (!words.isEmpty()) {
                extensions.put(words.get(0).toUpperCase(Locale.ROOT), words.size() > 1 ? words.get(1) : "");
            }
        }
        return new Capabilities(extensions.buildKeepingLast());
    }

    /** Tells whether the server announced {@code keyword}, given in upper case. */
    public boolean has(String keyword) {
        return extensions.containsKey(keyword);
    }

    /** Tells whether the server takes AUTH by {@code mechanism} (RFC 4954), given in upper case. */
    public boolean hasAuth(String mechanism) {
        return WORDS_OF_AUTH.splitToStream(extensions.getOrDefault("AUTH", "")).anyMatch(mechanism::equalsIgnoreCase);
    }

    /** Returns the largest message that the server takes, in bytes (RFC 1870); empty when it gave no limit. */
    public OptionalLong maximumSize() {
        Long size = Longs.tryParse(extensions.getOrDefault("SIZE", "").trim());
        return size == null || size <= 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
