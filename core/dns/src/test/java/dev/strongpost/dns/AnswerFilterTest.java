// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What cannot speak for the name that was asked for is left out before anything is validated. */
class AnswerFilterTest {
    private static final Name HOST = name("mx.partner.example.");
    private static final Name PARTNER = name("partner.example.");
    private static final Name OTHER = name("other.test.");

    private final Message query = AnswerSource.query(HOST, Type.A);
    private final Message answer = new Message(query.getHeader().getID());

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }

    /** Returns a signature that nothing made. */
    static Record signature(Name owner, int covered, Name signer) {
        Instant now = Instant.now();
        return new RRSIGRecord(
                owner,
                DClass.IN,
                60,
                covered,
                13,
                60,
                now.plusSeconds(60),
                now.minusSeconds(60),
                1,
                signer,
                new byte[64]);
    }

    private static Record address(Name owner) {
        return new ARecord(owner, DClass.IN, 60, InetAddress.getLoopbackAddress());
    }

    private static Record soa(Name zone) {
        return new SOARecord(zone, DClass.IN, 60, name("ns.example."), name("h.example."), 1, 1, 1, 1, 1);
    }

    private static Record nsec(Name owner, Name next) {
        return new NSECRecord(owner, DClass.IN, 60, next, new int[] {Type.TXT});
    }

    private void left(int section, Record... records) {
        assertThat(AnswerFilter.of(query, answer).getSection(section)).containsExactly(records);
    }

    private void add(int section, Record... records) {
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        for (Record record : records) {
            answer.addRecord(record, section);
        }
    }

    @Test
    void signatureShouldBeOfAZoneAboveItsRecord() {
        Record good = signature(HOST, Type.A, PARTNER);
        Record root = signature(HOST, Type.A, Name.root);
        add(
                Section.ANSWER,
                address(HOST),
                good,
                root,
                signature(HOST, Type.A, OTHER),
                signature(HOST, Type.A, name("below.mx.partner.example.")));

        left(Section.ANSWER, address(HOST), good, root);
    }

    @Test
    void zoneShouldBeAboveTheName() {
        Record ns = new NSRecord(PARTNER, DClass.IN, 60, OTHER);
        add(Section.AUTHORITY, soa(PARTNER), ns, soa(OTHER), soa(name("mail.mx.partner.example.")));

        left(Section.AUTHORITY, soa(PARTNER), ns);
    }

    @Test
    void denialShouldBeSignedByAZoneAboveTheName() {
        Record good = nsec(name("a.partner.example."), name("z.partner.example."));
        Record signed = signature(good.getName(), Type.NSEC, PARTNER);
        Record alien = nsec(name("a.other.test."), name("z.other.test."));
        add(
                Section.AUTHORITY,
                good,
                signed,
                alien,
                signature(alien.getName(), Type.NSEC, OTHER),
                nsec(name("b.partner.example."), name("c.partner.example.")));

        left(Section.AUTHORITY, good, signed);
    }

    @Test
    void denialShouldNotLeadOutOfItsZone() {
        Record leading = nsec(name("a.partner.example."), name("x.other.test."));
        Record signed = signature(leading.getName(), Type.NSEC, PARTNER);
        add(Section.AUTHORITY, leading, signed);

        left(Section.AUTHORITY, signed);
    }

    @Test
    void zoneOfWhatAnAliasLeadsToShouldSpeakForThat() {
        Record alias = new CNAMERecord(HOST, DClass.IN, 60, name("mail.moved.test."));
        Record moved = new DNAMERecord(name("moved.test."), DClass.IN, 60, OTHER);
        add(Section.ANSWER, alias, moved);
        answer.addRecord(soa(OTHER), Section.AUTHORITY);
        answer.addRecord(soa(name("third.test.")), Section.AUTHORITY);

        left(Section.AUTHORITY, soa(OTHER));
    }

    @Test
    void loopOfAliasesShouldEnd() {
        Record there = new CNAMERecord(HOST, DClass.IN, 60, OTHER);
        Record back = new CNAMERecord(OTHER, DClass.IN, 60, HOST);
        add(Section.ANSWER, there, back);

        left(Section.ANSWER, there, back);
    }

    @Test
    void messageItselfShouldStay() {
        add(Section.AUTHORITY, soa(OTHER));

        left(Section.AUTHORITY);
        assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
    }
}
