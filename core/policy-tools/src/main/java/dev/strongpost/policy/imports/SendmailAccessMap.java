// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;

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
    private static final String DOT = "a key with a dot in front is found with FEATURE(lookupdotdomain) alone";
    private static final ImmutableSet<String> OTHER_TLS_TAGS = ImmutableSet.of(
            "tls_srv", "try_tls", "srv_features", "clt_features", "tls_srv_features", "tls_clt_features");

    private final TableWriter table;
    private final List<Entry> entries = new ArrayList<>();
    private final ListMultimap<String, String> issuersByTag = ArrayListMultimap.create();

    /** A line about TLS, which may speak of tags that stand behind it. */
    private static final class Entry {
        final int number;
        final String text;
        final String key;
        final String value;
        final boolean forRecipients;

        Entry(int number, String text, String key, String value, boolean forRecipients) {
            this.number = number;
            this.text = text;
            this.key = key;
            this.value = value;
            this.forRecipients = forRecipients;
        }
    }

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
        } else if (value.isEmpty() && (lower.startsWith(RECIPIENT) || lower.startsWith(CLIENT))) {
            table.leaveOut(number, text, "no value: makemap passes the line over");
        } else if (lower.startsWith(RECIPIENT)) {
            entries.add(new Entry(number, text, key.substring(RECIPIENT.length()), value, true));
        } else if (lower.startsWith(CLIENT)) {
            entries.add(new Entry(number, text, key.substring(CLIENT.length()), value, false));
        } else {
            other(number, text, key, value);
        }
    }

    private static int keyEnd(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\t') {
            end++;
        }
        return end;
    }

    private void recipient(Entry entry) throws UntranslatableException {
        if (entry.key.contains("+*@")) {
            throw new UntranslatableException("any tag of a user and not the user: write a rule for each tag");
        }
        RuleDraft whom = entry.key.isEmpty() ? RuleDraft.forEveryone() : RuleDraft.forName("", entry.key);
        if (entry.key.startsWith(".")) {
            whom.uncertain(DOT);
        }
        table.rule(entry.number, entry.text, whom, rule -> requirement(entry.value, rule));
    }

    private void requirement(String value, RuleDraft rule) throws UntranslatableException {
        SendmailRequirement requirement = SendmailRequirement.parse(value, issuersByTag);
        requirement.applyToRecipients(rule);
    }

    private void client(Entry entry) throws UntranslatableException {
        SendmailClient client = SendmailClient.parse(entry.key);
        RuleDraft whom = client.rule();
        if (entry.key.startsWith(".")) {
            whom.uncertain(DOT);
        }
        table.rule(entry.number, entry.text, whom, rule -> {
            SendmailRequirement requirement = SendmailRequirement.parse(entry.value, issuersByTag);
            requirement.applyToClients(rule);
            if (client.isName() && !requirement.isEnforced()) {
                rule.note("a name of a client excuses from no rule for its address, nor from that for everyone");
            }
        });
    }

    private void other(int number, String text, String key, String value) {
        int colon = key.indexOf(':');
        String tag = colon < 0 ? "" : key.substring(0, colon).toLowerCase(Locale.ROOT);
        if (OTHER_TLS_TAGS.contains(tag)) {
            table.leaveOut(
                    number,
                    text,
                    "a rule about the host that mail goes to, or about what this one offers; the policy table has rules"
                            + " for recipients, and for those who send");
        } else {
            issuer(tag, key.substring(colon + 1), value);
            table.other(number);
        }
    }

    /** {@code tag:/C=DE/CN=ca OK}: an issuer that is accepted where a value says {@code CITag:tag}. */
    private void issuer(String tag, String name, String value) {
        if (tag.isEmpty() || !name.startsWith("/") || !value.equalsIgnoreCase("OK")) {
            return;
        }
        try {
            issuersByTag.put(tag, SendmailName.toRfc4514(name));
        } catch (UntranslatableException e) {
            // No name: no certificate has it, and a rule that needs it is stricter without it.
        }
    }

    @Override
    public void end() {
        for (Entry entry : entries) {
            try {
                if (entry.forRecipients) {
                    recipient(entry);
                } else {
                    client(entry);
                }
            } catch (UntranslatableException e) {
                table.leaveOut(entry.number, entry.text, e.reason());
            }
        }
        new TaggedUsers(table).report();
    }
}
