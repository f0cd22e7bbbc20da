// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.google.common.net.InetAddresses;

import dev.strongpost.cli.terminal.CommandContext;
import dev.strongpost.cli.terminal.ExitCode;
import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.dns.FakeDns;

/** {@code strongpost policy check --dns}, in this process. */
class PolicyDnsTest {
    private static final InetAddress ADDRESS = InetAddresses.forString("192.0.2.7");

    @TempDir
    private Path folder;

    @AutoClose
    private final FakeDns dns = FakeDns.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private String answer = "";

    @BeforeEach
    void publish() {
        dns.mx("partner.example", 10, "MX1.partner.example")
                .address("mx1.partner.example", ADDRESS)
                .address("host.example", ADDRESS)
                .mx("silent.example", 0, ".");
    }

    private int check(String table, String... options) throws IOException {
        Path file = folder.resolve("t.conf");
        Files.writeString(file, table);
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        String[] arguments = {"policy", "check", file.toString(), "--dns", "--resolver", server()};
        int status = Strongpost.run(
                CommandContext.ofThisProcess(writer, writer),
                writer,
                writer,
                Stream.concat(Arrays.stream(arguments), Arrays.stream(options)).toArray(String[]::new));
        writer.flush();
        answer = out.toString();
        return status;
    }

    private String server() {
        return "127.0.0.1:" + dns.address().getPort();
    }

    @Test
    void domainsThatTakeMailShouldBeGood() throws IOException {
        assertThat(check("partner.example\nboss@partner.example verify\nhost.example\n", "--strict"))
                .isEqualTo(ExitCode.YES);
        assertThat(answer).isEqualTo("good: 3 rules, 0 warnings\n");
    }

    @Test
    void misspeltDomainShouldBeFound() throws IOException {
        assertThat(check("partner.example\n=partnr.example verify\n", "--strict"))
                .isEqualTo(ExitCode.NO);
        assertThat(answer)
                .contains(
                        "t.conf:2: =partnr.example has neither a mail exchanger nor an address: is it spelt correctly?")
                .contains("1 warning");
    }

    @Test
    void ruleForAHostShouldBeFound() throws IOException {
        check("mx1.partner.example\n");

        assertThat(answer)
                .contains("mx1.partner.example is a mail exchanger of partner.example: rules are for the domains of"
                        + " recipients, not for hosts");
    }

    @Test
    void nameOfOneLabelShouldBeFound() throws IOException {
        check("a@partner\n");

        assertThat(answer).contains("a@partner has one label, and DNS knows no such domain");
    }

    @Test
    void domainThatTakesNoMailShouldBeFound() throws IOException {
        check("silent.example\n");

        assertThat(answer).contains("silent.example takes no mail, by its MX record (RFC 7505)");
    }

    @Test
    void whatNameServersDoNotAnswerShouldBeSaidToBeUnknown() throws IOException {
        dns.zone().fail("partner.example", DnsFault.SERVFAIL);

        assertThat(check("partner.example\n")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(answer)
                .contains("partner.example cannot be checked: DNS, MX partner.example: SERVFAIL")
                .contains("1 rule, 1 warning");
    }

    @Test
    void whatIsNotAnsweredAboveAHostShouldBeSaidToBeUnknown() throws IOException {
        dns.zone().fail("partner.example", DnsFault.SERVFAIL);

        assertThat(check("mx1.partner.example\n")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(answer).contains("mx1.partner.example cannot be checked: DNS, MX partner.example: SERVFAIL");
    }

    @Test
    void rulesWithoutADomainShouldNotBeLookedUp() throws IOException {
        assertThat(check("* may\n.nowhere.example\nboss@ verify\n[192.0.2.7]\nnowhere.example direction=in\n"))
                .isEqualTo(ExitCode.YES);
        assertThat(dns.zone().queries()).isEmpty();
    }
}
