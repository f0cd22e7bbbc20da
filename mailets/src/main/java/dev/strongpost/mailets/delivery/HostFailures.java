package dev.strongpost.mailets.delivery;

import java.util.List;
import java.util.Optional;

import com.google.common.base.Preconditions;

/** Draws the conclusion from the failures of all hosts of a domain. */
final class HostFailures {
    private HostFailures() {}

    /**
     * Returns the failure that stands for all of {@code failures}. When every host is proven not to satisfy the rule, that is
     * permanent; when one was merely not reachable, it may satisfy the rule later, so the mail waits. The text is that of the
     * most preferred host that a rule failed on, since that is what the sender can do something about.
     */
    static DeliveryFailure decisive(List<DeliveryFailure> failures) {
        Preconditions.checkArgument(!failures.isEmpty(), "no host was tried");
        Optional<DeliveryFailure> byPolicy = failures.stream()
                .filter(failure -> failure.policy().isPresent())
                .findFirst();
        if (failures.stream().allMatch(DeliveryFailure::isPermanent)) {
            return byPolicy.orElse(failures.get(0));
        }
        return byPolicy.orElse(failures.get(0)).asTransient();
    }
}
