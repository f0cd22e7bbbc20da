// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli.render;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import com.google.common.collect.ImmutableList;

import dev.strongpost.certificates.CertificateFacts;
import dev.strongpost.certificates.KeyMaterialException;
import dev.strongpost.certificates.store.CertificateEntry;
import dev.strongpost.certificates.store.CertificateStore;
import dev.strongpost.cli.terminal.AnsiStyle;
import dev.strongpost.text.Sanitizer;
import dev.strongpost.text.UtcDay;

/** Entries of a store as a person reads them, and as a program does. */
public final class EntryRenderer {
    private final Instant now;
    private final AnsiStyle ink;

    /** Prepares texts in which days are counted from {@code now}. */
    public EntryRenderer(Instant now, AnsiStyle ink) {
        this.now = now;
        this.ink = ink;
    }

    /** Returns the entries meant: the one named, or all. */
    public static List<CertificateEntry> selected(CertificateStore store, Optional<String> alias)
            throws KeyMaterialException {
        return alias.isPresent() ? ImmutableList.of(store.entry(alias.get())) : store.entries();
    }

    /** Returns an alias that is fit to be shown. */
    public static String alias(CertificateEntry entry) {
        return Sanitizer.line(entry.alias(), Sanitizer.LIMIT);
    }

    /** Returns how long a certificate is valid yet: {@code 12 days left}. */
    public String left(CertificateFacts facts) {
        long days = facts.daysLeft(now);
        if (days < 0) {
            return ink.bad("expired");
        }
        String words = days == 1 ? "1 day left" : days + " days left";
        return facts.isDueForRenewal(now) ? ink.warning(words) : words;
    }

    /** Returns the whole of an entry in lines. */
    public List<String> describe(CertificateEntry entry) {
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        lines.add(ink.heading(alias(entry))
                + (entry.hasKey() ? ", with its private key" : ", a certificate without a key"));
        for (int i = 0; i < entry.chain().size(); i++) {
            CertificateFacts facts = CertificateFacts.of(entry.chain().get(i));
            lines.add("  " + (i + 1) + ". " + ink.heading(facts.title()));
            lines.addAll(describe(facts));
        }
        return lines.build();
    }

    private List<String> describe(CertificateFacts facts) {
        return ImmutableList.of(
                line("for", facts.names().describe()),
                line("subject", facts.subject()),
                line("issuer", facts.isSelfSigned() ? "itself" : facts.issuer()),
                line("valid", UtcDay.of(facts.begin()) + " to " + UtcDay.of(facts.end()) + ", " + left(facts)),
                line("key", facts.key()),
                line("use", facts.uses().isEmpty() ? "anything" : String.join(", ", facts.uses())),
                line("signature", facts.signature()),
                line("serial", facts.serial()),
                line("rule", "pin=" + facts.pin()),
                line("rule", "pin=" + facts.keyPin()));
    }

    private static String line(String name, String value) {
        return "     " + name + " ".repeat(11 - name.length()) + value;
    }

    /** Returns an entry for programs. */
    public Map<String, Object> document(CertificateEntry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("alias", entry.alias());
        document.put("key", entry.hasKey());
        document.put("chain", entry.chain().stream().map(this::document).collect(Collectors.toList()));
        return document;
    }

    /** Returns a certificate for programs. */
    public Map<String, Object> document(X509Certificate certificate) {
        CertificateFacts facts = CertificateFacts.of(certificate);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("title", facts.title());
        document.put("dnsNames", facts.names().dnsNames());
        document.put("ipAddresses", facts.names().ipAddresses());
        document.put("subject", facts.subject());
        document.put("issuer", facts.issuer());
        document.put("selfSigned", facts.isSelfSigned());
        document.put("notBefore", facts.begin().toString());
        document.put("notAfter", facts.end().toString());
        document.put("daysLeft", facts.daysLeft(now));
        document.put("keyKind", facts.key());
        document.put("uses", facts.uses());
        document.put("signature", facts.signature());
        document.put("serial", facts.serial());
        document.put("pin", facts.pin().toString());
        document.put("keyPin", facts.keyPin().toString());
        return document;
    }
}
