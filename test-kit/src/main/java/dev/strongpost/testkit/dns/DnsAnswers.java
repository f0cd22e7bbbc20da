// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import com.google.common.collect.ImmutableList;

/** Turns a question in wire format into its answer, out of a {@link DnsZone}. */
final class DnsAnswers {
    /** RFC 1035 section 4.2.1: what UDP carries when the asker does not say otherwise. */
    private static final int PLAIN_UDP_SIZE = 512;

    private static final int TCP_SIZE = 65_535;
    private static final int ID_LENGTH = 2;
    private static final int GARBAGE_LENGTH = 40;
    private static final int LONGEST_ALIAS_CHAIN = 8;

    private final DnsZone zone;

    DnsAnswers(DnsZone zone) {
        this.zone = zone;
    }

    /** Answers over UDP, truncated to what the asker takes (RFC 6891 section 6.2.3). */
    Optional<byte[]> overUdp(byte[] query) throws IOException {
        Message question = new Message(query);
        OPTRecord edns = question.getOPT();
        int size = edns == null ? PLAIN_UDP_SIZE : Math.max(edns.getPayloadSize(), PLAIN_UDP_SIZE);
        return answer(question).map(message -> wire(message, size));
    }

    Optional<byte[]> overTcp(byte[] query) throws IOException {
        return answer(new Message(query)).map(message -> wire(message, TCP_SIZE));
    }

    private byte[] wire(Message message, int size) {
        byte[] octets = message.toWire(size);
        return zone.faultOf(message.getQuestion().getName()).equals(Optional.of(DnsFault.GARBAGE))
                ? garbage(octets)
                : octets;
    }

    private static byte[] garbage(byte[] message) {
        byte[] octets = new byte[GARBAGE_LENGTH];
        Arrays.fill(octets, (byte) 0xff);
        System.arraycopy(message, 0, octets, 0, ID_LENGTH);
        return octets;
    }

    private Optional<Message> answer(Message query) {
        Record question = query.getQuestion();
        if (question == null) {
            return Optional.empty();
        }
        zone.asked(question.getName(), question.getType());
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.AA);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        Optional<DnsFault> fault = zone.faultOf(question.getName());
        if (fault.isPresent()) {
            return failed(answer, fault.get());
        }
        find(answer, question.getName(), question.getType());
        return Optional.of(answer);
    }

    private static Optional<Message> failed(Message answer, DnsFault fault) {
        switch (fault) {
            case NXDOMAIN -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
            case SERVFAIL -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case REFUSED -> answer.getHeader().setRcode(Rcode.REFUSED);
            case REFERRAL -> {
                answer.getHeader().unsetFlag(Flags.AA);
                answer.addRecord(elsewhere(answer.getQuestion().getName()), Section.AUTHORITY);
            }
            case GARBAGE -> {}
            case SILENCE -> {
                return Optional.empty();
            }
        }
        return Optional.of(answer);
    }

    private static NSRecord elsewhere(Name name) {
        return new NSRecord(name, DClass.IN, 1, Name.fromConstantString("ns.elsewhere.example."));
    }

    private void find(Message answer, Name start, int type) {
        Name name = start;
        for (int i = 0; i < LONGEST_ALIAS_CHAIN; i++) {
            Optional<ImmutableList<Record>> found = zone.recordsOf(name);
            if (found.isEmpty()) {
                answer.getHeader().setRcode(Rcode.NXDOMAIN);
                return;
            }
            Optional<CNAMERecord> alias = add(answer, found.get(), type);
            if (alias.isEmpty()) {
                return;
            }
            name = alias.get().getTarget();
        }
    }

    /** Adds what was asked for; returns the alias to follow when there is one and it was not what was asked for. */
    private static Optional<CNAMERecord> add(Message answer, ImmutableList<Record> records, int type) {
        Optional<CNAMERecord> alias = Optional.empty();
        for (Record candidate : records) {
            if (candidate.getType() == type || candidate instanceof CNAMERecord) {
                answer.addRecord(candidate, Section.ANSWER);
            }
            if (type != Type.CNAME && candidate instanceof CNAMERecord next) {
                alias = Optional.of(next);
            }
        }
        return alias;
    }
}
