// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

import dev.strongpost.benchmarks.delivery.Contender;

/** The options of a benchmark. */
public final class Options {
    /** What {@link #parse} takes. */
    public static final String USAGE =
            """
              --quick           one run of a small size, under a minute
              --runs N          so many runs, of which the median is printed; 5, or 1 with --quick
              --messages N      another number of messages
              --only stock|ours one contender
              --no-chunking     a receiver that does not offer CHUNKING, in drain, latency and spread
              --jvm OPTION      an option for the JVM that delivers, such as -XX:StartFlightRecording=...; may be repeated\
            """;

    private static final String DEFAULT_HEAP = "-Xmx1g";
    private static final int LARGEST = 1_000_000;

    private boolean quick;
    private boolean chunking = true;
    private OptionalInt runs = OptionalInt.empty();
    private OptionalInt messages = OptionalInt.empty();
    private final List<Contender> contenders = new ArrayList<>(List.of(Contender.values()));
    private final List<String> jvm = new ArrayList<>(List.of(DEFAULT_HEAP));

    private Options() {}

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException naming the first that is wrong, what was given and what is allowed
     */
    public static Options parse(List<String> arguments) {
        Options options = new Options();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String name = words.next();
            if (name.equals("--quick")) {
                options.quick = true;
            } else if (name.equals("--no-chunking")) {
                options.chunking = false;
            } else if (words.hasNext()) {
                options.set(name, words.next());
            } else {
                throw new IllegalArgumentException(name + ": nothing behind it, or not an option: allowed\n" + USAGE);
            }
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "--runs" -> runs = OptionalInt.of(number(name, value, 99));
            case "--messages" -> messages = OptionalInt.of(number(name, value, LARGEST));
            case "--only" -> contenders.retainAll(List.of(contender(name, value)));
            case "--jvm" -> jvm.add(value);
            default -> throw new IllegalArgumentException(name + ": not an option: allowed\n" + USAGE);
        }
    }

    private static int number(String name, String value, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + ": given " + value + ": allowed a whole number from 1 to " + most);
    }

    private static Contender contender(String name, String value) {
        for (Contender contender : Contender.values()) {
            if (contender.title().equals(value.toLowerCase(Locale.ROOT))) {
                return contender;
            }
        }
        throw new IllegalArgumentException(name + ": given " + value + ": allowed stock, ours");
    }

    /** Tells whether the small size is asked for. */
    public boolean isQuick() {
        return quick;
    }

    /** Tells whether the receiver offers CHUNKING. */
    public boolean isChunking() {
        return chunking;
    }

    /** Returns how often each contender runs. */
    public int runs() {
        return runs.orElse(quick ? 1 : 5);
    }

    /** Returns how many messages: those asked for, or else one of the two numbers given. */
    public int messages(int full, int small) {
        return messages.orElse(quick ? small : full);
    }

    /** Tells whether {@code contender} takes part. */
    public boolean isWanted(Contender contender) {
        return contenders.contains(contender);
    }

    /** Returns the options of the JVM that delivers, the size of its heap among them. */
    public List<String> jvm() {
        return List.copyOf(jvm);
    }
}
