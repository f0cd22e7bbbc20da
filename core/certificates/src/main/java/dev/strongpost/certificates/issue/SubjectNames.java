// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.issue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;

import dev.strongpost.address.ALabels;
import dev.strongpost.certificates.KeyMaterialException;

/**
 * The names that a new certificate is for: host names, {@code *.example} for every host below, IP addresses. They go
 * into subjectAltName, where alone they count (RFC 9525 section 6.3). Immutable, at least one.
 */
public final class SubjectNames {
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /** RFC 5280 appendix A.1, ub-common-name. */
    private static final int LONGEST_COMMON_NAME = 64;

    private static final CharMatcher LABEL = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.is('-'))
            .precomputed();

    private final ImmutableList<GeneralName> names;
    private final String first;

    private SubjectNames(ImmutableList<GeneralName> names, String first) {
        this.names = names;
        this.first = first;
    }

    /** Returns the name of this machine, as it knows itself; {@code localhost} where it does not, or has an odd one. */
    public static SubjectNames ofThisMachine() throws KeyMaterialException {
        try {
            return of(List.of(InetAddress.getLocalHost().getHostName()));
        } catch (UnknownHostException | KeyMaterialException e) {
            return of(List.of("localhost"));
        }
    }

    /**
     * Returns the names written so.
     *
     * @param texts host names in U-labels or A-labels, with {@code *} for the first label if need be, and IP addresses
     * @throws KeyMaterialException when there is none, or one is neither
     */
    public static SubjectNames of(List<String> texts) throws KeyMaterialException {
        if (texts.isEmpty()) {
            throw KeyMaterialException.refused("no name: a certificate is for at least one host name or IP address");
        }
        ImmutableList.Builder<GeneralName> names = ImmutableList.builder();
        for (String text : texts) {
            names.add(name(text));
        }
        ImmutableList<GeneralName> all = names.build();
        return new SubjectNames(all, canonical(texts.get(0)));
    }

    private static GeneralName name(String text) throws KeyMaterialException {
        if (InetAddresses.isInetAddress(text)) {
            return new GeneralName(GeneralName.iPAddress, text);
        }
        String name = canonical(text);
        if (name.isEmpty() && !text.isEmpty()) {
            throw KeyMaterialException.refused(
                    "the name " + Ascii.truncate(text, 100, "...") + " has to be written as " + ALabels.WRITE_THEM);
        }
        if (!isHostName(name.startsWith("*.") ? name.substring(2) : name)) {
            throw KeyMaterialException.refused("the name " + Ascii.truncate(text, 100, "...")
                    + " is no host name, such as mx.example.org or *.example.org, and no IP address");
        }
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static String canonical(String text) {
        return Ascii.toLowerCase(ALabels.of(text).orElse("")); // which is no name
    }

    private static boolean isHostName(String name) {
        return name.length() <= LONGEST_NAME
                && Splitter.on('.').splitToList(name).stream().allMatch(SubjectNames::isLabel);
    }

    private static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= LONGEST_LABEL
                && LABEL.matchesAllOf(label)
                && !label.startsWith("-")
                && !label.endsWith("-");
    }

    /**
     * Returns the subject: the first name as its common name, for people; RFC 5280 section 4.1.2.4 wants an issuer to
     * have one.
     */
    X500Principal subject() {
        // What isHostName let through, and an address, has no character that a distinguished name would quote.
        return new X500Principal("CN=" + (first.length() <= LONGEST_COMMON_NAME ? first : "mail server"));
    }

    GeneralNames alternativeNames() {
        return new GeneralNames(names.toArray(new GeneralName[0]));
    }
}
