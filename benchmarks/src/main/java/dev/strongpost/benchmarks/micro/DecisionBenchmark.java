// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.strongpost.certificates.peer.PeerIdentity;
import dev.strongpost.policy.decision.TlsDecision;
import dev.strongpost.policy.decision.TlsEvidence;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.decision.TlsSession;
import dev.strongpost.policy.decision.TlsVerdict;

/** One decision, as for each mail on each connection. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
    private final TlsRequirement requirement =
            TlsRequirement.builder(TlsLevel.ENCRYPT).build();
    private final TlsEvidence strong = TlsEvidence.session(
            TlsSession.of(TlsProtocol.TLSV1_3, "TLS_AES_256_GCM_SHA384", PeerIdentity.notPresented()));
    private final TlsEvidence clear = TlsEvidence.notOffered();

    /** Accepts a session that is strong enough. */
    @Benchmark
    public TlsVerdict accept() {
        return TlsDecision.decide(requirement, strong);
    }

    /** Refuses a host without STARTTLS. */
    @Benchmark
    public TlsVerdict refuse() {
        return TlsDecision.decide(requirement, clear);
    }
}
