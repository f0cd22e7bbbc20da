// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * The list of GlobalCerts SecureMail Gateway, one entry a line: {@code domain.com}, which takes in its sub-domains,
 * {@code user@domain.com}, {@code user@}; a blank line means every recipient ("SMTP over TLS with the SecureMail
 * Gateway", support.globalcerts.net), and is there by accident most often where it is the last one. Its bounce, {@code 503 5.7.0 encryption too weak 0 less than 112}, says what an
 * entry asks for: Sendmail's {@code PERM+ENCR:112}.
 */
final class GlobalCertsList implements LineReader {
    private final TableWriter table;
    private final List<SourceLine> blank = new ArrayList<>();

    GlobalCertsList(TableWriter table) {
        this.table = table;
    }

    @Override
    public void line(SourceLine line) {
        if (line.damage().isEmpty() && line.text().isBlank()) {
            blank.add(line);
            return;
        }
        blank.forEach(empty -> everyone(empty, false));
        blank.clear();
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), line.text(), line.damage().get());
            return;
        }
        try {
            table.rule(line.number(), line.text(), whom(line.text().strip()), GlobalCertsList::requirement);
        } catch (UntranslatableException e) {
            table.leaveOut(line.number(), line.text(), e.reason());
        }
    }

    private void everyone(SourceLine line, boolean last) {
        String reason = "a blank line means everyone; delete the rule if it was there by accident";
        RuleDraft everyone = RuleDraft.forEveryone();
        table.rule(
                line.number(),
                "(a blank line)",
                last ? everyone.mustBeLookedAt(reason) : everyone.note(reason),
                GlobalCertsList::requirement);
    }

    private static RuleDraft whom(String entry) throws UntranslatableException {
        if (entry.startsWith(".")) {
            throw new UntranslatableException("the list is not known to have entries that begin with a dot");
        }
        return RuleDraft.forName("", entry);
    }

    private static void requirement(RuleDraft rule) {
        rule.level("encrypt").option("bits", "112").option("failure", "bounce");
    }

    @Override
    public void end() {
        blank.forEach(empty -> everyone(empty, true));
    }
}
