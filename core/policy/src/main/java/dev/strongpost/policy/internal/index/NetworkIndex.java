// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.internal.index;

import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

import javax.annotation.Nullable;

import com.google.common.collect.ImmutableList;

import dev.strongpost.address.Network;
import dev.strongpost.policy.rule.PolicyRule;

/**
 * Finds rules by the network of a client, longest prefix first, then the one for every client. One look into a hash
 * table for each prefix length that any rule has: at most 33 for IPv4 and 129 for IPv6, whatever the number of rules.
 * Writing is for the thread that builds a table; afterwards any number may read.
 */
final class NetworkIndex {
    private final Map<Network, PolicyRule> rules = new HashMap<>();
    private final NavigableSet<Integer> ipv4Lengths = new TreeSet<>(Collections.reverseOrder());
    private final NavigableSet<Integer> ipv6Lengths = new TreeSet<>(Collections.reverseOrder());

    @Nullable
    private PolicyRule everyone;

    /** Adds the rule for {@code network}, unless there is one already: that one is returned then, else null. */
    @Nullable
    PolicyRule add(Network network, PolicyRule rule) {
        lengths(network.isIpv4()).add(network.prefixLength());
        return rules.putIfAbsent(network, rule);
    }

    /** Adds the rule for every client, unless there is one already: that one is returned then, else null. */
    @Nullable
    PolicyRule addEveryone(PolicyRule rule) {
        PolicyRule present = everyone;
        everyone = present == null ? rule : present;
        return present;
    }

    private NavigableSet<Integer> lengths(boolean ipv4) {
        return ipv4 ? ipv4Lengths : ipv6Lengths;
    }

    /** Returns the rules whose networks {@code client} is in, longest prefix first, the one for every client last. */
    ImmutableList<PolicyRule> find(InetAddress client) {
        ImmutableList.Builder<PolicyRule> found = ImmutableList.builder();
        boolean ipv4 = Network.of(client, 0).isIpv4();
        for (int length : lengths(ipv4)) {
            PolicyRule rule = rules.get(Network.of(client, length));
            if (rule != null) {
                found.add(rule);
            }
        }
        if (everyone != null) {
            found.add(everyone);
        }
        return found.build();
    }
}
