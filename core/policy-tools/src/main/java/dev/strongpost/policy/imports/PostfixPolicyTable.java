// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.regex.Pattern;

import com.google.common.base.CharMatcher;

/**
 * The text that postmap(1) turns into a table of {@code smtp_tls_policy_maps}: a key, blanks or tabs, a policy; a line
 * that begins with a blank goes on from the one before it; a {@code #} as the first character that is not blank starts
 * a comment. The key is the next hop (postconf(5)): {@code example.com} is that domain alone, {@code .example.com} its
 * sub-domains, and {@code [host]}, {@code [host]:port} and {@code domain:port} come from the transport table, which the
 * policy table knows nothing of, but for the address of a literal.
 */
final class PostfixPolicyTable implements LineReader {
    /** What isspace(3) takes for blank in the locale C: a no-break space is part of a word. */
    static final CharMatcher BLANK = CharMatcher.anyOf(" \t\r\n\u000B\f");

    private static final Pattern LITERAL =
            Pattern.compile("\\[(\\d{1,3}(\\.\\d{1,3}){3}|(?i:ipv6:)[0-9A-Fa-f:.]{2,45})\\]");

    private final TableWriter table;
    private final JoinedLines joined = new JoinedLines(" ");

    PostfixPolicyTable(TableWriter table) {
        this.table = table;
    }

    @Override
    public void line(SourceLine line) {
        String text = BLANK.trimFrom(line.text());
        if (text.isEmpty() || text.startsWith("#")) {
            return; // also between the lines of one entry
        }
        boolean continued = BLANK.matches(line.text().charAt(0));
        if (continued && !joined.isBegun()) {
            table.leaveOut(line.number(), text, "postmap refuses a continued line with none before it");
            return;
        }
        if (!continued) {
            end();
        }
        joined.add(line, text);
    }

    @Override
    public void end() {
        joined.take().ifPresent(this::entry);
    }

    private void entry(SourceLine line) {
        String text = line.text();
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), text, line.damage().get());
            return;
        }
        int keyEnd = BLANK.indexIn(text);
        try {
            if (keyEnd < 0) {
                throw new UntranslatableException("a key without a policy, which postmap refuses");
            }
            String policy = text.substring(keyEnd);
            RuleDraft whom = whom(text.substring(0, keyEnd));
            table.rule(line.number(), text, whom, rule -> PostfixPolicy.parse(policy)
                    .applyTo(rule));
        } catch (UntranslatableException e) {
            table.leaveOut(line.number(), text, e.reason());
        }
    }

    private static RuleDraft whom(String key) throws UntranslatableException {
        if (LITERAL.matcher(key).matches()) {
            return RuleDraft.forName("", key)
                    .mustBeLookedAt(
                            "it is a next hop of the transport table, too: write a rule for each domain that goes"
                                    + " there; this one is for mail to the address itself");
        }
        if (key.startsWith("[") || key.indexOf(':') >= 0) {
            throw new UntranslatableException(
                    "a next hop of the transport table; the policy table has rules for recipients:"
                            + " write one for each domain that goes there");
        }
        if (key.startsWith("/") || key.startsWith("!/")) {
            throw new UntranslatableException("a regular expression (a regexp: or pcre: table); write a rule for each"
                    + " domain that it is for");
        }
        if (key.indexOf('@') >= 0 || key.indexOf('/') >= 0) {
            throw new UntranslatableException("no next hop that Postfix looks up for a domain");
        }
        // A parent is looked up with its dot in front; without it, the key is for that domain alone.
        return RuleDraft.forName(key.startsWith(".") ? "" : "=", key);
    }
}
