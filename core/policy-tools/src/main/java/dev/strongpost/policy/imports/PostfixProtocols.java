// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;

import dev.strongpost.policy.decision.TlsProtocol;

/**
 * {@code protocols=} of a {@code smtp_tls_policy_maps} entry (postconf(5), smtp_tls_mandatory_protocols): a list,
 * between colons, of {@code >=version}, {@code <=version}, {@code !version} and {@code version}. The policy table has a
 * lowest version.
 */
final class PostfixProtocols {
    private static final int SSL3 = 0x0300;

    private final String value;
    private final Set<TlsProtocol> named = EnumSet.noneOf(TlsProtocol.class);
    private final Set<TlsProtocol> enabled = EnumSet.allOf(TlsProtocol.class);

    PostfixProtocols(String value) {
        this.value = value;
    }

    /**
     * Adds the lowest version, and what there is to say.
     *
     * @throws UntranslatableException when the list has a mistake, or leaves no version
     */
    void apply(RuleDraft rule) throws UntranslatableException {
        if (CharMatcher.is(':').matchesAllOf(value)) {
            rule.note("protocols= is empty: the version is what a rule without it asks for");
            return;
        }
        for (String item : Splitter.on(':').omitEmptyStrings().split(value)) {
            item(item);
        }
        if (!named.isEmpty()) {
            enabled.retainAll(named);
        }
        TlsProtocol lowest = enabled.stream()
                .findFirst()
                .orElseThrow(() -> new UntranslatableException("no version is left by protocols=" + value));
        if (lowest == TlsProtocol.SSLV3) {
            rule.note("protocols=" + value + " leaves SSL 3; the version is what a rule without it asks for");
            return;
        }
        rule.option("protocol", lowest.word());
        if (enabled.size() < TlsProtocol.from(lowest).size()) {
            rule.note("versions newer than " + lowest.word() + " cannot be forbidden, and are used");
        }
    }

    private void item(String item) throws UntranslatableException {
        if (item.startsWith(">=")) {
            atLeast(item.substring(2));
        } else if (item.startsWith("<=")) {
            TlsProtocol bound = version(item.substring(2));
            enabled.removeIf(protocol -> protocol.compareTo(bound) > 0);
        } else if (item.startsWith("!")) {
            exclude(item.substring(1));
        } else {
            named.add(version(item));
        }
    }

    private void atLeast(String version) throws UntranslatableException {
        if (!version.equalsIgnoreCase("SSLv2")) { // below everything
            TlsProtocol bound = version(version);
            enabled.removeIf(protocol -> !protocol.isAtLeast(bound));
        }
    }

    private void exclude(String version) throws UntranslatableException {
        if (!version.equalsIgnoreCase("SSLv2")) { // no JVM has it
            enabled.remove(version(version));
        }
    }

    private static TlsProtocol version(String text) throws UntranslatableException {
        Optional<TlsProtocol> version = TlsProtocol.parse(text).or(() -> hexadecimal(text.toLowerCase(Locale.ROOT)));
        return version.orElseThrow(() -> new UntranslatableException("not a version of TLS: " + text));
    }

    // "301", "0301", "0x301" and "0x0301" are all TLSv1.
    private static Optional<TlsProtocol> hexadecimal(String text) {
        String digits = text.startsWith("0x") ? text.substring(2) : text;
        try {
            int version = digits.length() <= 4 ? Integer.parseInt(digits, 16) - SSL3 : -1;
            TlsProtocol[] all = TlsProtocol.values();
            return version >= 0 && version < all.length ? Optional.of(all[version]) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
