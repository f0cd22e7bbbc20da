// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.policy.imports;

/** A system whose rules can be read. */
public enum Source {
    /** The {@code TLS_Rcpt:} lines of the text behind Sendmail's access map (cf/README, "Allowing Connections"). */
    SENDMAIL("Sendmail's access map", SendmailAccessMap::new),
    /** The text behind Postfix's {@code smtp_tls_policy_maps} (postconf(5), TLS_README, postmap(1)). */
    POSTFIX("Postfix's smtp_tls_policy_maps", PostfixPolicyTable::new),
    /**
     * The value of Exim's {@code hosts_require_tls}, bare or as a configuration line, or a whole configuration
     * (specification, chapters 6, 10 and 30).
     */
    EXIM("Exim's hosts_require_tls", EximFile::new),
    /** The "TLS Connection Settings" of GlobalCerts SecureMail Gateway (its article "SMTP over TLS"). */
    GLOBALCERTS("GlobalCerts' TLS connection settings", GlobalCertsList::new);

    /** Makes the reader of one file. */
    interface ReaderFactory {
        LineReader create(TableWriter table);
    }

    private final String words;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference captures nothing
    private final ReaderFactory factory;

    Source(String words, ReaderFactory factory) {
        this.words = words;
        this.factory = factory;
    }

    /** Returns what the rules are called, for a comment. */
    String words() {
        return words;
    }

    /** Returns a reader that writes what it reads to {@code table}. */
    LineReader readerTo(TableWriter table) {
        return factory.create(table);
    }
}
