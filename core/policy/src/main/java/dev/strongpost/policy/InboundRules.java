// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy;

import java.net.InetAddress;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;

import dev.strongpost.address.DomainNames;
import dev.strongpost.address.LocalParts;
import dev.strongpost.certificates.CertificateNames;
import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.internal.index.TableIndex;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * The rules of a table for inbound mail, by the parties of a transaction: the client's network, its names, the
 * names in its certificate, the envelope sender, the recipient. Each of these questions has its own most specific rule,
 * and the transaction has to satisfy all of them: none excuses from what another asks (docs/adr/0012). Where that rule
 * is only tried out, or its last day has passed, the next less specific one has to be satisfied as well. No answer
 * means that nothing is asked. Nothing here fails, whatever the strings hold. Immutable, and free to be shared between
 * threads.
 */
public final class InboundRules {
    private static final String ANY_CERTIFICATE = InboundSubject.CERTIFICATE.prefix() + "*";

    private final TableIndex index;
    private final LocalDate today;

    InboundRules(TableIndex index, LocalDate today) {
        this.index = index;
        this.today = today;
    }

    /** Tells whether no rule is for inbound mail. */
    public boolean isEmpty() {
        return index.hasNoInboundRule();
    }

    /** Tells whether a rule asks for the names of clients: without one there is no need to look them up. */
    public boolean asksForClientNames() {
        return index.hasClientNames();
    }

    /** Tells whether a rule compares the name of the client with its certificate ({@code match=hostname}). */
    public boolean comparesClientNames() {
        return index.comparesClientNames();
    }

    /**
     * Tells whether a rule can only be satisfied by, or is for, clients that show a certificate: then the listener has
     * to ask for one.
     */
    public boolean asksForCertificates() {
        return index.asksForCertificates();
    }

    /**
     * Returns what is required of a client: by the most specific rule for its address, and by that for each of its
     * names. A name never excuses from a rule for the address, since answers of the DNS can be forged.
     *
     * @param address as the connection has it; IPv4 mapped into IPv6 (RFC 4291 section 2.5.5.2) is IPv4
     * @param verifiedNames the names that the address has by reverse lookup and that lead back to it by forward lookup,
     *     in any case; where the lookup failed for now the caller has to defer, since only a proven absence of names
     *     relaxes
     */
    public ImmutableList<TlsRequirement> forClient(InetAddress address, Collection<String> verifiedNames) {
        return distinct(Stream.concat(
                active(address),
                verifiedNames.stream()
                        .flatMap(name -> activeCanonical(InboundSubject.CLIENT, "", DomainNames.canonical(name)))));
    }

    /**
     * Returns what is required of a client by the names in its certificate. A chain that is not trusted proves no name,
     * and a client that bears the name of a listed party does not escape that party's rule by it: the rules for these
     * names apply, but for that for everyone with a verified certificate.
     */
    public ImmutableList<TlsRequirement> forCertificate(PeerIdentity client) {
        if (!client.isPresented() || client.chain().isEmpty()) {
            return ImmutableList.of();
        }
        ImmutableList<String> names = CertificateNames.of(client.chain().get(0)).dnsNames();
        if (client.chainStatus().isTrusted()) {
            return forCertificate(names);
        }
        return names.isEmpty()
                ? ImmutableList.of()
                : forCertificate(names).stream()
                        .filter(requirement -> !requirement.who().equals(ANY_CERTIFICATE))
                        .collect(ImmutableList.toImmutableList());
    }

