package dev.strongpost.policy.parse;

import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.rule.ErrorList;

/** Finds what a rule for mail that comes in alone cannot say: it would be taken and mean nothing. */
final class InboundTerms {
    private static final String INBOUND = " for mail that comes in";
    private static final String OUTBOUND_ONLY = "it only with direction=out or both";

    private InboundTerms() {}

    /** Adds a mistake to {@code errors} for everything in {@code written} that means nothing for mail that comes in. */
    static void check(TlsRequirement written, int line, ErrorList errors) {
        if (written.level().forbidsTls()) {
            errors.add(line, "level", written.level().word() + INBOUND, "may, which demands nothing, or a higher one");
        }
        written.clientCertificate()
                .ifPresent(alias -> errors.add(line, RuleOption.CLIENT_CERT.key(), alias + INBOUND, OUTBOUND_ONLY));
        written.serverName().ifPresent(name -> errors.add(line, RuleOption.SNI.key(), name + INBOUND, OUTBOUND_ONLY));
        if (written.failure().processor().isPresent()) {
            errors.add(line, RuleOption.FAILURE.key(), written.failure() + INBOUND, "bounce or defer");
        }
    }
}
