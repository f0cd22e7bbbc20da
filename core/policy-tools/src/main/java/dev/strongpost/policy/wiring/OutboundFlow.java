// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * Follows mail to the listed recipients of one table through the processors, to see which delivery mailet it meets
 * first. A matcher whose selection is not known is taken to select some of them and to leave others, so that whatever
 * mail may meet is found.
 */
final class OutboundFlow {
    /** What has become of listed recipients on the way to a place. What is worse comes later. */
    enum State {
        /** None can be here. */
        NONE,
        /** Some may be: a TlsRemoteDelivery before has taken those that a matcher of unknown selection gave it. */
        LEFT_OVER,
        /** Some may be: a matcher on the way selects by recipient, and which ones is not known. */
        SELECTED,
        /** They are here: no TlsRemoteDelivery has seen them. */
        UNSEEN
    }

    private static final ImmutableSet<String> AFTER_DELIVERY = ImmutableSet.of("bounceProcessor", "onSuccess");
    private static final ImmutableSet<String> ON_EXCEPTION = ImmutableSet.of("onMailetException", "onMatchException");

    private final MailetContainer container;
    private final TableLocation table;
    private final Map<String, State> entered = new HashMap<>();
    private final Deque<String> toVisit = new ArrayDeque<>();

    /** The worst that reaches each mailet, in the order of the first visit. */
    private final Map<MailetStep, State> met = new LinkedHashMap<>();

    private OutboundFlow(MailetContainer container, TableLocation table) {
        this.container = container;
        this.table = table;
    }

    /** Follows mail that enters those processors with nothing decided about it. */
    static OutboundFlow from(Collection<String> processors, MailetContainer container, TableLocation table) {
        OutboundFlow flow = new OutboundFlow(container, table);
        processors.forEach(processor -> flow.enter(processor, State.UNSEEN));
        while (!flow.toVisit.isEmpty()) {
            flow.visit(flow.toVisit.pop());
        }
        return flow;
    }

    private void enter(String processor, State state) {
        if (container.has(processor) && state.compareTo(entered.getOrDefault(processor, State.NONE)) > 0) {
            entered.put(processor, state);
            toVisit.push(processor);
        }
    }

    private void visit(String processor) {
        State state = entered.getOrDefault(processor, State.NONE);
        for (MailetStep step : container.steps(processor)) {
            if (state == State.NONE) {
                return;
            }
            state = pass(step, state);
        }
    }

    /** Returns the state behind the mailet. */
    private State pass(MailetStep step, State state) {
        if (!step.selection().mayInclude(table)) {
            return state;
        }
        met.merge(step, state, (one, other) -> one.compareTo(other) > 0 ? one : other);
        State entering = state == State.UNSEEN && step.selection().isByOtherRecipients() ? State.SELECTED : state;
        targets(step).forEach(target -> enter(target, entering));
        if (!step.ends()) {
            return state;
        }
        if (step.selection().covers(table)) {
            return State.NONE;
        }
        boolean known = step.selection().isOfAnotherTable(table);
        return step.isTlsRemoteDelivery() && !known ? State.LEFT_OVER : state;
    }

    /** Whatever parameter has the name of a processor as its value sends mail there. */
    private static ImmutableList<String> targets(MailetStep step) {
        boolean delivers = step.isRemoteDelivery() || step.isTlsRemoteDelivery();
        ImmutableList.Builder<String> targets = ImmutableList.builder();
        for (XmlElement parameter : step.element().children()) {
            if (!(delivers && AFTER_DELIVERY.contains(parameter.name())) && !ON_EXCEPTION.contains(parameter.name())) {
                targets.add(parameter.text());
            }
        }
        ON_EXCEPTION.forEach(parameter -> targets.add(step.onException(parameter)));
        return targets.build();
    }

    /** Returns the mailets that listed recipients may meet, with what has become of these before. */
    Map<MailetStep, State> met() {
        return met;
    }

    /** Returns the first of James's own delivery mailets that is met; empty for none. */
    Optional<MailetStep> firstRemoteDelivery() {
        return met.keySet().stream().filter(MailetStep::isRemoteDelivery).findFirst();
    }
}
