// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static dev.strongpost.policy.imports.Imports.leftOut;
import static dev.strongpost.policy.imports.Imports.parse;
import static dev.strongpost.policy.imports.Imports.read;
import static dev.strongpost.policy.imports.Imports.rules;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalCertsListTest {
    private static final String TERMS = " encrypt bits=112 failure=bounce";

    @Test
    void readShouldTranslateEntries() {
        assertThat(rules(Source.GLOBALCERTS, "domain.com\r\n user@domain.com \nuser@\n"))
                .containsExactly("domain.com" + TERMS, "user@domain.com" + TERMS, "user@" + TERMS);
    }

    @Test
    void readShouldTakeBlankLineForEveryone() {
        Imported imported = read(Source.GLOBALCERTS, "domain.com\n \t\nuser@\n");
        assertThat(rules(imported)).containsExactly("domain.com" + TERMS, "*" + TERMS, "user@" + TERMS);
        assertThat(imported.reports()).singleElement().satisfies(report -> {
            assertThat(report.toString()).startsWith("rules:2: note: (a blank line): ");
            assertThat(imported.isComplete()).isTrue();
        });
    }

    @Test
    void blankLastLineShouldHaveToBeLookedAt() {
        Imported imported = read(Source.GLOBALCERTS, "domain.com\n \t\n");
        assertThat(rules(imported)).containsExactly("domain.com" + TERMS, "*" + TERMS);
        assertThat(imported.reports())
                .singleElement()
                .asString()
                .startsWith("rules:2: must be looked at: (a blank line): ");
    }

    @Test
    void readShouldNotTakeEndOfLastLineForBlankLine() {
        assertThat(rules(Source.GLOBALCERTS, "domain.com\n")).hasSize(1);
    }

    @Test
    void readShouldCoverSubDomains() {
        assertThat(parse(read(Source.GLOBALCERTS, "domain.com"))
                        .lookup("a", "sales.domain.com")
                        .level()
                        .requiresEncryption())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*", "# comment", ".domain.com", "@domain.com", "two words", "=domain.com", "192.0.2.7", "a,b"})
    void readShouldLeaveOut(String entry) {
        assertThat(leftOut(Source.GLOBALCERTS, entry).given()).isEqualTo(entry);
    }
}
