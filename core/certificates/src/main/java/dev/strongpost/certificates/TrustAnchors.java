// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates;

import java.security.cert.X509Certificate;
import java.util.Objects;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

/**
 * The certificates that a rule trusts instead of the JVM's ({@code ca=FILE}), as they were when the table was read:
 * the file is not needed afterwards. Equal by path and certificates, so that a file with other certificates makes
 * another requirement. Immutable.
 */
public final class TrustAnchors {
    private final String path;
    private final ImmutableList<X509Certificate> certificates;
    private final ImmutableList<X509Certificate> expired;
    private final int hash;

    private TrustAnchors(
            String path, ImmutableList<X509Certificate> certificates, ImmutableList<X509Certificate> expired) {
        this.path = path;
        this.certificates = certificates;
        this.expired = expired;
        this.hash = Objects.hash(path, certificates); // once: a mail is split by its requirements' hashes
    }

    /**
     * Returns the anchors of that file.
     *
     * @param path as the rule writes it
     * @throws IllegalArgumentException when there is no certificate: a rule without trust anchors is a mistake
     */
    public static TrustAnchors of(String path, Iterable<X509Certificate> certificates) {
        return of(path, certificates, ImmutableList.of());
    }

    /**
     * Returns the anchors of that file, of which some have expired.
     *
     * @param certificates those that are trusted
     * @param expired those that the file holds and that are not trusted any more
     * @throws IllegalArgumentException when none is trusted
     */
    public static TrustAnchors of(
            String path, Iterable<X509Certificate> certificates, Iterable<X509Certificate> expired) {
        ImmutableList<X509Certificate> anchors = ImmutableList.copyOf(certificates);
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException(path + " has no certificate");
        }
        return new TrustAnchors(path, anchors, ImmutableList.copyOf(expired));
    }

    /** Returns the file as the rule writes it: {@code partner.pem}. */
    public String path() {
        return path;
    }

    /** Returns the certificates in the order of the file, at least one. */
    public ImmutableList<X509Certificate> certificates() {
        return certificates;
    }

    /** Returns those of the file that had expired when it was read, and are left out. They do not count in equality. */
    public ImmutableList<X509Certificate> expired() {
        return expired;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof TrustAnchors)) {
            return false;
        }
        TrustAnchors that = (TrustAnchors) other;
        return hash == that.hash && path.equals(that.path) && certificates.equals(that.certificates);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns {@link #path()}. */
    @Override
    public String toString() {
        return path;
    }
}
