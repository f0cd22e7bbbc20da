// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.webadmin;

import java.util.Optional;
import java.util.function.Predicate;

import javax.annotation.Nullable;

import org.apache.james.core.MailAddress;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.RulePattern;
import dev.strongpost.text.InvalidValueException;

/** The body of {@code POST /strongpost/api/retries}: {@code {"recipients": "partner.example"}}. */
final class RetryRequest {
    private static final String FIELD = "recipients";

    private final Optional<String> recipients;

    /** Made from JSON. */
    @JsonCreator
    RetryRequest(@Nullable @JsonProperty(FIELD) String recipients) {
        this.recipients = Optional.ofNullable(recipients);
    }

    /**
     * Returns whose mail is meant, in the spelling of the table.
     *
     * @throws InvalidValueException when it is missing or no pattern of a table
     */
    String pattern() throws InvalidValueException {
        if (recipients.isEmpty()) {
            throw new InvalidValueException("{\"" + FIELD + "\": \"partner.example\"}");
        }
        return RulePattern.parseRecipient(recipients.get()).toString();
    }

    /** Returns what the request gives, to be shown in an answer. */
    String given() {
        return recipients.map(text -> FIELD + ": given " + text).orElse("no " + FIELD);
    }

    /** Tells of an address whether {@code pattern} covers it, as a rule for it would. */
    static Predicate<MailAddress> covers(String pattern) throws InvalidValueException {
        try {
            PolicyTable list = PolicyTableParser.forThisJvm().parseInline(FIELD, pattern);
            return address -> list.match(
                            address.getLocalPart(), address.getDomain().asString())
                    .isPresent();
        } catch (PolicyException e) {
            throw new InvalidValueException(String.valueOf(e.getMessage()));
        }
    }
}
