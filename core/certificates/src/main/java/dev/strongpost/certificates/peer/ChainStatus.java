package dev.strongpost.certificates.peer;

import java.util.Locale;

import dev.strongpost.certificates.WeakCertificate;

/** What the certificates of a peer are worth, whatever the names in them and whichever rule applies. */
public enum ChainStatus {
    /** The peer showed no certificate. */
    NONE,
    /** The chain leads to a trust anchor, over nothing weak. */
    TRUSTED,
    /** It leads to no trust anchor; a self-signed certificate too. */
    UNKNOWN_ISSUER,
    /** A certificate of it is past its last day. */
    EXPIRED,
    /** A certificate of it is before its first day. */
    NOT_YET_VALID,
    /** It rests on a signature or a key that is too weak to prove anything. */
    WEAK,
    /** It is not trusted for any other reason. */
    UNTRUSTED;

    /** Returns the verdict on {@code peer}. */
    public static ChainStatus of(PeerIdentity peer) {
        if (!peer.isPresented()) {
            return NONE;
        }
        return peer.trouble()
                .map(ChainStatus::of)
                .orElseGet(() -> WeakCertificate.find(peer.path()).isPresent() ? WEAK : TRUSTED);
    }

    private static ChainStatus of(PeerIdentity.Trouble trouble) {
        switch (trouble) {
            case UNKNOWN_ISSUER:
                return UNKNOWN_ISSUER;
            case EXPIRED:
                return EXPIRED;
            case NOT_YET_VALID:
                return NOT_YET_VALID;
            case WEAK:
                return WEAK;
            case OTHER:
                return UNTRUSTED;
        }
        throw new AssertionError(trouble);
    }

    /** Tells whether the names in the certificate are proved. */
    public boolean isTrusted() {
        return this == TRUSTED;
    }

    /** Returns the word for it: {@code trusted}, {@code unknown-issuer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
