// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

/** A line of another system's rules that is not in the table just as it was there, and why. Immutable. */
public final class ImportReport {
    /** How much the administrator has to do with a report. */
    public enum Severity {
        /** The table asks for the same, or for more, in another way; or the line has nothing to do with TLS. */
        NOTE("note"),
        /** Something the source asked for is not in the table, or may not be. */
        MUST_BE_LOOKED_AT("must be looked at");

        private final String words;

        Severity(String words) {
            this.words = words;
        }

        /** Returns {@code note} or {@code must be looked at}. */
        public String words() {
            return words;
        }
    }

    /** The most characters of foreign text that a report quotes. */
    static final int LONGEST = 160;

    private final String file;
    private final int line;
    private final String given;
    private final String reason;
    private final Severity severity;

    private ImportReport(String file, int line, String given, String reason, Severity severity) {
        this.file = file;
        this.line = line;
        this.given = given;
        this.reason = reason;
        this.severity = severity;
    }

    /** Returns the report. All texts are clean already ({@link dev.strongpost.text.Sanitizer#visible}). */
    static ImportReport of(String file, int line, String given, String reason, Severity severity) {
        return new ImportReport(file, line, given, reason, severity);
    }

    /** Returns the file name without folders. */
    public String file() {
        return file;
    }

    /** Returns the line, counted from 1, the first one when several are joined; 0 when the whole file is meant. */
    public int line() {
        return line;
    }

    /** Returns what is written there, without control characters, cut to {@value #LONGEST} characters. */
    public String given() {
        return given;
    }

    /** Returns what the policy table cannot say of it, or says in another way. */
    public String reason() {
        return reason;
    }

    /** Returns how much the administrator has to do with it. */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns {@code access:7: must be looked at: TLS_Rcpt:x.example VERIFY+CI:/CN=ca: the policy table cannot ...}.
     */
    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line;
        return place + ": " + severity.words() + ": " + given + ": " + reason;
    }
}
