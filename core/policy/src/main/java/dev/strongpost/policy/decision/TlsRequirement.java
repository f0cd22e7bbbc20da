// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.decision;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import dev.strongpost.certificates.CertificatePin;
import dev.strongpost.certificates.DistinguishedName;
import dev.strongpost.certificates.TrustAnchors;
import dev.strongpost.certificates.dane.TlsaSet;

/**
 * What one rule requires of the connection that carries a mail: one half of the decision, the other being the evidence.
 * Seldom it is what several rules require together ({@link #and}). Two requirements are equal when every field is, the
 * rule they come from included: a mail is split by them. Immutable.
 */
public final class TlsRequirement {
    private static final int DEFAULT_BITS = 112;
    private static final TlsProtocol DEFAULT_PROTOCOL = TlsProtocol.TLSV1_2;
    private static final TlsRequirement BUILT_IN_MAY = builder(TlsLevel.MAY).build();

    private final TlsTerms terms;
    private final String who;
    private final RuleSource source;

    /** What each of several rules requires; empty for one. */
    private final ImmutableList<TlsRequirement> parts;

    private TlsRequirement(TlsTerms terms, String who, RuleSource source, ImmutableList<TlsRequirement> parts) {
        this.terms = terms;
        this.who = who;
        this.source = source;
        this.parts = parts;
    }

    /** Returns the requirement of mail that no rule covers: TLS when it is offered. */
    public static TlsRequirement builtInMay() {
        return BUILT_IN_MAY;
    }

    /**
     * Returns a builder that has the defaults of {@code level}: 112 bits and TLS 1.2 where encryption is required,
     * nothing below; bounce, and defer at {@code dane} and {@code dane-only}; enforced; built in, for everyone.
     */
    public static Builder builder(TlsLevel level) {
        return new Builder(level);
    }

    /**
     * Returns what the MTA-STS policy of {@code domain} requires in mode {@code enforce} (RFC 8461 sections 4.1 and 5): TLS
     * and a certificate that is trusted and names the MX host; what fails is tried again.
     */
    public static TlsRequirement ofMtaSts(String domain) {
        return builder(TlsLevel.VERIFY)
                .failure(FailureAction.defer())
                .who(domain)
                .source(RuleSource.of("MTA-STS", 0))
                .build();
    }

    /**
     * Returns what the TLSA records of an MX host require (RFC 7672 section 2.2): TLS, and a certificate that one of them
     * is of; what fails is tried again.
     */
    public static TlsRequirement ofDane(String host, TlsaSet records) {
        return builder(TlsLevel.DANE_ONLY)
                .who(host)
                .source(RuleSource.of("DANE", 0))
                .build()
                .with(host, records);
    }

    /**
     * Returns what TLSA records require that are all unusable (RFC 7672 section 2.2): TLS, whatever the certificate; what
     * fails is tried again.
     */
    public static TlsRequirement ofUnusableTlsa(String host) {
        return builder(TlsLevel.ENCRYPT)
                .failure(FailureAction.defer())
                .who(host)
                .source(RuleSource.of("DANE", 0))
                .build();
    }

    TlsTerms terms() {
        return terms;
    }

    /** Returns the level. */
    public TlsLevel level() {
        return terms.level;
    }

    /** Returns the least strength of the cipher in secret bits, 0 to 256; 0 where encryption is not required. */
    public int minimumBits() {
        return terms.minimumBits;
    }

    /** Returns the lowest version; empty when any will do. */
    public Optional<TlsProtocol> minimumProtocol() {
        return terms.minimumProtocol;
    }

    /**
     * Returns the only suites to be used, in JSSE's spelling and the order of the rule; empty for those the JVM
     * enables.
     */
    public ImmutableList<String> ciphers() {
        return terms.ciphers;
    }

    /** Returns the suites not to be used, in JSSE's spelling. */
    public ImmutableSet<String> excludedCiphers() {
        return terms.excludedCiphers;
    }

    /** Returns the names of which the certificate has to bear one; empty for the default of the level. */
    public ImmutableList<NameMatch> match() {
        return terms.match;
    }

