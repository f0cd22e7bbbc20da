// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.Optional;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** An element of a configuration file, with the line that its start tag ends in. Immutable. */
final class XmlElement {
    private final String name;
    private final ImmutableMap<String, String> attributes;
    private final int line;
    private final String text;
    private final ImmutableList<XmlElement> children;

    XmlElement(
            String name,
            ImmutableMap<String, String> attributes,
            int line,
            String text,
            ImmutableList<XmlElement> children) {
        this.name = name;
        this.attributes = attributes;
        this.line = line;
        this.text = text;
        this.children = children;
    }

    /** Returns an element with nothing in it. */
    static XmlElement empty(String name) {
        return new XmlElement(name, ImmutableMap.of(), 0, "", ImmutableList.of());
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    ImmutableMap<String, String> attributes() {
        return attributes;
    }

    Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }

    /** Returns the text without white space around it. */
    String text() {
        return text;
    }

    /** Returns all elements in this one, in order. */
    ImmutableList<XmlElement> children() {
        return children;
    }

    /** Returns the elements of that name in this one, in order. */
    ImmutableList<XmlElement> children(String named) {
        return children.stream().filter(child -> child.name.equals(named)).collect(ImmutableList.toImmutableList());
    }

    /** Returns the text of the first element of that name; empty where there is none, or it is empty. */
    Optional<String> childText(String named) {
        return children(named).stream().map(XmlElement::text).findFirst().filter(value -> !value.isEmpty());
    }
}
