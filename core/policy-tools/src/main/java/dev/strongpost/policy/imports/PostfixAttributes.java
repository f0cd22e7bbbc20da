// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.BaseEncoding;

import dev.strongpost.policy.decision.TlsLevel;

/**
 * The attributes of one {@code smtp_tls_policy_maps} entry, one by one (postconf(5), smtp_tls_policy_maps). Postfix
 * takes {@code match}, {@code tafile} and what is for reports again; of {@code tafile} a rule has one. Not thread-safe.
 */
final class PostfixAttributes {
    private final TlsLevel level;
    private final RuleDraft rule;
    /** For reports (TLSRPT), by Postfix 3.10 and postfix-tlspol. */
    private static final ImmutableSet<String> FOR_REPORTS = ImmutableSet.of(
            "policy_type", "policy_ttl", "policy_domain", "policy_string", "policy_failure", "mx_host_pattern");

    private static final int SHA256_DIGITS = 64;

    private final Set<String> seen = new HashSet<>();
    private final List<String> match = new ArrayList<>();
    private final PostfixCiphers ciphers = new PostfixCiphers();

    PostfixAttributes(TlsLevel level, RuleDraft rule) {
        this.level = level;
        this.rule = rule;
    }

    /**
     * Takes {@code name=value}.
     *
     * @throws UntranslatableException when Postfix would refuse it, or the policy table has no words for it
     */
    void add(String attribute) throws UntranslatableException {
        int equals = attribute.indexOf('=');
        if (equals < 1) {
            throw new UntranslatableException("not name=value: " + attribute);
        }
        String name = attribute.substring(0, equals).toLowerCase(Locale.ROOT);
        String value = attribute.substring(equals + 1);
        switch (name) {
            case "match":
                match(value);
                break;
            case "connection_reuse":
                rule.note("connection_reuse: whether connections are kept is not up to a rule");
                break;
            case "enable_rpk":
                rule.note("enable_rpk: raw public keys are not used (RFC 7250); a certificate is asked for");
                break;
            default:
                other(name, value);
        }
    }

    private void other(String name, String value) throws UntranslatableException {
        if (!FOR_REPORTS.contains(name)) {
            once(name, value);
        } else if (seen.add(name)) {
            rule.note(name + " is for reports (TLSRPT), and not for rules");
        }
    }

    private void once(String name, String value) throws UntranslatableException {
        if (!seen.add(name)) {
            throw new UntranslatableException(name + "= more than once, which has no place in the policy table");
        }
        switch (name) {
            case "protocols":
                new PostfixProtocols(value).apply(rule);
                break;
            case "ciphers":
                ciphers.grade(value);
                break;
            case "exclude":
                ciphers.exclude(value);
                break;
            case "tafile":
                trustAnchors(value);
                break;
            case "servername":
                serverName(value);
                break;
            default:
                throw new UntranslatableException("the policy table has nothing for the attribute " + name);
        }
    }

    private void match(String value) throws UntranslatableException {
        if (level == TlsLevel.FINGERPRINT) {
            for (String fingerprint : Splitter.on('|').omitEmptyStrings().split(value)) {
                match.addAll(pins(fingerprint));
            }
        } else if (isNamed()) {
            List<String> names = Splitter.on(':').omitEmptyStrings().splitToList(value);
            if (names.isEmpty()) {
                throw new UntranslatableException("Postfix refuses match= without a name");
            }
            match.addAll(names);
        } else {
            throw new UntranslatableException("Postfix refuses match= at level " + level.word());
        }
    }

    /**
     * Returns the items of {@code pin=} that say the same as a fingerprint: pairs of hexadecimal digits, between colons or
     * not, that Postfix compares with the digest of the certificate and with that of its key (postconf(5),
     * smtp_tls_fingerprint_digest).
     */
    private static ImmutableList<String> pins(String fingerprint) throws UntranslatableException {
        String hex = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
        if (hex.length() != SHA256_DIGITS || !BaseEncoding.base16().lowerCase().canDecode(hex)) {
            throw new UntranslatableException(
                    "a pin is a SHA-256 digest, of 64 hexadecimal digits; this is not: " + fingerprint);
        }
        byte[] digest = BaseEncoding.base16().lowerCase().decode(hex);
        return ImmutableList.of(
                "sha256:" + hex, "spki-sha256:" + BaseEncoding.base64().encode(digest));
    }

    private boolean isNamed() {
        return level == TlsLevel.VERIFY || level == TlsLevel.SECURE;
    }

    private void trustAnchors(String file) throws UntranslatableException {
        if (!isNamed() || file.isEmpty()) {
            throw new UntranslatableException("Postfix refuses tafile=" + file + " at level " + level.word());
        }
        rule.option("ca", file)
                .note("copy the file of tafile= to this machine; it has to hold certificates, no bare keys");
    }

    private void serverName(String name) {
        if (name.equalsIgnoreCase("nexthop")) {
            rule.note("servername=nexthop: the name of the MX host is sent instead (RFC 6066 section 3)");
        } else if (!name.equalsIgnoreCase("hostname")) {
            rule.option("sni", name);
        }
    }

    /**
     * Adds what several attributes say together.
     *
     * @throws UntranslatableException when level fingerprint has no fingerprint
     */
    void finish() throws UntranslatableException {
        if (level == TlsLevel.FINGERPRINT && match.isEmpty()) {
            throw new UntranslatableException(
                    "the fingerprints stand in main.cf (smtp_tls_fingerprint_cert_match), not here");
        }
        if (!match.isEmpty()) {
            rule.option(level == TlsLevel.FINGERPRINT ? "pin" : "match", String.join(",", match));
        }
        ciphers.apply(level, rule);
        if (level.requiresEncryption()) {
            rule.option("failure", "defer"); // Postfix tries again until the mail is too old
        }
    }
}
