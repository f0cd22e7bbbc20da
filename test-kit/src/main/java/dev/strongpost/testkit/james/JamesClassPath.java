// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.james;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

/** The jars of an unmodified James, in the order of its own class path, and nothing of ours. */
public final class JamesClassPath {
    private final ImmutableList<Path> jars;

    private JamesClassPath(List<Path> jars) {
        this.jars = ImmutableList.copyOf(jars);
    }

    /** Reads a file that holds the paths of the jars in one line, as {@code dependency:build-classpath} writes it. */
    public static JamesClassPath read(Path file) {
        try {
            return new JamesClassPath(Splitter.on(File.pathSeparatorChar)
                    .splitToStream(Files.readString(file).trim())
                    .map(Path::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("No class path of James in " + file, e);
        }
    }

    /** Returns the jars in order. */
    public ImmutableList<Path> jars() {
        return jars;
    }

    /** Starts a James in this working directory, which is emptied first and kept afterwards with its log. */
    public StockJamesBuilder in(Path directory) {
        return new StockJamesBuilder(this, directory);
    }

    String value() {
        return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
    }
}
