// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.apache.james.core.MailAddress;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;

/** What became of each recipient of a mail in one attempt. */
final class DeliveryReport {
    private final ImmutableListMultimap<Delivered, MailAddress> delivered;
    private final ImmutableMap<MailAddress, DeliveryFailure> failures;

    private DeliveryReport(
            ImmutableListMultimap<Delivered, MailAddress> delivered,
            ImmutableMap<MailAddress, DeliveryFailure> failures) {
        this.delivered = delivered;
        this.failures = failures;
    }

    /** Returns the outcome of one attempt. */
    static DeliveryReport of(
            ImmutableListMultimap<Delivered, MailAddress> delivered, Map<MailAddress, DeliveryFailure> failures) {
        return new DeliveryReport(delivered, ImmutableMap.copyOf(failures));
    }

    /** Returns a report in which all {@code recipients} failed alike. */
    static DeliveryReport allFailed(List<MailAddress> recipients, DeliveryFailure failure) {
        return of(ImmutableListMultimap.of(), Maps.toMap(recipients, any -> failure));
    }

    /** Returns the outcomes of the attempts for several groups of recipients as one. */
    static DeliveryReport merge(List<DeliveryReport> reports) {
        ImmutableListMultimap.Builder<Delivered, MailAddress> delivered = ImmutableListMultimap.builder();
        Map<MailAddress, DeliveryFailure> failures = new LinkedHashMap<>();
        reports.forEach(report -> {
            delivered.putAll(report.delivered);
            failures.putAll(report.failures);
        });
        return of(delivered.build(), failures);
    }

    /** Returns who got the mail, by the way it went. */
    ImmutableListMultimap<Delivered, MailAddress> delivered() {
        return delivered;
    }

    /** Returns who is to be tried again, by reason. */
    ImmutableListMultimap<DeliveryFailure, MailAddress> deferred() {
        return failures(failure -> !failure.isPermanent() && !failure.isPostponed());
    }

    /** Returns who has not been tried, by reason. */
    ImmutableListMultimap<DeliveryFailure, MailAddress> postponed() {
        return failures(DeliveryFailure::isPostponed);
    }

    /** Returns who cannot get the mail, by reason. */
    ImmutableListMultimap<DeliveryFailure, MailAddress> refused() {
        return failures(DeliveryFailure::isPermanent);
    }

    private ImmutableListMultimap<DeliveryFailure, MailAddress> failures(Predicate<DeliveryFailure> which) {
        return failures.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .collect(ImmutableListMultimap.toImmutableListMultimap(Map.Entry::getValue, Map.Entry::getKey));
    }

    /** Returns all recipients that did not get the mail. */
    ImmutableList<MailAddress> undelivered() {
        return failures.keySet().asList();
    }
}
