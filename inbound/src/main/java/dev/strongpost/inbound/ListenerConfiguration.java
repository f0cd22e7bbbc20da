// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.inbound;

import java.util.Optional;

import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.filesystem.api.FileSystem;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;

import dev.strongpost.inbound.rules.Exemptions;
import dev.strongpost.inbound.tls.HandlerParameters;
import dev.strongpost.inbound.tls.TlsSettings;
import dev.strongpost.james.ConfigurationValue;
import dev.strongpost.policy.decision.RuleSource;
import dev.strongpost.policy.decision.TlsLevel;
import dev.strongpost.policy.decision.TlsProtocol;
import dev.strongpost.policy.decision.TlsRequirement;

/** What one listener is told by the elements of its handler, read and checked. Immutable. */
final class ListenerConfiguration {
    private static final ImmutableSet<String> OF_RULES = ImmutableSet.of("policy", "bits", "protocol");
    private static final ImmutableSet<String> KNOWN = Sets.union(
                    TlsSettings.KNOWN, Sets.union(Exemptions.KNOWN, OF_RULES))
            .immutableCopy();
    private static final int MOST_BITS = 256;

    private final TlsSettings settings;
    private final Exemptions exemptions;
    private final Optional<TlsRequirement> requirement;
    private final Optional<String> policy;

    private ListenerConfiguration(HandlerParameters parameters) throws ConfigurationException {
        this.settings = TlsSettings.from(parameters);
        this.exemptions = Exemptions.from(parameters);
        this.requirement = requirement(parameters, settings);
        this.policy = parameters.text("policy");
    }

    /**
     * Reads the elements of a handler.
     *
     * @throws ConfigurationException for the first mistake: what was given and what is allowed
     */
    static ListenerConfiguration from(Configuration configuration, FileSystem fileSystem)
            throws ConfigurationException {
        return new ListenerConfiguration(new HandlerParameters(configuration, fileSystem, KNOWN));
    }

    private static Optional<TlsRequirement> requirement(HandlerParameters parameters, TlsSettings settings)
            throws ConfigurationException {
        Optional<Integer> bits = parameters.number("bits", 0, MOST_BITS);
        Optional<TlsProtocol> protocol = parameters.read("protocol", ConfigurationValue::protocol);
        if (bits.isEmpty() && protocol.isEmpty()) {
            return Optional.empty();
        }
        if (!settings.mode().requiresTls()) {
            // A client with too little would just not start TLS.
            throw HandlerParameters.wrong(
                    bits.isPresent() ? "bits" : "protocol",
                    "with tls " + settings.mode().word(),
                    "with tls require or implicit only");
        }
        TlsRequirement.Builder requirement = TlsRequirement.builder(TlsLevel.ENCRYPT)
                .inbound()
                .who("listener")
                .source(RuleSource.of("smtpserver.xml", 0));
        bits.ifPresent(requirement::minimumBits);
        protocol.ifPresent(requirement::minimumProtocol);
        return Optional.of(requirement.build());
    }

    /** Returns what it does about TLS. */
    TlsSettings settings() {
        return settings;
    }

    /** Returns whom it does not ask what the rules ask. */
    Exemptions exemptions() {
        return exemptions;
    }

    /** Returns what it asks of every client, without any rule. */
    Optional<TlsRequirement> requirement() {
        return requirement;
    }

    /** Returns the file URL of its policy table; empty for the usual one. */
    Optional<String> policy() {
        return policy;
    }
}
