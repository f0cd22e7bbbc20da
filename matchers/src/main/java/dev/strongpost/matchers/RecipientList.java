// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.stream.Collectors;

import javax.mail.MessagingException;

import org.apache.james.filesystem.api.FileSystem;

import com.google.common.collect.ImmutableList;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.Direction;
import dev.strongpost.policy.rule.PolicyError;
import dev.strongpost.policy.rule.PolicyException;

/** Reads a list of {@code who} entries. It is kept as a policy table, of which only the selection is used. */
final class RecipientList {
    private RecipientList() {}

    /**
     * Returns the list in a matcher's condition.
     *
     * @param matcher the matcher, for the message of a mistake
     * @throws MessagingException listing every mistake, one a line
     */
    static PolicyTable inline(String matcher, String condition) throws MessagingException {
        try {
            return PolicyTableParser.forThisJvm().parseInline(matcher, condition);
        } catch (PolicyException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    /**
     * Returns the list in a file: one entry a line, {@code #} starts a comment.
     *
     * @param location a file URL of James
     * @throws MessagingException listing every mistake, one a line
     */
    static PolicyTable file(FileSystem fileSystem, String location) throws MessagingException {
        Path file = resolve(fileSystem, location);
        ImmutableList<String> errors = StrayWords.in(file);
        if (!errors.isEmpty()) {
            throw new MessagingException(String.join("\n", errors));
        }
        try {
            PolicyTable list = PolicyTableParser.forThisJvm().parse(file);
            requireRecipients(file, list);
            return list;
        } catch (PolicyException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    private static void requireRecipients(Path file, PolicyTable list) throws MessagingException {
        String errors = list.rules().stream()
                .filter(rule -> !rule.direction().covers(Direction.OUT))
                .map(rule -> PolicyError.of(
                        file.toString(),
                        rule.requirement().source().line(),
                        "who",
                        rule.who(),
                        "recipients: from:, to:, client: and cert: are for inbound mail"))
                .map(PolicyError::toString)
                .collect(Collectors.joining("\n"));
        if (!errors.isEmpty()) {
            throw new MessagingException(errors);
        }
    }

    private static Path resolve(FileSystem fileSystem, String location) throws MessagingException {
        try {
            return fileSystem.getFile(location).toPath();
        } catch (FileNotFoundException e) {
            throw new MessagingException("RecipientIn: " + location + ": no such file", e);
        }
    }
}
