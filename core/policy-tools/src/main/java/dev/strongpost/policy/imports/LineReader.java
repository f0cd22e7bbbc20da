// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

/** Takes the lines of one file, in order. Not thread-safe. */
interface LineReader {
    /** Takes the next line. */
    void line(SourceLine line);

    /** Takes note that there are no more lines. */
    void end();
}
