// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.wiring;

import java.util.Locale;

import com.google.common.collect.ImmutableSet;

/** Values as James reads them. */
final class Words {
    private static final String VARIABLE = "${";

    /** Those of commons-configuration. */
    private static final ImmutableSet<String> TRUE = ImmutableSet.of("true", "t", "yes", "y", "on");

    private Words() {}

    /** Tells whether a value means true. */
    static boolean isTrue(String value) {
        return TRUE.contains(value.trim().toLowerCase(Locale.ROOT));
    }

    /** Tells whether an element, or one in it, holds a variable, which only James resolves: {@code ${env:NAME}}. */
    static boolean hasVariable(XmlElement element) {
        return element.text().contains(VARIABLE)
                || element.attributes().values().stream().anyMatch(value -> value.contains(VARIABLE))
                || element.children().stream().anyMatch(Words::hasVariable);
    }
}
