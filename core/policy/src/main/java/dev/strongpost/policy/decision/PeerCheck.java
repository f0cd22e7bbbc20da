// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.security.auth.x500.X500Principal;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.DistinguishedName;
import dev.strongpost.certificates.NamePattern;
import dev.strongpost.certificates.WeakCertificate;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.text.Sanitizer;

/** Whether the peer is who the rule asks for: by trust and name, or by pin. */
final class PeerCheck {
    private static final int LONGEST_NAME = 180;

    private final TlsRequirement requirement;
    private final FailureFactory failures;
    private final boolean knowsAnchors;

    private PeerCheck(TlsRequirement requirement, FailureFactory failures, boolean knowsAnchors) {
        this.requirement = requirement;
        this.failures = failures;
        this.knowsAnchors = knowsAnchors;
    }

    /**
     * Returns the check of a peer.
     *
     * @param knowsAnchors whether the chain was checked against the anchors of this very requirement
     */
    static PeerCheck of(TlsRequirement requirement, FailureFactory failures, boolean knowsAnchors) {
        return new PeerCheck(requirement, failures, knowsAnchors);
    }

    Optional<TlsFailure> failure(PeerIdentity peer) {
        if (!peer.isPresented()) {
            return Optional.of(failures.session(
                    FailureReason.NOT_AUTHENTICATED,
                    (requirement.isInbound() ? "the client" : "the host") + " showed no certificate"));
        }
        switch (requirement.level()) {
            case FINGERPRINT:
                return pins(peer);
            case DANE_ONLY:
                return tlsa(peer);
            default:
                return trust(peer);
        }
    }

    /** The records alone decide. Where none were looked up, none can be satisfied. */
    private Optional<TlsFailure> tlsa(PeerIdentity peer) {
        return requirement
                .tlsa()
                .map(records -> records.mismatch(peer.chain())
                        .map(why -> failures.session(
                                FailureReason.DANE_MISMATCH,
                                why + "; it is " + PresentedCertificate.of(peer).describe())))
                .orElseGet(() -> Optional.of(failures.noTlsa(peer.hostName().orElse("the host"))));
    }

    // Trust, expiry and names play no part: the pin alone decides, as at Postfix's level of that name.
    private Optional<TlsFailure> pins(PeerIdentity peer) {
        return PinnedChain.isPinned(peer.chain(), requirement.pins())
                ? Optional.empty()
                : Optional.of(failures.session(
                        FailureReason.PIN_MISMATCH,
                        "no pin matches: its first certificate is "
                                + PresentedCertificate.of(peer).pins()));
    }

    private Optional<TlsFailure> trust(PeerIdentity peer) {
        if (!peer.isTrusted()) {
            return Optional.of(untrusted(peer));
        }
        return WeakCertificate.find(peer.path())
                .map(why -> failures.session(FailureReason.WEAK_CERTIFICATE, why))
                .or(() -> anchors(peer))
                .or(() -> names(peer, CertificateNames.of(peer.chain().get(0))))
                .or(() -> distinguishedNames(peer.chain().get(0)));
    }

    private TlsFailure untrusted(PeerIdentity peer) {
        String why = "certificate not trusted: " + peer.untrustedBecause().orElse("no reason known") + "; it is "
                + PresentedCertificate.of(peer).describe();
        switch (peer.chainStatus()) {
            case UNKNOWN_ISSUER:
                return failures.session(FailureReason.UNKNOWN_ISSUER, why);
            case EXPIRED:
                return failures.session(FailureReason.CERTIFICATE_EXPIRED, why);
            case NOT_YET_VALID:
                return failures.session(FailureReason.CERTIFICATE_NOT_YET_VALID, why);
            case WRONG_USAGE:
                return failures.session(FailureReason.WRONG_USAGE, why);
            case WEAK:
                // The JVM says no more than that an algorithm is not allowed.
                return failures.session(
                        FailureReason.WEAK_CERTIFICATE,
                        WeakCertificate.find(peer.path()).orElse(why));
            default:
                return failures.session(FailureReason.AUTHENTICATION_FAILED, why);
        }
    }

    // A chain that was judged by other anchors has to end at those that the rule asks for.
    private Optional<TlsFailure> anchors(PeerIdentity peer) {
        return requirement
                .trustAnchors()
                .filter(anchors -> !knowsAnchors && !peer.path().endsAt(anchors.certificates()))
                .map(anchors -> failures.session(
                        FailureReason.AUTHENTICATION_FAILED, "its chain does not lead to a certificate of " + anchors));
    }

    private Optional<TlsFailure> names(PeerIdentity peer, CertificateNames names) {
        ImmutableList<NameMatch> matches = NameMatch.effective(requirement);
        if (matches.isEmpty()) {
            return Optional.empty();
        }
        ImmutableList<String> wanted = wanted(matches, peer);
        return wanted.stream().anyMatch(pattern -> NamePattern.isBorneBy(pattern, names))
                ? Optional.empty()
                : Optional.of(mismatch(names, wanted));
    }

    private static ImmutableList<String> wanted(List<NameMatch> matches, PeerIdentity peer) {
        return matches.stream()
                .map(match -> match.pattern(peer.hostName(), peer.nextHop()))
                .flatMap(Optional::stream)
                .collect(ImmutableList.toImmutableList());
    }

    private TlsFailure mismatch(CertificateNames names, List<String> wanted) {
        String first = wanted.isEmpty() ? nobody() : wanted.get(0);
        String remark = "its certificate is for " + names.describe() + ", wanted "
                + (wanted.isEmpty() ? first : wanted.stream().collect(Collectors.joining(" or ")));
        return failures.nameMismatch(borne(names, first), first, remark);
    }

    /**
     * Returns the name to quote. Common names do not count (RFC 9525 section 2): one that equals what is wanted would
     * make a sentence that contradicts itself.
     */
    private static String borne(CertificateNames names, String wanted) {
        return names.title().equalsIgnoreCase(wanted)
                ? names.dnsNames().stream().findFirst().map(Sanitizer::clean).orElse("(none)")
                : names.title();
    }

    private Optional<TlsFailure> distinguishedNames(X509Certificate leaf) {
        return distinguishedName(FailureReason.SUBJECT_MISMATCH, leaf.getSubjectX500Principal(), requirement.subjects())
                .or(() -> distinguishedName(
                        FailureReason.ISSUER_MISMATCH, leaf.getIssuerX500Principal(), requirement.issuers()));
    }

    private Optional<TlsFailure> distinguishedName(
            FailureReason reason, X500Principal borne, List<DistinguishedName> wanted) {
        if (wanted.isEmpty() || wanted.stream().anyMatch(name -> name.is(borne))) {
            return Optional.empty();
        }
        String names = wanted.stream().map(DistinguishedName::toString).collect(Collectors.joining(" or "));
        return Optional.of(failures.distinguishedName(reason, shown(DistinguishedName.text(borne)), shown(names)));
    }

    /** A reply is ASCII, and its line has 512 octets. */
    private static String shown(String names) {
        return Sanitizer.ascii(names, LONGEST_NAME);
    }

    private String nobody() {
        return requirement.isInbound() ? "an unknown sender" : "an unknown host";
    }
}
