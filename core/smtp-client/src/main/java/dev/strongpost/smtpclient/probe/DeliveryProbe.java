// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.probe;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.store.ClientIdentities;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.smtpclient.Async;
import dev.strongpost.smtpclient.ClientThreads;
import dev.strongpost.smtpclient.ConnectionEvents;
import dev.strongpost.smtpclient.ConnectionSettings;
import dev.strongpost.smtpclient.Destination;
import dev.strongpost.smtpclient.Destinations;
import dev.strongpost.smtpclient.ErrorDescriptions;
import dev.strongpost.smtpclient.ResolutionException;
import dev.strongpost.smtpclient.SmtpConnector;
import dev.strongpost.smtpclient.TlsProfile;

/**
 * A delivery up to its verdict, without a mail: finds the hosts of a domain, opens a connection to each, has it judged,
 * and leaves. It sends EHLO, STARTTLS and QUIT, nothing else, and does so with the classes that deliver.
 *
 * <p>Two things differ from a delivery, so that more is found out. All hosts are visited, at once, and not only those
 * up to the first that satisfies the rule. And STARTTLS is said to every host that offers it, and its chain checked,
 * whether the rule asks for that or not; the verdict is that of the rule all the same.
 */
public final class DeliveryProbe implements AutoCloseable {
    private final Destinations destinations;
    private final ClientThreads threads = new ClientThreads();
    private final SmtpConnector connector;

    /**
     * Prepares visits.
     *
     * @param identities what rules with {@code client-cert=} present
     * @param heloName what to say in EHLO: a host name, or an address literal (RFC 5321 section 4.1.1.1)
     * @param settings the time-outs: for connecting, and for each reply and the handshake
     */
    public DeliveryProbe(
            Destinations destinations, ClientIdentities identities, String heloName, ConnectionSettings settings) {
        this.destinations = destinations;
        this.connector = SmtpConnector.on(threads, identities, () -> heloName, settings, ConnectionEvents.NONE);
    }

    /**
     * Returns how the hosts of {@code domain} stand to {@code requirement}. Waits for DNS and for all hosts, each of
     * which has the time-outs of the settings for every step.
     */
    public ProbeReport probe(String domain, TlsRequirement requirement) {
        return probe(domain, destination -> CompletableFuture.completedFuture(Demand.of(requirement)));
    }

    /** What one host has to satisfy, or why it is not to be contacted at all. Immutable. */
    public static final class Demand {
        private final TlsRequirement requirement;
        private final Optional<String> refusal;

        private Demand(TlsRequirement requirement, Optional<String> refusal) {
            this.requirement = requirement;
            this.refusal = refusal;
        }

        /** Returns that the host has to satisfy this. */
        public static Demand of(TlsRequirement requirement) {
            return new Demand(requirement, Optional.empty());
        }

        /** Returns that the host is not to be contacted: {@code why}. */
        public static Demand refused(TlsRequirement requirement, String why) {
            return new Demand(requirement, Optional.of(why));
        }
    }

    /**
     * Does the same.
     *
     * @param demands what each host has to satisfy; its futures do not fail
     */
    public ProbeReport probe(String domain, Function<Destination, CompletableFuture<Demand>> demands) {
        try {
            List<CompletableFuture<ProbedHost>> visits = destinations.of(domain).join().stream()
                    .map(destination -> visit(destination, domain, demands))
                    .collect(ImmutableList.toImmutableList());
            return ProbeReport.of(
                    visits.stream().map(CompletableFuture::join).collect(ImmutableList.toImmutableList()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof ResolutionException) {
                return ProbeReport.withoutHosts((ResolutionException) e.getCause());
            }
            throw e;
        }
    }

    private CompletableFuture<ProbedHost> visit(
            Destination destination, String domain, Function<Destination, CompletableFuture<Demand>> demands) {
        if (destination.unresolvedBecause().isPresent()) {
            return CompletableFuture.completedFuture(ProbedHost.unreachable(
                    destination, destination.unresolvedBecause().get()));
        }
        return demands.apply(destination).thenCompose(demand -> demand.refusal
                .map(why -> CompletableFuture.completedFuture(ProbedHost.unreachable(destination, why)))
                .orElseGet(() -> visit(destination, domain, demand.requirement)));
    }

    private CompletableFuture<ProbedHost> visit(Destination destination, String domain, TlsRequirement requirement) {
        return Async.branch(
                connector.open(destination, TlsProfile.probing(requirement)),
                connection -> {
                    ProbedHost host = ProbedHost.judged(
                            destination, requirement, connection.evidence().servingNextHop(domain));
                    return connection.leave().thenApply(gone -> host);
                },
                failure -> CompletableFuture.completedFuture(
                        ProbedHost.unreachable(destination, ErrorDescriptions.message(failure))));
    }

    /** Cuts what connections there are. */
    @Override
    public void close() {
        threads.close();
    }
}
