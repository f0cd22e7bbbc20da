// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;

import dev.strongpost.policy.PolicyTable;
import dev.strongpost.policy.parse.PolicyTableParser;
import dev.strongpost.policy.rule.InboundSubject;
import dev.strongpost.policy.rule.PolicyException;
import dev.strongpost.policy.rule.PolicyRule;
import dev.strongpost.text.Sanitizer;

/**
 * The policy table that an import writes. Each rule is first shown to the parser of policy tables, alone, so that the
 * table as a whole is one that it accepts; what it refuses is left out and reported. Not thread-safe.
 */
final class TableWriter {
    /** Of the reports that are notes; those that must be looked at are listed, all of them. */
    static final int MOST_NOTES = 10_000;

    /** More than anyone looks at, and as many as a machine has room for. */
    static final int MOST_REPORTS = 1_000_000;

    /** A reason may quote what the parser allows, and be longer than what was given. */
    private static final int LONGEST_REASON = 1000;

    private static final String CLIENT = InboundSubject.CLIENT.prefix();

    /** What replaces the terms of a rule that was left out. */
    private static final String NO_TERMS = "";

    private static final ImportReport.Severity MUST = ImportReport.Severity.MUST_BE_LOOKED_AT;
    private static final ImportReport.Severity NOTE = ImportReport.Severity.NOTE;

    private final String file;
    private final long largest;
    private final PolicyTableParser parser = new PolicyTableParser(ImmutableSet.of(), Clock.systemUTC());
    private final StringBuilder table = new StringBuilder();
    private final List<ImportReport> reports = new ArrayList<>();
    private final Map<String, Written> written = new HashMap<>();
    private final Interner<String> sharedTerms = Interners.newStrongInterner();
    private long bytes;
    private int notes;
    private int moreNotes;
    private int others;
    private int firstOther;

    /** A rule that is in the table, or keeps its place there. */
    private static final class Written {
        final int line;
        final String terms;

        Written(int line, String terms) {
            this.line = line;
            this.terms = terms;
        }
    }

    /**
     * Starts a table.
     *
     * @param file the name of the source, without folders
     * @param largest the bytes that a policy table may have
     */
    TableWriter(String file, Source source, long largest) {
        this.file = file;
        this.largest = largest;
        append("# From " + source.words() + ", " + file + ". What could not be said is marked LEFT OUT.");
    }

    /** Gives a rule its terms. */
    interface Terms {
        void addTo(RuleDraft rule) throws UntranslatableException;
    }

    /**
     * Writes a rule, or leaves it out: when there are no words for its terms, the parser refuses it, or another rule is
     * in its way. One that is left out keeps its place all the same: the second rule for someone does not count in the
     * source either.
     */
    void rule(int line, String given, RuleDraft rule, Terms terms) {
        try {
            terms.addTo(rule);
            PolicyRule parsed = parsed(rule.toString());
            boolean isException = !parsed.requirement().level().requiresEncryption();
            if (isException && rule.uncertain().isPresent()) {
                throw new UntranslatableException(
                        "an exception that may not hold: " + rule.uncertain().get());
            }
            rule(line, given, rule, parsed.who());
        } catch (UntranslatableException e) {
            leaveOut(line, given, e.reason());
            claim(line, rule);
        } catch (PolicyException e) {
            leaveOut(line, given, "in the policy table, " + e.errors().get(0));
            claim(line, rule);
        }
    }

    private PolicyRule parsed(String rule) throws PolicyException {
        return parser.parse("rule", rule.getBytes(StandardCharsets.UTF_8))
                .rules()
                .get(0);
    }

    private void claim(int line, RuleDraft rule) {
        try {
            written.putIfAbsent(parsed(rule.who()).who(), new Written(line, NO_TERMS));
        } catch (PolicyException e) {
            // No recipient can be meant by it, and so there is no place to keep.
        }
    }

