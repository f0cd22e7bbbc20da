// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.Locale;
import java.util.Optional;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

/** A mailet with its matcher, at its place in a processor. Immutable. */
final class MailetStep {
    static final String TLS_REMOTE_DELIVERY = "dev.strongpost.mailets.TlsRemoteDelivery";
    static final String REMOTE_DELIVERY = "RemoteDelivery";

    private static final String JAMES_MAILETS = "org.apache.james.transport.mailets.";

    /** They end the way of what they take, whatever their parameters. */
    private static final ImmutableSet<String> FINAL =
            ImmutableSet.of(REMOTE_DELIVERY, TLS_REMOTE_DELIVERY, "ToProcessor", "Null", "LocalDelivery");

    /** They do so by {@code passThrough}, with James's default for each. */
    private static final ImmutableMap<String, Boolean> PASS_THROUGH = ImmutableMap.of(
            "ToRepository", false,
            "Bounce", true,
            "DSNBounce", true,
            "NotifySender", true,
            "dev.strongpost.mailets.TlsBounce", true);

    private final String processor;
    private final XmlElement element;
    private final String mailet;
    private final MatcherSelection selection;

    MailetStep(String processor, XmlElement element, MatcherSelection selection) {
        this.processor = processor;
        this.element = element;
        this.mailet = shortName(element.attribute("class").orElse(""));
        this.selection = selection;
    }

    private static String shortName(String className) {
        return className.startsWith(JAMES_MAILETS) ? className.substring(JAMES_MAILETS.length()) : className;
    }

    XmlElement element() {
        return element;
    }

    /** Returns the processor that it is in. */
    String processor() {
        return processor;
    }

    /** Returns whom its matcher selects. */
    MatcherSelection selection() {
        return selection;
    }

    /** Tells whether it is James's RemoteDelivery, which knows no rules. */
    boolean isRemoteDelivery() {
        return mailet.equals(REMOTE_DELIVERY);
    }

    boolean isTlsRemoteDelivery() {
        return mailet.equals(TLS_REMOTE_DELIVERY);
    }

    /** Tells whether what it takes goes no further in its processor. */
    boolean ends() {
        Boolean passesByDefault = PASS_THROUGH.get(mailet);
        return FINAL.contains(mailet)
                || (passesByDefault != null
                        && !parameter("passThrough").map(Words::isTrue).orElse(passesByDefault));
    }

    /** Tells whether it is James's ToProcessor, whose matcher chooses the way. */
    boolean isToProcessor() {
        return mailet.equals("ToProcessor");
    }

    /** Tells whether a value of it holds a variable that only James resolves. */
    boolean hasVariables() {
        return Words.hasVariable(element);
    }

    Optional<String> parameter(String name) {
        return element.childText(name);
    }

    /** Returns what happens when the matcher or the mailet fails, in lower case as James compares it. */
    String onException(String parameter) {
        return parameter(parameter).orElse("error").trim().toLowerCase(Locale.ROOT);
    }

    /** Returns the queue of a delivery mailet. */
    String queue() {
        return parameter("outgoing").orElse(isTlsRemoteDelivery() ? "outgoing-tls" : "outgoing");
    }

    /** Returns {@code RemoteDelivery (match="All", in the processor relay)}. */
    @Override
    public String toString() {
        String name = mailet.substring(mailet.lastIndexOf('.') + 1);
        String matcher = element.attribute("notmatch")
                .map(text -> "notmatch=\"" + text + "\"")
                .orElseGet(() -> "match=\"" + element.attribute("match").orElse("All") + "\"");
        return name + " (" + matcher + ", in the processor " + processor + ")";
    }
}
