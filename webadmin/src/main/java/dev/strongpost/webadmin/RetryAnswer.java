// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.webadmin;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableSortedMap;

/** The answer to a {@link RetryRequest}: how many mails are tried, of which queue. */
final class RetryAnswer {
    private final String recipients;
    private final ImmutableSortedMap<String, Long> queues;

    RetryAnswer(String recipients, ImmutableSortedMap<String, Long> queues) {
        this.recipients = recipients;
        this.queues = queues;
    }

    /** Returns whose mail is tried, in the spelling of the table. */
    @JsonProperty
    public String getRecipients() {
        return recipients;
    }

    /** Returns how many mails are tried, by the names of the queues, with those of which it is none. */
    @JsonProperty
    public Map<String, Long> getQueues() {
        return queues;
    }

    /** Returns how many mails are tried in all. */
    @JsonProperty
    public long getMails() {
        return queues.values().stream().mapToLong(Long::longValue).sum();
    }
}