    /**
     * Returns what is required of mail to that recipient by a rule that names it, with its domain or at any: {@code
     * to:postmaster@here.example}, {@code to:postmaster@}; empty where only its domain or everyone is named.
     */
    public ImmutableList<TlsRequirement> forNamedRecipient(String localPart, String domain) {
        return forRecipient(localPart, domain).stream()
                .filter(requirement -> requirement.who().contains("@"))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns what is required of a client that proved a certificate with these names, wildcards as they are. */
    public ImmutableList<TlsRequirement> forCertificate(Collection<String> provenNames) {
        return distinct(
                certificateNames(provenNames).flatMap(name -> activeCanonical(InboundSubject.CERTIFICATE, "", name)));
    }

    // A certificate without a name is still one: cert:* covers it.
    private static Stream<String> certificateNames(Collection<String> names) {
        return names.isEmpty() ? Stream.of(DomainNames.NONE) : names.stream().map(InboundRules::certificateName);
    }

    // RFC 6125 section 6.4.3: *.x means names below x, and so falls under the rules for them.
    private static String certificateName(String name) {
        return name.startsWith("*.") ? "*." + DomainNames.canonical(name.substring(2)) : DomainNames.canonical(name);
    }

    /**
     * Returns what the most specific rule for that envelope sender requires, and those after it that have to be
     * satisfied as well.
     *
     * @param localPart as in the address, quoted or not, in any case
     * @param domain as in the address: any case, U-labels or A-labels, an address literal with or without its brackets
     */
    public ImmutableList<TlsRequirement> forSender(String localPart, String domain) {
        return active(InboundSubject.SENDER, localPart, domain);
    }

    /**
     * Returns what is required of mail from the null sender (RFC 5321 section 4.5.5): only a rule for everyone covers
     * it.
     */
    public ImmutableList<TlsRequirement> forNullSender() {
        return forSender("", DomainNames.NONE);
    }

    /**
     * Returns what the most specific rule for mail to that local recipient requires; parameters as {@link #forSender}.
     */
    public ImmutableList<TlsRequirement> forRecipient(String localPart, String domain) {
        return active(InboundSubject.RECIPIENT, localPart, domain);
    }

    private ImmutableList<TlsRequirement> active(InboundSubject subject, String localPart, String domain) {
        return distinct(activeCanonical(subject, LocalParts.canonical(localPart), DomainNames.canonical(domain)));
    }

    private Stream<TlsRequirement> activeCanonical(InboundSubject subject, String local, String domain) {
        Optional<PolicyRule> decisive = index.find(subject, local, domain);
        return decisive.isEmpty() || decidesAlone(decisive.get())
                ? decisive.flatMap(PolicyRule::inbound).stream()
                : explain("", subject, local, domain).active().stream();
    }

    private Stream<TlsRequirement> active(InetAddress address) {
        ImmutableList<PolicyRule> rules = index.forAddress(address);
        return rules.isEmpty() || decidesAlone(rules.get(0))
                ? rules.stream().limit(1).flatMap(rule -> rule.inbound().stream())
                : explainClient(address).active().stream();
    }

    private boolean decidesAlone(PolicyRule rule) {
        return !rule.requirement().isTesting() && !rule.isOver(today);
    }

    private static ImmutableList<TlsRequirement> distinct(Stream<TlsRequirement> requirements) {
        return ImmutableSet.copyOf(requirements.iterator()).asList();
    }

    /** Returns which rules {@link #forClient} considers, in order: for the address, then for each name. */
    public ImmutableList<PolicyExplanation> explainClient(InetAddress address, Collection<String> verifiedNames) {
        return Stream.concat(
                        Stream.of(explainClient(address)),
                        verifiedNames.stream().map(this::explainClient))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns which rules {@link #forClient} considers for the address alone. */
    public PolicyExplanation explainClient(InetAddress address) {
        String asked = InboundSubject.CLIENT.prefix() + InetAddresses.toAddrString(address);
        return PolicyExplanation.inbound(asked, "", index.forAddress(address), today);
    }

    /** Returns which rules {@link #forClient} considers for one verified name. */
    public PolicyExplanation explainClient(String name) {
        String asked = InboundSubject.CLIENT.prefix() + name;
        return explain(asked, InboundSubject.CLIENT, "", DomainNames.canonical(name));
    }

    /** Returns which rules {@link #forCertificate(Collection)} considers, for each name. */
    public ImmutableList<PolicyExplanation> explainCertificate(Collection<String> provenNames) {
        return certificateNames(provenNames)
                .map(name -> explain(InboundSubject.CERTIFICATE.prefix() + name, InboundSubject.CERTIFICATE, "", name))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns which rules {@link #forSender} considers; empty strings are the null sender. */
    public PolicyExplanation explainSender(String localPart, String domain) {
        return explain(InboundSubject.SENDER, localPart, domain);
    }

    /** Returns which rules {@link #forRecipient} considers. */
    public PolicyExplanation explainRecipient(String localPart, String domain) {
        return explain(InboundSubject.RECIPIENT, localPart, domain);
    }

    private PolicyExplanation explain(InboundSubject subject, String localPart, String domain) {
        String local = LocalParts.canonical(localPart);
        String name = DomainNames.canonical(domain);
        String shown = name.equals(DomainNames.NONE) ? domain : name;
        String asked = subject.prefix() + (local.isEmpty() && shown.isEmpty() ? "<>" : local + "@" + shown);
        return explain(asked, subject, local, name);
    }

    private PolicyExplanation explain(String asked, InboundSubject subject, String local, String domain) {
        return PolicyExplanation.inbound(asked, domain, index.considered(subject, local, domain), today);
    }
}
