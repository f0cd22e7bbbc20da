// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.net.InetSocketAddress;
import java.util.Map;

/** Where a James listens. */
record JamesAddresses(InetSocketAddress smtp, InetSocketAddress imap, InetSocketAddress webadmin) {
    /** Returns the values for the base configuration. */
    Map<String, String> values(String dns) {
        return Map.of(
                "smtp", text(smtp),
                "imap", text(imap),
                "webadminHost", webadmin.getAddress().getHostAddress(),
                "webadminPort", Integer.toString(webadmin.getPort()),
                "dns", dns);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