    /** Returns the pins of which one has to match; never empty at level {@code fingerprint}, always at the others. */
    public ImmutableList<CertificatePin> pins() {
        return terms.pins;
    }

    /** Returns the issuers of which one has to have issued the certificate ({@code issuer=}); empty for any. */
    public ImmutableList<DistinguishedName> issuers() {
        return terms.issuers;
    }

    /** Returns the subjects of which one has to be the certificate's ({@code subject=}); empty for any. */
    public ImmutableList<DistinguishedName> subjects() {
        return terms.subjects;
    }

    /** Returns the anchors for this rule alone ({@code ca=}); empty for the JVM's. */
    public Optional<TrustAnchors> trustAnchors() {
        return terms.trustAnchors;
    }

    /**
     * Returns the records that the certificate has to be of; at level {@code dane-only} alone, and empty there as long as
     * the MX host is not known.
     */
    public Optional<TlsaSet> tlsa() {
        return terms.tlsa;
    }

    /** Returns the alias of the certificate to present ({@code client-cert=}); empty for none. */
    public Optional<String> clientCertificate() {
        return terms.clientCertificate;
    }

    /** Returns the name to send in the TLS extension server_name (RFC 6066 section 3); empty for the MX host name. */
    public Optional<String> serverName() {
        return terms.serverName;
    }

    /** Returns how many connections to one host may be open for this ({@code connections=}); empty for the mailet's. */
    public OptionalInt connectionLimit() {
        return terms.connectionLimit;
    }

    /** Returns what happens when no host satisfies this. */
    public FailureAction failure() {
        return terms.failure;
    }

    /** Returns what becomes of what the domain itself publishes about TLS. */
    public PublishedUse published() {
        return terms.published;
    }

    /**
     * Tells whether the rule is only tried out: mail is delivered all the same, and what would have failed is logged.
     */
    public boolean isTesting() {
        return terms.testing;
    }

    /** Returns why this side cannot do what the rule asks; empty where it can. Mail waits then. */
    public Optional<String> ownFault() {
        return terms.ownFault;
    }

    /** Returns the remark of the rule's author. */
    public Optional<String> note() {
        return terms.note;
    }

    /**
     * Tells whether it is asked of those who send to this server: a certificate is then the client's, the host is the
     * client and the next hop is the domain of the envelope sender.
     */
    public boolean isInbound() {
        return terms.inbound;
    }

    /** Returns whom the rule is for, in canonical spelling: {@code partner.example}. */
    public String who() {
        return who;
    }

    /** Returns where the rule is written. */
    public RuleSource source() {
        return source;
    }

    /** Returns the rule and its place: {@code partner.example (tls-policy.conf:3)}, or {@code built-in may}. */
    public String rule() {
        return source.isBuiltIn() ? "built-in " + level().word() : who + " (" + source + ")";
    }

    /** Returns the requirement in words for a person: {@code TLS 1.3 or newer with at least 256 bits}. */
    public String describe() {
        return RequirementRenderer.of(this);
    }

    /** Tells whether {@code other} asks for the same in every point, whatever rule it comes from. */
    public boolean asksTheSameAs(TlsRequirement other) {
        return terms.equals(other.terms) && isSame(parts, other.parts);
    }

    private static boolean isSame(List<TlsRequirement> some, List<TlsRequirement> others) {
        return some.size() == others.size()
                && IntStream.range(0, some.size()).allMatch(i -> some.get(i).asksTheSameAs(others.get(i)));
    }

    /** Returns the same terms under another rule. */
    public TlsRequirement forRule(String otherWho, RuleSource otherSource) {
        return new TlsRequirement(terms, otherWho, otherSource, ImmutableList.of());
    }

    /** Tells whether a rule is among these that is at level {@code dane-only}, and so needs the records of the MX host. */
    public boolean requiresDane() {
        return each().stream().anyMatch(rule -> rule.level() == TlsLevel.DANE_ONLY);
    }

    /** Tells whether a rule is among these that asks for DANE, if only where the MX host publishes it. */
    public boolean usesDane() {
        return each().stream().anyMatch(rule -> rule.level().usesDane());
    }

    /** Tells whether it asks for TLS: always, or by what is published. Its mail is no other mailet's then. */
    public boolean asksForTls() {
        return level().requiresEncryption() || usesDane() || published() == PublishedUse.REQUIRE;
    }

