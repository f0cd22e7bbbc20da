// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import com.google.common.collect.ImmutableList;

/** The records and faults that a {@link FakeDns} answers from; for any thread, and changeable at any time. */
public final class DnsZone {
    /** Resolvers hold nothing back for longer than this, so that a change shows. */
    private static final int TTL_SECONDS = 1;

    private final Map<Name, List<Record>> records = new HashMap<>();
    private final Map<Name, DnsFault> faults = new HashMap<>();
    private final List<DnsQuery> queries = new ArrayList<>();

    DnsZone() {}

    /** Adds an MX record of this preference. */
    public DnsZone mx(String domain, int preference, String host) {
        return add(new MXRecord(name(domain), DClass.IN, TTL_SECONDS, preference, name(host)));
    }

    /** Adds an A or AAAA record. */
    public DnsZone address(String host, InetAddress address) {
        return add(
                address instanceof Inet4Address
                        ? new ARecord(name(host), DClass.IN, TTL_SECONDS, address)
                        : new AAAARecord(name(host), DClass.IN, TTL_SECONDS, address));
    }

    /** Adds a PTR record. */
    public DnsZone ptr(String reverse, String host) {
        return add(new PTRRecord(name(reverse), DClass.IN, TTL_SECONDS, name(host)));
    }

    /** Adds a TXT record of one string, up to 255 octets. */
    public DnsZone txt(String host, String text) {
        return add(new TXTRecord(name(host), DClass.IN, TTL_SECONDS, text));
    }

    /** Adds a record of whatever type. */
    public synchronized DnsZone add(Record added) {
        records.computeIfAbsent(added.getName(), any -> new ArrayList<>()).add(added);
        return this;
    }

    /** Lets a name exist without a record, so that every question for it is answered with nothing (NODATA). */
    public synchronized DnsZone empty(String host) {
        records.put(name(host), new ArrayList<>());
        return this;
    }

    /** Takes all records of a name away, so that it does not exist. */
    public synchronized DnsZone remove(String host) {
        records.remove(name(host));
        return this;
    }

    /** Answers every question for a name with this fault, whatever records it has. */
    public synchronized DnsZone fail(String host, DnsFault fault) {
        faults.put(name(host), fault);
        return this;
    }

    /** Takes the fault of a name away. */
    public synchronized DnsZone heal(String host) {
        faults.remove(name(host));
        return this;
    }

    /** Returns the questions so far, in the order of arrival. */
    public synchronized ImmutableList<DnsQuery> queries() {
        return ImmutableList.copyOf(queries);
    }

    /** Returns how many questions have come for this name and type of {@link Type}. */
    public long queries(String host, int type) {
        DnsQuery wanted = DnsQuery.of(name(host), type);
        return queries().stream().filter(wanted::equals).count();
    }

    synchronized void asked(Name host, int type) {
        queries.add(DnsQuery.of(host, type));
    }

    synchronized Optional<DnsFault> faultOf(Name host) {
        return Optional.ofNullable(faults.get(host));
    }

    /** Returns all records of a name; empty when there is no such name. */
    synchronized Optional<ImmutableList<Record>> recordsOf(Name host) {
        return Optional.ofNullable(records.get(host)).map(ImmutableList::copyOf);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("Not a domain name: " + text, e);
        }
    }
}
