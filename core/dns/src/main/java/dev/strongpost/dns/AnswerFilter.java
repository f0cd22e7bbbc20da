// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import com.google.common.collect.ImmutableList;

/**
 * Leaves out of an answer what cannot speak for the name that was asked for, before it is validated: a zone is believed
 * about its own names only.
 *
 * <ul>
 *   <li>Signatures by a zone that is not above the record's owner (RFC 4035 section 5.3.1).
 *   <li>Records about the zone (SOA, NS), and denials (NSEC, NSEC3), of a zone that is not above the name, or above what
 *       its aliases lead to; denials without a signature; an NSEC that leads out of its zone.
 * </ul>
 */
final class AnswerFilter {
    private static final int MOST_ALIASES = 16;

    private final Message answer;
    private final Set<Name> names = new LinkedHashSet<>();

    private AnswerFilter(Message answer) {
        this.answer = answer;
    }

    /** Returns {@code answer} to {@code query} without what cannot speak for it; changes neither. */
    static Message of(Message query, Message answer) {
        AnswerFilter filter = new AnswerFilter(answer);
        filter.collect(query.getQuestion().getName());
        return filter.filtered();
    }

    private void collect(Name asked) {
        Optional<Name> name = Optional.of(asked);
        for (int i = 0; i <= MOST_ALIASES && name.isPresent() && names.add(name.get()); i++) {
            name = target(name.get());
        }
    }

    /** Returns what {@code name} is an alias of by this answer. */
    private Optional<Name> target(Name name) {
        return answer.getSection(Section.ANSWER).stream()
                .map(record -> target(name, record))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Name> target(Name name, Record record) {
        if (record.getType() == Type.CNAME && record.getName().equals(name)) {
            return Optional.of(((CNAMERecord) record).getTarget());
        }
        boolean moves =
                record.getType() == Type.DNAME && name.subdomain(record.getName()) && !name.equals(record.getName());
        try {
            return moves ? Optional.of(name.fromDNAME((DNAMERecord) record)) : Optional.empty();
        } catch (NameTooLongException e) {
            return Optional.empty(); // the validator finds that out, too
        }
    }

    private Message filtered() {
        Message filtered = answer.clone();
        filter(filtered, Section.ANSWER, false);
        filter(filtered, Section.AUTHORITY, true);
        return filtered;
    }

    private void filter(Message filtered, int section, boolean isAuthority) {
        List<Record> records = ImmutableList.copyOf(filtered.getSection(section));
        for (Record record : records) {
            if (!isFit(record, records, isAuthority)) {
                filtered.removeRecord(record, section);
            }
        }
    }

    private boolean isFit(Record record, List<Record> section, boolean isAuthority) {
        if (record.getType() == Type.RRSIG) {
            RRSIGRecord signature = (RRSIGRecord) record;
            return record.getName().subdomain(signature.getSigner())
                    && (!isAuthority || isAboveOne(signature.getSigner()));
        }
        switch (isAuthority ? record.getType() : Type.ANY) {
            case Type.SOA:
            case Type.NS:
                return isAboveOne(record.getName());
            case Type.NSEC:
                return isSigned(record, section) && staysInside((NSECRecord) record, section);
            case Type.NSEC3:
                return isSigned(record, section);
            default:
                return true;
        }
    }

    private boolean isAboveOne(Name zone) {
        return names.stream().anyMatch(name -> name.subdomain(zone));
    }

    /** Tells whether a zone that may has signed it. Whether the signature is good is not looked at here. */
    private boolean isSigned(Record record, List<Record> section) {
        return section.stream()
                .filter(other -> isSignatureOf(other, record))
                .map(other -> ((RRSIGRecord) other).getSigner())
                .anyMatch(signer -> record.getName().subdomain(signer) && isAboveOne(signer));
    }

    private static boolean staysInside(NSECRecord record, List<Record> section) {
        return section.stream().filter(other -> isSignatureOf(other, record)).allMatch(other -> record.getNext()
                .subdomain(((RRSIGRecord) other).getSigner()));
    }

    private static boolean isSignatureOf(Record other, Record record) {
        return other.getType() == Type.RRSIG
                && ((RRSIGRecord) other).getTypeCovered() == record.getType()
                && other.getName().equals(record.getName());
    }
}
