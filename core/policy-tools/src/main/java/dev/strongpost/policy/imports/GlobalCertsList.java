// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

/**
 * The list of GlobalCerts SecureMail Gateway, one entry a line: {@code domain.com}, which takes in its sub-domains,
 * {@code user@domain.com}, {@code user@}; a blank line means every recipient ("SMTP over TLS with the SecureMail
 * Gateway", support.globalcerts.net). Its bounce, {@code 503 5.7.0 encryption too weak 0 less than 112}, says what an
 * entry asks for: Sendmail's {@code PERM+ENCR:112}.
 */
final class GlobalCertsList implements LineReader {
    private final TableWriter table;

    GlobalCertsList(TableWriter table) {
        this.table = table;
    }

    @Override
    public void line(SourceLine line) {
        String given = line.text().isBlank() ? "(a blank line)" : line.text();
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), given, line.damage().get());
            return;
        }
        try {
            table.rule(line.number(), given, whom(line.text().strip()), GlobalCertsList::requirement);
        } catch (UntranslatableException e) {
            table.leaveOut(line.number(), given, e.reason());
        }
    }

    private static RuleDraft whom(String entry) throws UntranslatableException {
        if (entry.startsWith(".")) {
            throw new UntranslatableException("the list is not known to have entries that begin with a dot");
        }
        return entry.isEmpty()
                ? RuleDraft.forEveryone()
                        .note("a blank line means everyone; delete the rule if it was there by accident")
                : RuleDraft.forName("", entry);
    }

    private static void requirement(RuleDraft rule) {
        rule.level("encrypt").option("bits", "112").option("failure", "bounce");
    }

    @Override
    public void end() {
        // Each line is a rule of its own.
    }
}
