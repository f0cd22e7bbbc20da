// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dane;

import java.util.Optional;

import javax.annotation.Nullable;

import dev.strongpost.certificates.dane.TlsaSet;

/**
 * What is known of the TLSA records of a host: that it has usable ones, that all it has are unusable, that it has none, or
 * that it could not be found out. Only what DNSSEC proves counts as records. Immutable.
 */
public final class DaneAnswer {
    /** The four. */
    private enum Kind {
        USABLE,
        UNUSABLE,
        NONE,
        TEMPORARY
    }

    private final Kind kind;

    @Nullable
    private final TlsaSet records;

    private final String why;

    private DaneAnswer(Kind kind, @Nullable TlsaSet records, String why) {
        this.kind = kind;
        this.records = records;
        this.why = why;
    }

    static DaneAnswer usable(TlsaSet records) {
        return new DaneAnswer(Kind.USABLE, records, records.toString());
    }

    /** Returns that all records at {@code name} are unusable. */
    static DaneAnswer unusable(String name) {
        return new DaneAnswer(Kind.UNUSABLE, null, "no TLSA record of " + name + " is usable");
    }

    /** Returns that DANE does not apply: {@code why}. */
    public static DaneAnswer none(String why) {
        return new DaneAnswer(Kind.NONE, null, why);
    }

    static DaneAnswer temporary(String why) {
        return new DaneAnswer(Kind.TEMPORARY, null, why);
    }

    /** Returns the usable records; empty when there are none, for whatever reason. */
    public Optional<TlsaSet> records() {
        return Optional.ofNullable(records);
    }

    /** Tells whether there are records, and all are unusable: TLS is required, and no certificate (RFC 7672 section 2.2). */
    public boolean isUnusable() {
        return kind == Kind.UNUSABLE;
    }

    /** Tells whether it could not be found out: the host may not be used. */
    public boolean isTemporary() {
        return kind == Kind.TEMPORARY;
    }

    /** Returns the records, or why there are none. */
    @Override
    public String toString() {
        return why;
    }
}
