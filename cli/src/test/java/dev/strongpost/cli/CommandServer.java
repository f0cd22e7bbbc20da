// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;

/**
 * Runs one command after the other in one JVM, whose working directory is that of all of them. Reads the arguments of a
 * command from standard input (their number, then each as {@link DataInputStream#readUTF}); writes its exit status,
 * what it wrote, and what it wrote to standard error (each a length and that many octets).
 */
final class CommandServer {
    private CommandServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] none) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out));
        for (int count = in.readInt(); count >= 0; count = in.readInt()) {
            String[] arguments = new String[count];
            for (int i = 0; i < count; i++) {
                arguments[i] = in.readUTF();
            }
            answer(arguments, answers);
        }
    }

    private static void answer(String[] arguments, DataOutputStream answers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        // What a library writes past the command counts as well.
        System.setOut(new PrintStream(out, true));
        System.setErr(new PrintStream(err, true));
        System.setIn(InputStream.nullInputStream()); // the arguments of the next command are no answer to this one
        answers.writeInt(Strongpost.run(System.out, System.err, arguments));
        write(out, answers);
        write(err, answers);
        answers.flush();
    }

    private static void write(ByteArrayOutputStream octets, DataOutputStream answers) throws IOException {
        answers.writeInt(octets.size());
        octets.writeTo(answers);
    }
}
