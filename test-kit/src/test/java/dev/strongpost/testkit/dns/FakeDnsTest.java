// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

import dev.strongpost.testkit.Loopback;

class FakeDnsTest {
    private final FakeDns dns = FakeDns.start(new InetSocketAddress(Loopback.freshAddress(), 0));

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void mxShouldBeAnswered() throws Exception {
        dns.mx("partner.example", 10, "mx1.partner.example").mx("partner.example", 20, "mx2.partner.example");

        assertThat(ask("partner.example", Type.MX).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactlyInAnyOrder("10 mx1.partner.example.", "20 mx2.partner.example.");
    }

    @Test
    void addressesShouldBeAnsweredByFamily() throws Exception {
        dns.address("mx.partner.example", InetAddress.getByName("127.1.2.3"))
                .address("mx.partner.example", InetAddress.getByName("2001:db8::1"));

        assertThat(ask("mx.partner.example", Type.A).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("127.1.2.3");
        assertThat(ask("MX.partner.EXAMPLE", Type.AAAA).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void unknownNameShouldNotExist() throws Exception {
        assertThat(ask("nobody.example", Type.MX).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void nameWithoutTheTypeShouldAnswerNothing() throws Exception {
        dns.zone().empty("quiet.example");

        Message answer = ask("quiet.example", Type.MX);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void aliasShouldBeFollowed() throws Exception {
        dns.add(new CNAMERecord(Name.fromString("www.example."), DClass.IN, 1, Name.fromString("host.example.")));
        dns.address("host.example", InetAddress.getByName("127.1.2.3"));

        assertThat(ask("www.example", Type.A).getSection(Section.ANSWER))
                .extracting(Record::getType)
                .containsExactly(Type.CNAME, Type.A);
    }

    @Test
    void faultShouldHoldUntilHealed() throws Exception {
        dns.mx("ill.example", 10, "mx.ill.example");

        dns.zone().fail("ill.example", DnsFault.SERVFAIL);
        assertThat(ask("ill.example", Type.MX).getRcode()).isEqualTo(Rcode.SERVFAIL);

        dns.zone().heal("ill.example");
        assertThat(ask("ill.example", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void silenceShouldLeaveTheAskerWaiting() throws Exception {
        dns.zone().fail("silent.example", DnsFault.SILENCE);

        assertThatThrownBy(() -> ask("silent.example", Type.MX, false, Duration.ofMillis(200)))
                .isInstanceOfAny(SocketTimeoutException.class, java.io.IOException.class);
        assertThat(dns.zone().queries("silent.example", Type.MX)).isPositive();
    }

    @Test
    void longAnswerShouldBeTruncatedOverUdpAndWholeOverTcp() throws Exception {
        for (int i = 0; i < 300; i++) {
            dns.mx("many.example", i, "a-rather-long-host-name-" + i + ".many.example");
        }

        SimpleResolver udp = resolver(Duration.ofSeconds(5));
        udp.setIgnoreTruncation(true);
        assertThat(udp.send(question("many.example", Type.MX)).getHeader().getFlag(Flags.TC))
                .isTrue();
        assertThat(ask("many.example", Type.MX, true, Duration.ofSeconds(5)).getSection(Section.ANSWER))
                .hasSize(300);
    }

    @Test
    void queriesShouldBeCountedByNameAndType() throws Exception {
        ask("one.example", Type.MX);
        ask("ONE.example", Type.MX);
        ask("one.example", Type.A);

        assertThat(dns.zone().queries("one.example", Type.MX)).isEqualTo(2);
        assertThat(dns.zone().queries()).hasSize(3);
    }

    private Message ask(String name, int type) throws Exception {
        return ask(name, type, false, Duration.ofSeconds(5));
    }

    private Message ask(String name, int type, boolean tcp, Duration patience) throws Exception {
        SimpleResolver resolver = resolver(patience);
        resolver.setTCP(tcp);
        return resolver.send(question(name, type));
    }

    private SimpleResolver resolver(Duration patience) {
        SimpleResolver resolver = new SimpleResolver(dns.address());
        resolver.setTimeout(patience);
        return resolver;
    }

    private static Message question(String name, int type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
    }
}
