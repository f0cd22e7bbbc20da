// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.lint;

import java.util.Collection;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableMap;

import dev.strongpost.policy.decision.PublishedUse;
import dev.strongpost.policy.decision.TlsRequirement;

/** A requirement as the words of the policy table: the level, and each option that has a value. */
public final class RequirementFields {
    /** What stands for an option without a value. */
    public static final String NOTHING = "-";

    private final ImmutableMap.Builder<String, String> fields = ImmutableMap.builder();

    private RequirementFields() {}

    /** Returns the values by the words of the table, {@code level} first; defaults of the level included. */
    public static ImmutableMap<String, String> of(TlsRequirement requirement) {
        RequirementFields words = new RequirementFields();
        words.add(requirement);
        return words.fields.build();
    }

    private void add(TlsRequirement requirement) {
        put("level", requirement.level().word());
        put("bits", String.valueOf(requirement.minimumBits()));
        requirement.minimumProtocol().ifPresent(protocol -> put("protocol", protocol.word()));
        put("ciphers", requirement.ciphers());
        put("exclude", requirement.excludedCiphers());
        put("match", requirement.match());
        put("pin", requirement.pins());
        requirement.trustAnchors().ifPresent(anchors -> put("ca", anchors.path()));
        put("issuer", requirement.issuers());
        put("subject", requirement.subjects());
        requirement.clientCertificate().ifPresent(alias -> put("client-cert", alias));
        requirement.serverName().ifPresent(name -> put("sni", name));
        requirement.connectionLimit().ifPresent(most -> put("connections", String.valueOf(most)));
        put("failure", requirement.failure().toString());
        if (requirement.published() != PublishedUse.USE) {
            put("published", requirement.published().word());
        }
        put("mode", requirement.isTesting() ? "testing" : "enforce");
        requirement.note().ifPresent(note -> put("note", note));
        if (requirement.each().size() > 1) {
            put("and", requirement.each().subList(1, requirement.each().size()));
        }
    }

    private void put(String key, String value) {
        fields.put(key, value);
    }

    private void put(String key, Collection<?> values) {
        if (!values.isEmpty()) {
            put(key, values.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
    }
}