    /**
     * Returns what mail requires at an MX host that has {@code records}, besides this: they are those of each rule at level
     * {@code dane-only}, and where there is none, one more requirement.
     */
    public TlsRequirement underDane(String host, TlsaSet records) {
        return requiresDane() ? with(host, records) : and(ofDane(host, records));
    }

    /** Returns the same, for an MX host that has {@code records}: they go to each rule at level {@code dane-only}. */
    public TlsRequirement with(String host, TlsaSet records) {
        if (!parts.isEmpty()) {
            return parts.stream()
                    .map(rule -> rule.with(host, records))
                    .reduce(TlsRequirement::and)
                    .orElseThrow();
        }
        Optional<String> name = Optional.of(records.baseDomain()).filter(base -> !base.equalsIgnoreCase(host));
        return level() == TlsLevel.DANE_ONLY
                ? new TlsRequirement(terms.with(records, name), who, source, ImmutableList.of())
                : this;
    }

    /**
     * Returns what mail requires that has to satisfy this and {@code other}: the handshake is one that can satisfy both, and
     * each that asks for something is judged by itself. It goes under this rule, unless only the other one asks for
     * something. A rule that forbids TLS has no part in it. What is published counts as the one says that asks for more.
     */
    public TlsRequirement and(TlsRequirement other) {
        if (level().forbidsTls() || other.level().forbidsTls()) {
            TlsRequirement kept = level().forbidsTls() ? other : this;
            return new TlsRequirement(JointTerms.published(kept, this, other), kept.who, kept.source, kept.parts);
        }
        ImmutableList<TlsRequirement> asking = Stream.concat(each().stream(), other.each().stream())
                .filter(rule -> rule.level() != TlsLevel.MAY)
                .collect(ImmutableList.toImmutableList());
        TlsTerms joint = JointTerms.of(this, other);
        TlsRequirement named = isAsking() ? this : other;
        if (joint.equals(named.terms) && asking.size() <= named.each().size()) {
            return named;
        }
        return new TlsRequirement(joint, named.who, named.source, asking);
    }

    private boolean isAsking() {
        return level() != TlsLevel.MAY;
    }

