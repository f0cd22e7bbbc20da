// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.render;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.annotation.Nullable;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import dev.strongpost.cli.terminal.CommandFailure;
import dev.strongpost.files.BoundedFile;
import dev.strongpost.policy.decision.TlsRequirement;
import dev.strongpost.policy.lint.PolicyQuery;
import dev.strongpost.policy.lint.RequirementFields;
import dev.strongpost.text.InvalidValueException;

/** What a table is asked as it is given to a command, and requirements as it shows them. */
public final class RecipientRenderer {
    private static final long LARGEST = 64L << 20;

    private RecipientRenderer() {}

    /**
     * Returns the queries given as arguments and in a file.
     *
     * @param file one a line, empty lines and those that begin with {@code #} left out; null for none
     */
    public static ImmutableList<PolicyQuery> parse(List<String> arguments, @Nullable Path file) {
        ImmutableList.Builder<PolicyQuery> queries = ImmutableList.builder();
        arguments.forEach(argument -> queries.add(parse(argument)));
        if (file != null) {
            lines(file).forEach(line -> queries.add(parse(line)));
        }
        return queries.build();
    }

    private static PolicyQuery parse(String text) {
        return PolicyQuery.parse(text)
                .orElseThrow(() -> CommandFailure.usage("given " + text + ": allowed " + PolicyQuery.FORMS));
    }

    private static Iterable<String> lines(Path file) {
        try {
            String text = new String(
                    BoundedFile.read(file, LARGEST, "a readable file with an address a line"), StandardCharsets.UTF_8);
            return Splitter.on(CharMatcher.anyOf("\r\n")).trimResults().omitEmptyStrings().splitToList(text).stream()
                    .filter(line -> !line.startsWith("#"))
                    .collect(ImmutableList.toImmutableList());
        } catch (InvalidValueException e) {
            throw CommandFailure.unknown(e.given(file.toString()) + ": what is needed is " + e.allowed());
        }
    }

    /** Returns the level and what it means: {@code encrypt: TLS with at least 112 bits}. */
    public static String describe(TlsRequirement requirement) {
        return requirement.level().word() + ": " + requirement.describe()
                + (requirement.isTesting() ? ", only tried out" : "");
    }

    /** Returns a requirement for programs. */
    public static Map<String, Object> document(TlsRequirement requirement) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("fields", RequirementFields.of(requirement));
        document.put("words", requirement.describe());
        document.put("who", requirement.who());
        document.put("file", requirement.source().file());
        document.put("line", requirement.source().line());
        return document;
    }
}
