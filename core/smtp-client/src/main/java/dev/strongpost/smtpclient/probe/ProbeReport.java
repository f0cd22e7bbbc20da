// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.smtpclient.probe;

import java.util.List;
import java.util.Optional;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.smtpclient.ResolutionException;
import dev.strongpost.text.Sanitizer;

/** How the hosts of a domain stand to a requirement: what a {@link DeliveryProbe} found out. Immutable. */
public final class ProbeReport {
    /** Whether mail would get through. */
    public enum Answer {
        /** Some host satisfies the rule: it gets the mail. */
        SATISFIED,
        /** Every host is proven not to satisfy the rule, or the domain takes no mail at all. */
        NOT_SATISFIED,
        /** No host satisfies the rule now, and one at least may at another time: mail waits. */
        UNKNOWN
    }

    private final ImmutableList<ProbedHost> hosts;

    @Nullable
    private final ResolutionException noHost;

    private ProbeReport(ImmutableList<ProbedHost> hosts, @Nullable ResolutionException noHost) {
        this.hosts = hosts;
        this.noHost = noHost;
    }

    /** Returns the report on these hosts, in the order of preference. */
    static ProbeReport of(List<ProbedHost> hosts) {
        return new ProbeReport(ImmutableList.copyOf(hosts), null);
    }

    /** Returns the report on a domain that has no host to visit. */
    static ProbeReport withoutHosts(ResolutionException why) {
        return new ProbeReport(ImmutableList.of(), why);
    }

    /**
     * Returns the hosts, one for each address, in the order in which a delivery tries them; empty when there is none.
     */
    public ImmutableList<ProbedHost> hosts() {
        return hosts;
    }

    /**
     * Returns why there is no host to visit, cleaned as {@link Sanitizer}: no such domain, a null MX, DNS that does not
     * answer.
     */
    public Optional<String> noHostBecause() {
        return Optional.ofNullable(noHost).map(why -> Sanitizer.clean(String.valueOf(why.getMessage())));
    }

    /** Returns the host that mail goes to: the first that satisfies the rule. */
    public Optional<ProbedHost> chosen() {
        return hosts.stream().filter(ProbedHost::isSatisfying).findFirst();
    }

    /** Returns whether mail would get through: any host will do, and only a proven no of all is a no. */
    public Answer answer() {
        if (chosen().isPresent()) {
            return Answer.SATISFIED;
        }
        boolean proven = noHost == null ? hosts.stream().allMatch(ProbedHost::isProvenNotTo) : noHost.isPermanent();
        return proven ? Answer.NOT_SATISFIED : Answer.UNKNOWN;
    }
}
