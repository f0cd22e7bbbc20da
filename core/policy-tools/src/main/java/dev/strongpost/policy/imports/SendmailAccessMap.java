// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.Locale;

import com.google.common.collect.ImmutableSet;

/**
 * The text that makemap(8) turns into Sendmail's access map: a key, blanks or tabs, a value; a {@code #} in the first
 * column starts a comment. Of its keys, {@code TLS_Rcpt:} with {@code user@domain}, {@code user@}, {@code domain}
 * (which takes in its sub-domains) or nothing (everyone) is a rule for recipients, {@code TLS_Clt:} with a domain, an
 * address, the beginning of one or nothing a rule for clients (cf/README, "Allowing Connections"; {@code Stls_rcpt} and
 * {@code Stls_client} in cf/m4/proto.m4).
 */
final class SendmailAccessMap implements LineReader {
    private static final String RECIPIENT = "tls_rcpt:";
    private static final String CLIENT = "tls_clt:";
    private static final ImmutableSet<String> OTHER_TLS_TAGS = ImmutableSet.of(
            "tls_srv", "try_tls", "srv_features", "clt_features", "tls_srv_features", "tls_clt_features");

    private final TableWriter table;

    SendmailAccessMap(TableWriter table) {
        this.table = table;
    }

    @Override
    public void line(SourceLine line) {
        String text = line.text();
        if (text.isBlank() || text.startsWith("#")) {
            return;
        }
        if (line.damage().isPresent()) {
            table.leaveOut(line.number(), text, line.damage().get());
            return;
        }
        entry(line.number(), text);
    }

    private void entry(int number, String text) {
        int keyEnd = keyEnd(text);
        String key = text.substring(0, keyEnd);
        String value = text.substring(keyEnd).strip();
        String lower = key.toLowerCase(Locale.ROOT);
        if (keyEnd == 0) {
            table.leaveOut(number, text, "makemap refuses a line that begins with a blank");
        } else if (lower.startsWith(RECIPIENT)) {
            recipient(number, text, key.substring(RECIPIENT.length()), value);
        } else if (lower.startsWith(CLIENT)) {
            client(number, text, key.substring(CLIENT.length()), value);
        } else {
            other(number, text, key);
        }
    }

    private static int keyEnd(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
            end++;
        }
        return end;
    }

    private void recipient(int number, String text, String key, String value) {
        try {
            RuleDraft whom = key.isEmpty() ? RuleDraft.forEveryone() : RuleDraft.forName("", key);
            table.rule(number, text, whom, rule -> requirement(key, value, rule));
        } catch (UntranslatableException e) {
            table.leaveOut(number, text, e.reason());
        }
    }

    private static void requirement(String key, String value, RuleDraft rule) throws UntranslatableException {
        SendmailRequirement requirement = SendmailRequirement.parse(value);
        requirement.applyToRecipients(rule);
        if (key.indexOf('@') > 0 && !requirement.isEnforced()) {
            rule.note("the rule holds for the user with any +tag as well");
        }
    }

    private void client(int number, String text, String key, String value) {
        try {
            SendmailClient client = SendmailClient.parse(key);
            table.rule(number, text, client.rule(), rule -> {
                SendmailRequirement requirement = SendmailRequirement.parse(value);
                requirement.applyToClients(rule);
                if (client.isName() && !requirement.isEnforced()) {
                    rule.note("a name of a client excuses from no rule for its address, nor from that for everyone");
                }
            });
        } catch (UntranslatableException e) {
            table.leaveOut(number, text, e.reason());
        }
    }

    private void other(int number, String text, String key) {
        int colon = key.indexOf(':');
        String tag = colon < 0 ? "" : key.substring(0, colon).toLowerCase(Locale.ROOT);
        if (OTHER_TLS_TAGS.contains(tag)) {
            table.leaveOut(
                    number,
                    text,
                    "a rule about the host that mail goes to, or about what this one offers; the policy table has rules"
                            + " for recipients, and for those who send");
        } else {
            table.leaveOut(number, text, ImportReport.Severity.NOTE, "not a rule of TLS for recipients (TLS_Rcpt:)");
        }
    }

    @Override
    public void end() {
        // Each line is a rule of its own.
    }
}
