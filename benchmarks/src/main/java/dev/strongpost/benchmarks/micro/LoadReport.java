// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.strongpost.benchmarks.Table;
import dev.strongpost.benchmarks.micro.SampleRules.Recipient;
import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.live.LivePolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.PolicyException;

/**
 * What it costs to load a table: time, live heap, and what lookups in the active table notice of it. The file is
 * changed and followed as in James; a thread looks up recipients all the while.
 */
public final class LoadReport {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final int RECIPIENTS = 4096;
    private static final int COLLECTIONS = 3;
    private static final long MEBIBYTE = 1 << 20;

    private final int rules;

    private LoadReport(int rules) {
        this.rules = rules;
    }

    /** Returns what was found in so many rounds. */
    public static List<Round> run(int rules, int rounds) throws IOException, PolicyException {
        Path file = Files.createTempFile("tls-policy", ".conf");
        try {
            return new LoadReport(rules).rounds(file, rounds);
        } finally {
            Files.delete(file);
        }
    }

    /** Prints the rounds. */
    public static void print(int rules, List<Round> rounds) {
        System.out.println("Loading a table of " + rules + " rules while lookups go on in the one before:");
        Table table =
                new Table("load s", "live heap MiB", "lookups", "median ns", "99 % ns", "99.9 % ns", "longest ms");
        for (Round round : rounds) {
            LookupTimes times = round.times();
            table.row(
                    Table.number(round.load().toMillis() / 1e3, 2),
                    round.liveHeap() / MEBIBYTE,
                    times.count(),
                    times.percentile(50),
                    times.percentile(99),
                    times.percentile(99.9),
                    Table.number(times.longest() / 1e6, 1));
        }
        table.print();
    }

    private List<Round> rounds(Path file, int rounds) throws IOException, PolicyException {
        byte[] text = SampleRules.text(rules);
        Files.write(file, new byte[] {'#'});
        long before = usedHeap();
        try (LivePolicyTable live = LivePolicyTable.open(file, PolicyTableParser.forThisJvm(), NEVER)) {
            Files.write(file, text);
            takeChange(live);
            long heap = usedHeap() - before;
            List<Recipient> recipients = SampleRules.hits(rules, RECIPIENTS);
            Round[] found = new Round[rounds];
            for (int round = 0; round < rounds; round++) {
                text[text.length - 1] = (byte) (round % 2 == 0 ? ' ' : '\n'); // another content with the same rules
                found[round] = round(live, file, text, recipients, heap);
            }
            return List.of(found);
        }
    }

    private static Round round(LivePolicyTable live, Path file, byte[] text, List<Recipient> recipients, long heap)
            throws IOException {
        Files.write(file, text);
        try (Lookups lookups = Lookups.start(live::current, recipients)) {
            Duration load = takeChange(live);
            return new Round(load, heap, lookups.stop());
        }
    }

    /** Returns the time of the look at the file that took its change. */
    private static Duration takeChange(LivePolicyTable live) throws IOException {
        PolicyTable before = live.current();
        while (true) {
            long start = System.nanoTime();
            live.poll();
            if (live.current() != before) {
                return Duration.ofNanos(System.nanoTime() - start);
            }
            if (live.lastError().isPresent()) {
                throw new IOException("the table was refused", live.lastError().get());
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /**
     * One load.
     *
     * @param load how long the look at the file took that found its change: reading, parsing, taking
     * @param liveHeap the bytes that a table keeps
     * @param times those of the lookups meanwhile
     */
    public record Round(Duration load, long liveHeap, LookupTimes times) {}
}
