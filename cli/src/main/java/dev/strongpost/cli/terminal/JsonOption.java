// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.terminal;

import picocli.CommandLine.Option;

/** The option of every command that reads: the answer for programs. */
public final class JsonOption {
    @Option(names = "--json", description = "Write the answer as JSON.")
    private boolean json;

    /** Tells whether a program reads the answer. */
    public boolean isWanted() {
        return json;
    }
}
