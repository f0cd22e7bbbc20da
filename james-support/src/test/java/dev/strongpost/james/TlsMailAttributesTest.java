// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.apache.mailet.AttributeName;
import org.junit.jupiter.api.Test;

import dev.strongpost.testkit.Checkout;

/** {@code docs/operating.md} lists the attributes that there are. */
class TlsMailAttributesTest {
    @Test
    void manualShouldListEveryAttributeAndNoOther() throws Exception {
        List<String> documented = Files.readAllLines(Checkout.file("docs/operating.md")).stream()
                .filter(line -> line.startsWith("| `strongpost."))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(constants());
    }

    @Test
    void everyAttributeThatDoesNotStayShouldBeOfOneSide() throws Exception {
        List<AttributeName> sides = new ArrayList<>(TlsMailAttributes.OUTCOME);
        sides.addAll(TlsMailAttributes.RECEIVED);
        sides.add(TlsMailAttributes.QUEUED);
        sides.add(TlsMailAttributes.DEFERRED);
        sides.add(TlsMailAttributes.DUE);
        sides.add(TlsMailAttributes.HANDED_OVER);
        sides.add(TlsMailAttributes.DELAY_NOTIFIED);

        assertThat(sides).extracting(AttributeName::asString).containsExactlyInAnyOrderElementsOf(constants());
    }

    @Test
    void attributesOfReceivedMailShouldBeKnownByTheirNames() {
        assertThat(TlsMailAttributes.RECEIVED)
                .extracting(AttributeName::asString)
                .allMatch(name -> name.startsWith("strongpost.received."));
    }

    private static List<String> constants() throws Exception {
        return Arrays.stream(TlsMailAttributes.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == AttributeName.class)
                .map(TlsMailAttributesTest::value)
                .toList();
    }

    private static String value(Field field) {
        try {
            return ((AttributeName) field.get(null)).asString();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
