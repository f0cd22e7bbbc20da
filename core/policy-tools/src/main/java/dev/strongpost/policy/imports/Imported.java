// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.List;

import com.google.common.collect.ImmutableList;

/** What became of another system's rules. Immutable. */
public final class Imported {
    private final String table;
    private final ImmutableList<ImportReport> reports;

    Imported(String table, List<ImportReport> reports) {
        this.table = table;
        this.reports = ImmutableList.copyOf(reports);
    }

    /**
     * Returns the text of a policy table, which the parser accepts: each rule below a comment with the line it comes
     * from, and each line that gave no rule as a comment with the reason.
     */
    public String table() {
        return table;
    }

    /**
     * Returns what the administrator has to know, in the order of the source: all that must be looked at, and {@value
     * TableWriter#MOST_NOTES} notes at most. Where there were more, or lines that have nothing to do with TLS, the last
     * ones say how many.
     */
    public ImmutableList<ImportReport> reports() {
        return reports;
    }

    /** Tells whether nothing the source asked for is missing from the table. */
    public boolean isComplete() {
        return reports.stream().noneMatch(report -> report.severity() == ImportReport.Severity.MUST_BE_LOOKED_AT);
    }
}
