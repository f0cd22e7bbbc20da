// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.probe;

import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import javax.annotation.Nullable;
import javax.net.ssl.SSLContext;

import dev.strongpost.dns.DnsAnswer;
import dev.strongpost.dns.HostLookup;
import dev.strongpost.mtasts.HttpsPolicyFetcher;
import dev.strongpost.mtasts.StsPolicy;
import dev.strongpost.mtasts.StsPolicy.Mode;
import dev.strongpost.mtasts.StsRecord;
import dev.strongpost.policy.decision.FailureReason;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.text.Sanitizer;

/** What a domain publishes about the TLS of mail to it, as it is now: MTA-STS. Immutable. */
final class PublishedPolicy {
    private final String domain;

    @Nullable
    private final StsRecord record;

    @Nullable
    private final StsPolicy policy;

    private final String failure;
    private final boolean temporary;

    private PublishedPolicy(
            String domain, @Nullable StsRecord record, @Nullable StsPolicy policy, String failure, boolean temporary) {
        this.domain = domain;
        this.record = record;
        this.policy = policy;
        this.failure = failure;
        this.temporary = temporary;
    }

    /** Returns what is published for {@code domain}. Waits for DNS and for the host that has the policy. */
    static PublishedPolicy of(String domain, HostLookup dns) {
        DnsAnswer<String> texts = dns.texts("_mta-sts." + domain).join();
        Optional<StsRecord> record = StsRecord.among(texts.records());
        if (record.isEmpty()) {
            return new PublishedPolicy(domain, null, null, texts.failure().orElse(""), texts.isTemporary());
        }
        try (HttpsPolicyFetcher fetcher = new HttpsPolicyFetcher(dns, SSLContext.getDefault())) {
            Optional<StsPolicy> policy = StsPolicy.parse(fetcher.fetch(domain).join());
            String failure = policy.isPresent() ? "" : "what mta-sts." + domain + " has is no policy";
            return new PublishedPolicy(domain, record.get(), policy.orElse(null), failure, false);
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String why = cause.getMessage() == null ? "no answer in time" : cause.getMessage();
            return new PublishedPolicy(domain, record.get(), null, Sanitizer.clean(why), false);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no default SSLContext", e);
        }
    }

    private Optional<StsPolicy> enforced() {
        return Optional.ofNullable(policy).filter(found -> found.mode() == Mode.ENFORCE);
    }

    /** Tells whether it could not be found out whether something is published, so that mail waits. */
    boolean isTemporary() {
        return temporary;
    }

    /** Returns what mail to the domain requires under {@code rule} and this. */
    TlsRequirement with(TlsRequirement rule) {
        return enforced().isPresent() ? rule.and(TlsRequirement.ofMtaSts(domain)) : rule;
    }

    /** Returns why no mail goes to that host at all; empty when it may. */
    Optional<String> refusalOf(Destination destination) {
        return enforced()
                .filter(found -> !found.covers(destination.hostName()))
                .map(found -> FailureReason.MX_NOT_LISTED.replyText(destination.hostName(), domain));
    }

    /** Returns it in words: {@code MTA-STS enforce, mx *.partner.example, id 1, for 7 days}. */
    String describe() {
        if (policy != null && record != null) {
            String hosts = policy.hosts().stream().map(host -> " mx " + host).collect(Collectors.joining(","));
            return "MTA-STS " + policy.mode().word() + (hosts.isEmpty() ? "" : "," + hosts) + ", id " + record.id()
                    + ", for " + policy.maxAge().toSeconds() + " s";
        }
        if (record != null) {
            return "an MTA-STS record, and no policy: " + failure;
        }
        return failure.isEmpty() ? "no MTA-STS policy" : "cannot be told: " + failure;
    }

    /** Returns it for programs. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "mtaSts", Optional.ofNullable(policy).map(found -> found.mode().word()));
        document.put("words", describe());
        document.put("temporary", temporary);
        return document;
    }
}
