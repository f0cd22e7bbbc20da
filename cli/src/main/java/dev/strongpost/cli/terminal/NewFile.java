// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import javax.annotation.Nullable;

/** Text without secrets that goes to a new file, or to standard output. */
public final class NewFile {
    private final CommandContext context;

    @Nullable
    private final Path file;

    /** Takes the file; null for standard output. */
    public NewFile(CommandContext context, @Nullable Path file) {
        this.context = context;
        this.file = file;
    }

    /**
     * Writes the text. Never over a file that is there.
     *
     * @throws CommandFailure when there is one, or it cannot be written
     */
    public void write(String text, String what) {
        if (file == null) {
            context.print(text.stripTrailing());
            return;
        }
        try {
            Files.writeString(
                    file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            context.print("Wrote " + what + " to " + file + ".");
        } catch (FileAlreadyExistsException e) {
            throw CommandFailure.no(file + " is there already");
        } catch (IOException e) {
            throw CommandFailure.unknown(file + " cannot be written");
        }
    }
}
