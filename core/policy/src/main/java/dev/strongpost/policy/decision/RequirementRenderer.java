// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.List;
import java.util.stream.Collectors;

import dev.strongpost.certificates.DistinguishedName;

/** A requirement in words for a person who has never seen the policy table. */
final class RequirementRenderer {
    private RequirementRenderer() {}

    static String of(TlsRequirement requirement) {
        return requirement.each().stream()
                .map(RequirementRenderer::ofOne)
                .distinct()
                .collect(Collectors.joining("; and "));
    }

    private static String ofOne(TlsRequirement requirement) {
        if (requirement.level().forbidsTls()) {
            return "no TLS";
        }
        return requirement.level().requiresEncryption()
                ? session(requirement) + identity(requirement)
                : version(requirement) + " when offered"
                        + (requirement.level() == TlsLevel.DANE ? ", and DANE where the MX host publishes it" : "");
    }

    private static String session(TlsRequirement requirement) {
        String bits = requirement.minimumBits() == 0 ? "" : " with at least " + requirement.minimumBits() + " bits";
        return version(requirement) + bits + ciphers(requirement);
    }

    private static String version(TlsRequirement requirement) {
        return requirement
                .minimumProtocol()
                .filter(minimum -> minimum != TlsProtocol.TLSV1_2) // the default, and what "TLS" means to people
                .map(minimum -> minimum.title() + " or newer")
                .orElse("TLS");
    }

    private static String ciphers(TlsRequirement requirement) {
        return requirement.ciphers().isEmpty() && requirement.excludedCiphers().isEmpty()
                ? ""
                : " by the listed ciphers";
    }

    private static String identity(TlsRequirement requirement) {
        switch (requirement.level()) {
            case VERIFY:
            case SECURE:
                String names = names(requirement);
                return " and a trusted certificate" + (names.isEmpty() ? "" : " for " + names) + origin(requirement);
            case FINGERPRINT:
                return requirement.pins().size() == 1
                        ? " and the pinned certificate"
                        : " and one of " + requirement.pins().size() + " pinned certificates";
            case DANE_ONLY:
                return " and a certificate of the MX host's TLSA records";
            default:
                return "";
        }
    }

    private static String origin(TlsRequirement requirement) {
        return oneOf(" of the subject ", requirement.subjects()) + oneOf(" issued by ", requirement.issuers());
    }

    private static String oneOf(String words, List<DistinguishedName> names) {
        return names.isEmpty()
                ? ""
                : names.stream().map(DistinguishedName::toString).collect(Collectors.joining(" or ", words, ""));
    }

    private static String names(TlsRequirement requirement) {
        return NameMatch.effective(requirement).stream()
                .map(match -> match.words(requirement.isInbound()))
                .collect(Collectors.joining(" or "));
    }
}
