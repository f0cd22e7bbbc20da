// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** All that delivery asks DNS about. */
public interface MailLookup extends HostLookup, TlsaLookup {
    /**
     * Returns why the name servers are of no use for what {@link Dnssec} asks of them; empty where they are, or where it is
     * off. Does not fail.
     */
    CompletableFuture<Optional<String>> testDnssec();
}
