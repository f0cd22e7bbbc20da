// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import java.util.concurrent.CompletableFuture;

/** Gets the policies of domains from where they publish them. */
public interface PolicyFetcher {
    /**
     * Returns the text of the policy of {@code domain}, which is in A-labels. Does not block. Fails with an exception
     * whose message says how where there is none, or none that may be believed.
     */
    CompletableFuture<String> fetch(String domain);
}