    /** Returns what each rule requires that mail has to satisfy: this, or the parts of {@link #and}. */
    public ImmutableList<TlsRequirement> each() {
        return parts.isEmpty() ? ImmutableList.of(this) : parts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof TlsRequirement)) {
            return false;
        }
        TlsRequirement that = (TlsRequirement) other;
        return terms.equals(that.terms)
                && who.equals(that.who)
                && source.equals(that.source)
                && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return (terms.hashCode() * 31 + who.hashCode()) * 31 + source.hashCode();
    }

    @Override
    public String toString() {
        return describe() + " by " + rule();
    }

    /** Builds a {@link TlsRequirement}. Checks nothing: contradictions between options are the parser's business. */
    public static final class Builder {
        TlsLevel level;
        int minimumBits;

        @Nullable
        TlsProtocol minimumProtocol;

        ImmutableList<String> ciphers = ImmutableList.of();
        ImmutableSet<String> excludedCiphers = ImmutableSet.of();
        ImmutableList<NameMatch> match = ImmutableList.of();
        ImmutableList<CertificatePin> pins = ImmutableList.of();
        ImmutableList<DistinguishedName> issuers = ImmutableList.of();
        ImmutableList<DistinguishedName> subjects = ImmutableList.of();

        @Nullable
        TrustAnchors trustAnchors;

        @Nullable
        String clientCertificate;

        @Nullable
        String serverName;

        int connectionLimit;
        FailureAction failure;
        PublishedUse published = PublishedUse.USE;
        boolean testing;

        @Nullable
        String ownFault;

        @Nullable
        String note;

        boolean inbound;

        private String who = "*";
        private RuleSource source = RuleSource.builtIn();

        private Builder(TlsLevel level) {
            this.level = level;
            this.failure = level.usesDane() ? FailureAction.defer() : FailureAction.bounce();
            if (level.requiresEncryption()) {
                this.minimumBits = DEFAULT_BITS;
                this.minimumProtocol = DEFAULT_PROTOCOL;
            }
        }

        /** Sets the least strength in secret bits, 0 to 256. */
        public Builder minimumBits(int bits) {
            this.minimumBits = bits;
            return this;
        }

        /** Sets the lowest version. */
        public Builder minimumProtocol(TlsProtocol protocol) {
            this.minimumProtocol = protocol;
            return this;
        }

        /** Sets the only suites to be used, in JSSE's spelling, best first. */
        public Builder ciphers(Iterable<String> suites) {
            this.ciphers = ImmutableList.copyOf(suites);
            return this;
        }

        /** Sets the suites not to be used, in JSSE's spelling. */
        public Builder excludedCiphers(Iterable<String> suites) {
            this.excludedCiphers = ImmutableSet.copyOf(suites);
            return this;
        }

        /** Sets the names of which the certificate has to bear one. */
        public Builder match(Iterable<NameMatch> names) {
            this.match = ImmutableList.copyOf(names);
            return this;
        }

        /** Sets the pins of which one has to match. */
        public Builder pins(Iterable<CertificatePin> anyOf) {
            this.pins = ImmutableList.copyOf(anyOf);
            return this;
        }

        /** Adds an issuer of which one has to have issued the certificate. */
        public Builder issuer(DistinguishedName name) {
            this.issuers = with(issuers, name);
            return this;
        }

        /** Adds a subject of which one has to be the certificate's. */
        public Builder subject(DistinguishedName name) {
            this.subjects = with(subjects, name);
            return this;
        }

        private static ImmutableList<DistinguishedName> with(List<DistinguishedName> names, DistinguishedName name) {
            return ImmutableList.<DistinguishedName>builder()
                    .addAll(names)
                    .add(name)
                    .build();
        }

        /** Sets the anchors for this rule alone. */
        public Builder trustAnchors(TrustAnchors anchors) {
            this.trustAnchors = anchors;
            return this;
        }

        /** Sets the alias of the certificate to present. */
        public Builder clientCertificate(String alias) {
            this.clientCertificate = alias;
            return this;
        }

        /** Sets the name to send in server_name. */
        public Builder serverName(String name) {
            this.serverName = name;
            return this;
        }

        /** Sets how many connections to one host may be open, at least 1; 0 leaves that to the mailet. */
        public Builder connectionLimit(int most) {
            this.connectionLimit = most;
            return this;
        }

        /** Sets what happens when no host satisfies this. */
        public Builder failure(FailureAction action) {
            this.failure = action;
            return this;
        }

        /** Sets what becomes of what the domain itself publishes about TLS. */
        public Builder published(PublishedUse use) {
            this.published = use;
            return this;
        }

        /** Sets whether the rule is only tried out. */
        public Builder testing(boolean onlyTriedOut) {
            this.testing = onlyTriedOut;
            return this;
        }

        /** Sets why this side cannot do what the rule asks. */
        public Builder ownFault(String why) {
            this.ownFault = why;
            return this;
        }

        /** Sets the remark. */
        public Builder note(String remark) {
            this.note = remark;
            return this;
        }

        /**
         * Makes it a requirement of inbound mail, and drops what has no meaning there: {@code none} is {@code
         * may}, since it is for the listener to offer STARTTLS; certificate and server name are the client's to choose;
         * and mail that was not let in cannot be handed to a processor.
         */
        public Builder inbound() {
            this.inbound = true;
            this.level = level.forbidsTls() ? TlsLevel.MAY : level;
            this.clientCertificate = null;
            this.serverName = null;
            this.connectionLimit = 0;
            this.published = PublishedUse.USE;
            this.failure = failure.processor().isPresent() ? FailureAction.bounce() : failure;
            return this;
        }

        /** Sets whom the rule is for, in canonical spelling. */
        public Builder who(String canonical) {
            this.who = canonical;
            return this;
        }

        /** Sets where the rule is written. */
        public Builder source(RuleSource place) {
            this.source = place;
            return this;
        }

        /** Returns the requirement. */
        public TlsRequirement build() {
            return new TlsRequirement(new TlsTerms(this), who, source, ImmutableList.of());
        }
    }
}
