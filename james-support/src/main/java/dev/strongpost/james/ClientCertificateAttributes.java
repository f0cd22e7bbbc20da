// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.stream.Collectors;

import javax.security.auth.x500.X500Principal;

import org.apache.mailet.AttributeName;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.DistinguishedName;
import dev.strongpost.certificates.peer.PeerIdentity;

/**
 * What a client's certificate says, as attributes. Its issuer chose the words, so everything is bounded; and
 * what would have to be cut is left out, since half a name is another name.
 */
final class ClientCertificateAttributes {
    /** Separates two names. No domain name has it. */
    static final char SEPARATOR = ',';

    static final int LONGEST = 1000;
    static final int MOST_NAMES = 100;
    private static final int LONGEST_NAME = 255;
    private static final CharMatcher NAME =
            CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('0', '9')).or(CharMatcher.anyOf("-._*"));

    private ClientCertificateAttributes() {}

    /** Returns the attributes of the certificate that {@code peer} showed; none when it showed none. */
    static ImmutableMap<AttributeName, String> of(PeerIdentity peer) {
        return peer.chain().stream()
                .findFirst()
                .map(ClientCertificateAttributes::of)
                .orElseGet(ImmutableMap::of);
    }

    private static ImmutableMap<AttributeName, String> of(X509Certificate certificate) {
        ImmutableMap.Builder<AttributeName, String> text = ImmutableMap.builder();
        put(text, TlsMailAttributes.RECEIVED_CLIENT_SUBJECT, name(certificate.getSubjectX500Principal()));
        put(text, TlsMailAttributes.RECEIVED_CLIENT_ISSUER, name(certificate.getIssuerX500Principal()));
        put(text, TlsMailAttributes.RECEIVED_CLIENT_NAMES, names(CertificateNames.of(certificate)));
        put(text, TlsMailAttributes.RECEIVED_CLIENT_SHA256, sha256(certificate));
        return text.build();
    }

    private static void put(ImmutableMap.Builder<AttributeName, String> text, AttributeName name, String value) {
        if (!value.isEmpty()) {
            text.put(name, value);
        }
    }

    private static String name(X500Principal principal) {
        String name = DistinguishedName.text(principal);
        return name.length() > LONGEST ? "" : name;
    }

    private static String names(CertificateNames names) {
        return names.dnsNames().stream()
                .filter(name -> name.length() <= LONGEST_NAME && NAME.matchesAllOf(name))
                .limit(MOST_NAMES)
                .collect(Collectors.joining(String.valueOf(SEPARATOR)));
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return Hashing.sha256().hashBytes(certificate.getEncoded()).toString();
        } catch (CertificateEncodingException e) {
            return ""; // a certificate that cannot be written down identifies no client
        }
    }
}
