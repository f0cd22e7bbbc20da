// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;

/** Imports of test texts. */
final class Imports {
    private static final PolicyTableParser PARSER = PolicyTableParser.forThisJvm();

    private Imports() {}

    static Imported read(Source source, String text) {
        return PolicyImport.from(source).read("/etc/mail/rules", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the lines of the table that are rules, which the parser has to find there as well. */
    static List<String> rules(Imported imported) {
        List<String> lines =
                imported.table().lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(parse(imported).rules()).hasSameSizeAs(lines);
        return lines;
    }

    static List<String> rules(Source source, String text) {
        return rules(read(source, text));
    }

    static PolicyTable parse(Imported imported) {
        try {
            return PARSER.parse("imported", imported.table().getBytes(StandardCharsets.UTF_8));
        } catch (PolicyException e) {
            throw new AssertionError(imported.table(), e);
        }
    }

    static PolicyRule onlyRule(String line) {
        try {
            return PARSER.parse("line", line.getBytes(StandardCharsets.UTF_8))
                    .rules()
                    .get(0);
        } catch (PolicyException e) {
            throw new AssertionError(line, e);
        }
    }

    /** Returns the only report that must be looked at, which has to have left the line out. */
    static ImportReport leftOut(Source source, String text) {
        return leftOut(source, text, 0);
    }

    /** Returns the only report, which has to have left a line out, where others make that many rules. */
    static ImportReport leftOut(Source source, String text, int others) {
        Imported imported = read(source, text);
        assertThat(rules(imported)).hasSize(others);
        assertThat(imported.isComplete()).isFalse();
        assertThat(imported.reports()).hasSize(1);
        assertThat(imported.table()).contains("# LEFT OUT: ");
        return imported.reports().get(0);
    }
}
