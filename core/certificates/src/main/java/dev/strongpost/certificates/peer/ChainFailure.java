// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.certificates.peer;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.text.Sanitizer;
import dev.strongpost.text.UtcDay;

/**
 * Why a chain is not trusted: the status, and the words for it. Reads the exceptions of the JVM's trust managers.
 * Immutable.
 */
final class ChainFailure {
    private static final int DEEPEST = 20;

    private static final ImmutableMap<Reason, ChainStatus> REASONS = ImmutableMap.of(
            BasicReason.EXPIRED, ChainStatus.EXPIRED,
            BasicReason.NOT_YET_VALID, ChainStatus.NOT_YET_VALID,
            BasicReason.ALGORITHM_CONSTRAINED, ChainStatus.WEAK,
            PKIXReason.NO_TRUST_ANCHOR, ChainStatus.UNKNOWN_ISSUER);

    private final ChainStatus status;
    private final String words;

    private ChainFailure(ChainStatus status, String words) {
        this.status = status;
        this.words = Sanitizer.clean(words);
    }

    static ChainFailure of(ChainStatus status, String words) {
        return new ChainFailure(status, words);
    }

    /**
     * Returns what {@code failure}, thrown by a trust manager for {@code chain}, says by itself or by one of its
     * causes.
     */
    static ChainFailure of(Exception failure, List<X509Certificate> chain) {
        ImmutableList<Throwable> causes = causes(failure);
        ChainStatus status = causes.stream()
                .map(ChainFailure::statusOf)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> causes.stream().anyMatch(CertPathBuilderException.class::isInstance)
                        ? ChainStatus.UNKNOWN_ISSUER
                        : ChainStatus.UNTRUSTED);
        return new ChainFailure(status, words(status, causes, chain));
    }

    private static ImmutableList<Throwable> causes(Throwable failure) {
        ImmutableList.Builder<Throwable> causes = ImmutableList.builder();
        Throwable cause = failure;
        for (int i = 0; i < DEEPEST && cause != null; i++) {
            causes.add(cause);
            cause = cause.getCause();
        }
        return causes.build();
    }

    private static Optional<ChainStatus> statusOf(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Optional.of(ChainStatus.EXPIRED);
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Optional.of(ChainStatus.NOT_YET_VALID);
        }
        return cause instanceof CertPathValidatorException
                ? Optional.ofNullable(REASONS.get(((CertPathValidatorException) cause).getReason()))
                : Optional.empty();
    }

    private static String words(ChainStatus status, List<Throwable> causes, List<X509Certificate> chain) {
        Optional<X509Certificate> culprit = causes.stream()
                .map(ChainFailure::culprit)
                .flatMap(Optional::stream)
                .findFirst();
        switch (status) {
            case EXPIRED:
                return culprit.map(certificate -> title(certificate) + " expired on "
                                + UtcDay.of(certificate.getNotAfter().toInstant()))
                        .orElse("expired");
            case NOT_YET_VALID:
                return culprit.map(certificate -> title(certificate) + " is not valid before "
                                + UtcDay.of(certificate.getNotBefore().toInstant()))
                        .orElse("not yet valid");
            case UNKNOWN_ISSUER:
                return chain.isEmpty() ? "unknown issuer" : "no trust anchor has issued " + title(chain.get(0));
            default:
                return String.valueOf(causes.get(causes.size() - 1).getMessage());
        }
    }

    private static Optional<X509Certificate> culprit(Throwable cause) {
        if (!(cause instanceof CertPathValidatorException)) {
            return Optional.empty();
        }
        CertPathValidatorException failure = (CertPathValidatorException) cause;
        if (failure.getCertPath() == null || failure.getIndex() < 0) {
            return Optional.empty();
        }
        Certificate certificate = failure.getCertPath().getCertificates().get(failure.getIndex());
        return Optional.of(certificate)
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast);
    }

    private static String title(X509Certificate certificate) {
        return CertificateNames.of(certificate).title();
    }

    ChainStatus status() {
        return status;
    }

    String words() {
        return words;
    }
}
