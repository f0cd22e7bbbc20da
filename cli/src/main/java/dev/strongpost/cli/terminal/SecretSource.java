// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.files.BoundedFile;
import dev.strongpost.text.InvalidValueException;

/**
 * Where a secret comes from: a file, a variable of the environment, or a person. Never an argument, since every user of
 * the machine can read those. Immutable.
 */
public final class SecretSource {
    private static final long LARGEST = 4096;

    @Nullable
    private final Path file;

    @Nullable
    private final String variable;

    private SecretSource(@Nullable Path file, @Nullable String variable) {
        this.file = file;
        this.variable = variable;
    }

    /** Returns the source that the options name; null for an option that is not given. */
    public static SecretSource of(@Nullable Path file, @Nullable String variable) {
        if (file != null && variable != null) {
            throw CommandFailure.usage(
                    "a secret comes from a file or from a variable of the environment, not from both");
        }
        return new SecretSource(file, variable);
    }

    /**
     * Returns the secret; empty when no option names a source.
     *
     * @throws CommandFailure when the file cannot be read, or the variable is not set
     */
    public Optional<char[]> read(CommandContext context) {
        if (file != null) {
            return Optional.of(fromFile(file));
        }
        return variable == null ? Optional.empty() : Optional.of(fromVariable(context, variable));
    }

    private static char[] fromFile(Path file) {
        try {
            return firstLine(BoundedFile.read(file, LARGEST, "a readable file with a secret in its first line"));
        } catch (InvalidValueException e) {
            throw CommandFailure.unknown(e.given(file.toString()) + ": what is needed is " + e.allowed());
        } catch (CharacterCodingException e) {
            throw CommandFailure.unknown(file + ": the secret in it is not UTF-8");
        }
    }

    private static char[] firstLine(byte[] content) throws CharacterCodingException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return Arrays.copyOf(Arrays.copyOf(text.array(), text.length()), end);
    }

    private static char[] fromVariable(CommandContext context, String name) {
        return context.variable(name)
                .map(String::toCharArray)
                .orElseThrow(() -> CommandFailure.usage("the variable " + name + " of the environment is not set"));
    }
}
