// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.Test;

import dev.strongpost.policy.parse.PolicyTableParser;

class RecipientGroupsTest {
    private static final boolean BY_DOMAIN = true;
    private static final boolean THROUGH_GATEWAY = false;

    private static List<String> groups(String table, boolean byDomain, String... recipients) throws Exception {
        List<MailAddress> addresses =
                Arrays.stream(recipients).map(RecipientGroupsTest::address).toList();
        return RecipientGroups.of(
                        addresses,
                        PolicyTableParser.forThisJvm().parse("test", table.getBytes(StandardCharsets.UTF_8)),
                        byDomain)
                .stream()
                .map(group -> String.join(
                        " ",
                        group.recipients().stream().map(MailAddress::asString).toList()))
                .toList();
    }

    private static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (javax.mail.internet.AddressException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void recipientsShouldBeGroupedByDomainAndRequirement() throws Exception {
        assertThat(groups("vip@a.example", BY_DOMAIN, "vip@a.example", "x@a.example", "y@b.example", "z@A.example"))
                .containsExactly("vip@a.example", "x@a.example z@a.example", "y@b.example");
    }

    @Test
    void aGatewayShouldTakeAllDomainsOfOneRequirementTogether() throws Exception {
        assertThat(groups(
                        "* encrypt\nopen.example may", THROUGH_GATEWAY, "x@a.example", "y@open.example", "z@b.example"))
                .containsExactly("x@a.example z@b.example", "y@open.example");
    }

    @Test
    void aGatewayShouldBeTheNextHopOfAllDomains() throws Exception {
        assertThat(groups("* secure", THROUGH_GATEWAY, "x@a.example", "y@b.example", "z@a.example"))
                .containsExactly("x@a.example y@b.example z@a.example");
    }
}
