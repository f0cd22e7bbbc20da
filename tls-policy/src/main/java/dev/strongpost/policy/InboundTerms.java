package dev.strongpost.policy;

/** Finds what a rule for mail that comes in alone cannot say: it would be taken and mean nothing. */
final class InboundTerms {
    private static final String INBOUND = " for mail that comes in";
    private static final String OUTBOUND_ONLY = "it only with direction=out or both";

    private InboundTerms() {}

    /** Returns {@code terms} for {@code whom}, which has a prefix; what they cannot say there goes to {@code errors}. */
    static RuleTerms behindPrefix(RuleWho whom, RuleTerms terms, int line, ErrorList errors) {
        if (!terms.isDirectionWritten()) {
            check(terms.template(), line, errors);
        } else if (terms.direction() != Direction.IN) {
            String given = terms.direction().word() + " for " + whom;
            errors.add(line, RuleOption.DIRECTION.key(), given, "in, or no direction= at all");
        }
        return terms.behindPrefix();
    }

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