    private void rule(int line, String given, RuleDraft rule, String who) {
        Written same = written.get(who);
        Written other = written.get(counterpart(who));
        if (same != null) {
            String reason = "there is a rule for " + who + " already, of line " + same.line + "; the first counts";
            leaveOut(line, given, same.terms.equals(rule.terms()) ? NOTE : MUST, reason);
        } else if (other != null && !other.terms.equals(NO_TERMS)) {
            String reason = "the policy table has either " + who + " or " + counterpart(who) + ", of line " + other.line
                    + ", not both";
            leaveOut(line, given, MUST, reason);
        } else {
            written.put(who, new Written(line, sharedTerms.intern(rule.terms())));
            append("# " + place(line) + Sanitizer.visible(given.strip(), ImportReport.LONGEST));
            append(rule.toString());
            rule.remarks().forEach(remark -> report(line, given, remark.severity, remark.reason));
        }
    }

    /** Returns the rules that were written so far, as a table. */
    PolicyTable parsed() {
        try {
            return parser.parse("imported", table.toString().getBytes(StandardCharsets.UTF_8));
        } catch (PolicyException e) {
            throw new IllegalStateException("the parser took each rule of it", e);
        }
    }

    /** Adds something to report about a rule that was written; {@code who} as the parser writes it. */
    void note(String who, String reason) {
        Written rule = written.get(who);
        report(rule == null ? 0 : rule.line, who, NOTE, reason);
    }

    private static String counterpart(String who) {
        String prefix = who.startsWith(CLIENT) ? CLIENT : "";
        String name = who.substring(prefix.length());
        return prefix + (name.startsWith(".") ? name.substring(1) : "." + name);
    }

    /** Leaves out something that the administrator must look at. */
    void leaveOut(int line, String given, String reason) {
        leaveOut(line, given, MUST, reason);
    }

    /** Leaves out something, as a comment and a report. */
    void leaveOut(int line, String given, ImportReport.Severity severity, String reason) {
        append("# " + place(line) + Sanitizer.visible(given.strip(), ImportReport.LONGEST));
        append("# LEFT OUT: " + Sanitizer.visible(reason, LONGEST_REASON));
        report(line, given, severity, reason);
    }

    /** Counts a line that has nothing to do with TLS. */
    void other(int line) {
        firstOther = others == 0 ? line : firstOther;
        others++;
    }

    private String place(int line) {
        return file + ":" + line + ": ";
    }

    private void report(int line, String given, ImportReport.Severity severity, String reason) {
        if (severity == NOTE && ++notes > MOST_NOTES) {
            moreNotes++;
            return;
        }
        reports.add(ImportReport.of(
                file,
                line,
                Sanitizer.visible(given.strip(), ImportReport.LONGEST),
                Sanitizer.visible(reason, LONGEST_REASON),
                severity));
    }

    private void append(String text) {
        bytes += Utf8.encodedLength(text) + 1;
        if (bytes <= largest) {
            table.append(text).append('\n');
        }
    }

    /** Tells whether the table has outgrown its bound, so that it is refused whatever else is written. */
    boolean isFull() {
        return bytes > largest || reports.size() > MOST_REPORTS;
    }

    /** Returns the table and the reports. */
    Imported finish() {
        if (reports.size() > MOST_REPORTS) {
            return refused(file, "the whole file", "more than " + MOST_REPORTS + " lines would have to be looked at");
        }
        if (isFull()) {
            String reason = "the table would be larger than " + largest + " bytes, the most that is allowed";
            return refused(file, "the whole file", reason);
        }
        if (moreNotes > 0) {
            String reason = "only " + MOST_NOTES + " are listed; the others stand in the table as comments";
            reports.add(ImportReport.of(file, 0, moreNotes + " more notes", reason, NOTE));
        }
        if (others > 0) {
            String given = others == 1 ? "1 line" : others + " lines, this the first";
            reports.add(ImportReport.of(file, firstOther, given, "no rule of TLS", NOTE));
        }
        return new Imported(table.toString(), reports);
    }

    /** Returns a table without rules, and the one reason for that. */
    static Imported refused(String file, String given, String reason) {
        String comment = "# Nothing was imported from " + file + ": " + given + ": " + reason + ".\n";
        return new Imported(comment, ImmutableList.of(ImportReport.of(file, 0, given, reason, MUST)));
    }
}
