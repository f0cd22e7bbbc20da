// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.james.server.core.MailImpl;

import dev.strongpost.mailets.delivery.NamesForTests;
import dev.strongpost.testkit.smtp.ReceiverBehaviour;
import dev.strongpost.testkit.smtp.ReceiverBehaviourBuilder;

/**
 * One situation for both mailets: the hosts of the recipients' domain in order of preference, the mail, the parameters;
 * and what is to become of it, with both or with each.
 */
final class ParityCase {
    static final String DOMAIN = "open.example";
    /** Stands for the address and port of the first host, as the value of a parameter. */
    static final String FIRST_ADDRESS = "{1}";

    private static final String SENDER = "a@here.example";

    /** What is to come out. Both texts are the same where the mailets do the same. */
    record Expected(List<String> stock, List<String> ours, Optional<Difference> difference) {}

    /** How mail finds the hosts. */
    enum Route {
        /** Both through gateways, and ours once more through MX records. */
        ANY,
        /** Both through gateways only: what the case is about belongs to gateways. */
        GATEWAY,
        /** Neither through gateways: what the case is about is DNS. No host is reached. */
        DNS
    }

    private final String name;
    private final List<Optional<ReceiverBehaviour>> hosts = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Map<Aspect, Expected> expected = new EnumMap<>(Aspect.class);
    private Optional<ReceiverBehaviour> afterFirstAttempt = Optional.empty();
    private String sender = SENDER;
    private List<String> recipients = List.of("b@" + DOMAIN);
    private byte[] message = Letters.PLAIN;
    private Consumer<MailImpl> finish = mail -> {};
    private Consumer<NamesForTests> names = names -> {};
    private Route route = Route.ANY;

    ParityCase(String name) {
        this.name = name;
    }

    /** Adds the next host. */
    ParityCase host(ReceiverBehaviourBuilder behaviour) {
        hosts.add(Optional.of(behaviour.build()));
        return this;
    }

    /** Adds a host where nobody listens. */
    ParityCase deadHost() {
        hosts.add(Optional.empty());
        return this;
    }

    /** Has all hosts behave so from the first retry on. */
    ParityCase then(ReceiverBehaviourBuilder behaviour) {
        afterFirstAttempt = Optional.of(behaviour.build());
        return this;
    }

    ParityCase from(String address) {
        sender = address;
        return this;
    }

    ParityCase to(String... addresses) {
        recipients = List.of(addresses);
        return this;
    }

    ParityCase message(byte[] octets) {
        message = octets;
        return this;
    }

    /** Has {@code finish} done to the mail before it is sent. */
    ParityCase mail(Consumer<MailImpl> finish) {
        this.finish = finish;
        return this;
    }

    ParityCase with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    ParityCase without(String parameter) {
        parameters.put(parameter, "");
        return this;
    }

    ParityCase throughGatewaysOnly() {
        route = Route.GATEWAY;
        return this;
    }

    ParityCase names(Consumer<NamesForTests> names) {
        this.names = names;
        route = Route.DNS;
        return this;
    }

    /** Says what comes out with both. */
    ParityCase both(Aspect aspect, String... lines) {
        expected.put(aspect, new Expected(List.of(lines), List.of(lines), Optional.empty()));
        return this;
    }

    /**
     * Says what comes out with James's mailet, and why something else is meant to with ours: see {@link Stock#ours}.
     */
    Stock stock(Aspect aspect, String... lines) {
        return new Stock(aspect, List.of(lines));
    }

    /** The first half of a difference. */
    final class Stock {
        private final Aspect aspect;
        private final List<String> stock;

        private Stock(Aspect aspect, List<String> stock) {
            this.aspect = aspect;
            this.stock = stock;
        }

        /** Says what comes out with ours instead. */
        ParityCase ours(Difference difference, String... lines) {
            expected.put(aspect, new Expected(stock, List.of(lines), Optional.of(difference)));
            return ParityCase.this;
        }
    }

    List<Optional<ReceiverBehaviour>> hosts() {
        return hosts;
    }

    Optional<ReceiverBehaviour> afterFirstAttempt() {
        return afterFirstAttempt;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    String sender() {
        return sender;
    }

    String[] recipients() {
        return recipients.toArray(String[]::new);
    }

    byte[] message() {
        return message;
    }

    Consumer<MailImpl> finish() {
        return finish;
    }

    Consumer<NamesForTests> names() {
        return names;
    }

    Route route() {
        return route;
    }

    Map<Aspect, Expected> expected() {
        return expected;
    }

    /**
     * Returns the aspects on which the mailets are compared: all but {@link Aspect#SIZE} where nothing is said of it.
     */
    Set<Aspect> compared() {
        Set<Aspect> all = EnumSet.allOf(Aspect.class);
        all.removeIf(aspect -> aspect == Aspect.SIZE && !expected.containsKey(aspect));
        return all;
    }

    @Override
    public String toString() {
        return name;
    }
}
