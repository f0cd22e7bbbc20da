// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;

/** The processors of {@code mailetcontainer.xml} with their mailets, in order. Immutable. */
final class MailetContainer {
    static final String FILE = "mailetcontainer.xml";

    private final ImmutableListMultimap<String, MailetStep> steps;
    private final ImmutableList<String> processors;

    private MailetContainer(ImmutableListMultimap<String, MailetStep> steps, ImmutableList<String> processors) {
        this.steps = steps;
        this.processors = processors;
    }

    /** Reads the file's outermost element. */
    static MailetContainer of(XmlElement root) {
        ImmutableListMultimap.Builder<String, MailetStep> steps = ImmutableListMultimap.builder();
        ImmutableList.Builder<String> names = ImmutableList.builder();
        Optional<XmlElement> processors = root.children("processors").stream().findFirst();
        for (XmlElement processor :
                processors.map(all -> all.children("processor")).orElse(ImmutableList.of())) {
            String name = processor.attribute("state").orElse("");
            names.add(name);
            Map<String, XmlElement> matchers = new LinkedHashMap<>();
            addNamed(processor, matchers);
            processor.children("mailet").stream()
                    .map(mailet -> new MailetStep(name, mailet, MatcherSelection.of(mailet, matchers)))
                    .forEach(step -> steps.put(name, step));
        }
        return new MailetContainer(steps.build(), names.build());
    }

    /** Matchers inside of others may have names as well. */
    private static void addNamed(XmlElement parent, Map<String, XmlElement> matchers) {
        for (XmlElement matcher : parent.children("matcher")) {
            matcher.attribute("name").ifPresent(name -> matchers.put(name, matcher));
            addNamed(matcher, matchers);
        }
    }

    /** Tells whether there is a processor of that name. */
    boolean has(String processor) {
        return processors.contains(processor);
    }

    /** Returns the mailets of a processor, in order. */
    ImmutableList<MailetStep> steps(String processor) {
        return steps.get(processor);
    }

    /** Returns the mailets of all processors. */
    Stream<MailetStep> allSteps() {
        return steps.values().stream();
    }
}
