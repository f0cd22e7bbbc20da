// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import dev.strongpost.dane.DaneAnswer;
import dev.strongpost.dane.DaneLookup;
import dev.strongpost.dns.MailLookup;
import dev.strongpost.mtasts.HttpsPolicyFetcher;
import dev.strongpost.mtasts.PolicyStore;
import dev.strongpost.mtasts.StoredPolicy;
import dev.strongpost.mtasts.StsAnswer;
import dev.strongpost.mtasts.StsLookup;
import dev.strongpost.mtasts.StsPolicy;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.published.HostTerms;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.probe.DeliveryProbe.Demand;
import dev.strongpost.text.Sanitizer;

/** What a domain and its hosts publish about the TLS of mail to them, as it is now: MTA-STS and DANE. Thread-safe. */
final class PublishedPolicy {
    private final String domain;
    private final StsAnswer sts;
    private final Optional<DaneLookup> dane;
    private final Map<Destination, HostTerms> hosts = new ConcurrentHashMap<>();

    private PublishedPolicy(String domain, StsAnswer sts, Optional<DaneLookup> dane) {
        this.domain = domain;
        this.sts = sts;
        this.dane = dane;
    }

    /**
     * Returns what is published for {@code domain}. Waits for DNS and for the host that has the policy.
     *
     * @param proves whether {@code dns} proves what it says, so that there is DANE
     */
    static PublishedPolicy of(String domain, MailLookup dns, boolean proves, Clock clock) {
        try (HttpsPolicyFetcher fetcher = new HttpsPolicyFetcher(dns, SSLContext.getDefault())) {
            StsAnswer sts = new StsLookup(dns, fetcher, PolicyStore.inMemory(clock), clock)
                    .of(domain)
                    .join();
            return new PublishedPolicy(
                    domain, sts, proves ? Optional.of(new DaneLookup(dns, clock)) : Optional.empty());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no default SSLContext", e);
        }
    }

    /** Returns what the hosts publish for themselves, where a rule leaves what the domain publishes. */
    static PublishedPolicy ofHosts(String domain, MailLookup dns, Clock clock) {
        return new PublishedPolicy(domain, StsAnswer.none(), Optional.of(new DaneLookup(dns, clock)));
    }

    /** Tells whether it could not be found out whether the domain has a policy that a host needs, so that mail waits. */
    boolean isTemporary() {
        return sts.isTemporary() && !hosts.values().stream().allMatch(HostTerms::isPublished);
    }

    /** Returns what {@code host} has to satisfy under {@code rule} and this; the future does not fail. */
    CompletableFuture<Demand> at(Destination host, TlsRequirement rule) {
        return dane.map(lookup -> lookup.of(host.hostName(), host.address().getPort(), domain, host.proof()))
                .orElseGet(() -> CompletableFuture.completedFuture(DaneAnswer.none("not looked up: --dnssec is off")))
                .thenApply(answer -> {
                    HostTerms terms = HostTerms.of(host.hostName(), answer, sts);
                    hosts.put(host, terms);
                    return demand(host, rule, terms);
                });
    }

    private Demand demand(Destination host, TlsRequirement rule, HostTerms terms) {
        if (terms.dane().isTemporary()) {
            return Demand.refused(rule, FailureReason.DANE_UNKNOWN.replyText() + " " + terms.dane());
        }
        if (terms.records().isPresent()) {
            return Demand.of(rule.underDane(host.hostName(), terms.records().get()));
        }
        if (rule.requiresDane()) {
            return Demand.refused(rule, FailureReason.DANE_REQUIRED.replyText(host.hostName()));
        }
        if (terms.policyUnknownBecause().isPresent()) {
            return Demand.refused(rule, terms.policyUnknownBecause().get());
        }
        TlsRequirement encrypted =
                terms.isEncryptionRequired() ? rule.and(TlsRequirement.ofUnusableTlsa(host.hostName())) : rule;
        if (terms.isUnlisted()) {
            return Demand.refused(encrypted, FailureReason.MX_NOT_LISTED.replyText(host.hostName(), domain));
        }
        if (rule.published() == PublishedUse.REQUIRE && !terms.isPublished()) {
            return Demand.refused(rule, FailureReason.NOT_PUBLISHED.replyText(domain));
        }
        return Demand.of(terms.enforced().isPresent() ? encrypted.and(TlsRequirement.ofMtaSts(domain)) : encrypted);
    }

    /** Returns the policy in words: {@code MTA-STS enforce, mx *.partner.example, id 1, for 604800 s}. */
    String describe() {
        return sts.policy()
                .map(PublishedPolicy::describe)
                .or(() -> sts.failure().map(why -> "cannot be told: " + Sanitizer.clean(why)))
                .or(() -> sts.remark().map(why -> "an MTA-STS record, and no policy: " + Sanitizer.clean(why)))
                .orElse("no MTA-STS policy");
    }

    private static String describe(StoredPolicy kept) {
        StsPolicy policy = kept.policy();
        String patterns = policy.hosts().stream().map(host -> " mx " + host).collect(Collectors.joining(","));
        return "MTA-STS " + policy.mode().word() + (patterns.isEmpty() ? "" : "," + patterns) + ", id " + kept.id()
                + ", for " + policy.maxAge().toSeconds() + " s";
    }

    /** Returns what is known of the TLSA records of a host; empty where it was not asked for. */
    Optional<String> describe(Destination host) {
        return Optional.ofNullable(hosts.get(host))
                .map(terms -> Sanitizer.clean(terms.dane().toString()));
    }

    /** Returns the policy for programs. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("mtaSts", sts.policy().map(found -> found.policy().mode().word()));
        document.put("words", describe());
        document.put("temporary", sts.isTemporary());
        return document;
    }
}
