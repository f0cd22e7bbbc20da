package dev.strongpost.benchmarks;

/** The benchmarks by name, as {@code benchmarks/run} calls them. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs the benchmark named first, with the options that follow. */
    public static void main(String[] arguments) {
        System.err.println("usage: benchmarks/run micro [JMH option...]");
        System.exit(2);
    }
}
