// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.LongStream;

import javax.annotation.Nullable;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import com.google.common.collect.ImmutableList;

/** What one message says to a query, and what it leaves to be asked. Immutable. */
final class Reply {
    private final ImmutableList<Record> records;
    private final Name name;
    private final int aliases;
    private final boolean complete;
    private final boolean proven;
    private final long ttl;

    private Reply(ImmutableList<Record> records, Name name, int aliases, boolean complete, boolean proven, long ttl) {
        this.records = records;
        this.name = name;
        this.aliases = aliases;
        this.complete = complete;
        this.proven = proven;
        this.ttl = ttl;
    }

    /** Reads a message of which dnsjava has dropped what does not belong to the query. */
    static Reply of(Message message, Name asked, int type) {
        Name name = asked;
        int aliases = 0;
        long ttl = Integer.MAX_VALUE;
        ImmutableList<Record> records = ImmutableList.of();
        for (RRset set : message.getSectionRRsets(Section.ANSWER)) {
            ttl = Math.min(ttl, Math.min(set.getTTL(), signedFor(set)));
            if (set.getName().equals(name) && set.getType() == type) {
                records = ImmutableList.copyOf(set.rrs(false));
            } else if (set.getName().equals(name) && set.getType() == Type.CNAME) {
                name = ((CNAMERecord) set.first()).getTarget();
                aliases++;
            }
        }
        SOARecord zone = zone(message);
        boolean complete = !records.isEmpty() || aliases == 0 || zone != null || message.getRcode() == Rcode.NXDOMAIN;
        long lifetime = records.isEmpty() && complete ? Math.min(ttl, absence(message, zone)) : ttl;
        return new Reply(records, name, aliases, complete, message.getHeader().getFlag(Flags.AD), lifetime);
    }

    /** RFC 4035 section 5.3.3: nothing is kept for longer than its signature is good. */
    private static long signedFor(RRset set) {
        return set.sigs().stream()
                .flatMapToLong(signature -> LongStream.of(
                        signature.getTTL(),
                        signature.getOrigTTL(),
                        Math.max(
                                0,
                                Duration.between(Instant.now(), signature.getExpire())
                                        .toSeconds())))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    @Nullable
    private static SOARecord zone(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(record -> record.getType() == Type.SOA)
                .map(SOARecord.class::cast)
                .findFirst()
                .orElse(null);
    }

    /** RFC 2308 section 5; an absence without a zone is not kept. */
    private static long absence(Message message, @Nullable SOARecord zone) {
        long signed = message.getSectionRRsets(Section.AUTHORITY).stream()
                .mapToLong(Reply::signedFor)
                .min()
                .orElse(Integer.MAX_VALUE);
        return zone == null ? 0 : Math.min(signed, Math.min(zone.getTTL(), zone.getMinimum()));
    }

    /** Returns what this reply says together with {@code next}, the reply for the name that it leads to. */
    Reply then(Reply next) {
        return new Reply(
                next.records,
                next.name,
                aliases + next.aliases,
                next.complete,
                proven && next.proven,
                Math.min(ttl, next.ttl));
    }

    /** Tells whether nothing is left to be asked; else it is {@link #name}. */
    boolean isComplete() {
        return complete;
    }

    /** Returns the name that was asked for, or the one that its aliases lead to. */
    Name name() {
        return name;
    }

    /** Returns how many aliases there are on the way. */
    int aliases() {
        return aliases;
    }

    /** Returns for how many seconds it may be kept. */
    long ttl() {
        return ttl;
    }

    /** Tells whether there are no records. */
    boolean isAbsence() {
        return records.isEmpty();
    }

    /** Returns the answer. */
    DnsAnswer<Record> answer() {
        return DnsAnswer.of(records, proven, aliases == 0 ? Optional.empty() : Optional.of(name.toString(true)));
    }
}
