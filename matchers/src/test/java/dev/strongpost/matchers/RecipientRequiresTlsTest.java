// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.annotation.Nullable;
import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.strongpost.james.PolicyTables;

class RecipientRequiresTlsTest {
    @TempDir
    Path root;

    private PolicyTables tables;

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectory(root.resolve("conf"));
        tables = new PolicyTables(new ConfFolder(root));
    }

    @AfterEach
    void tearDown() {
        tables.close();
    }

    @Nested
    class SharedTable {
        @ParameterizedTest
        @CsvSource({
            "encrypt, true",
            "verify, true",
            "secure, true",
            "'encrypt bits=256', true",
            "'encrypt mode=testing', true", // the delivery mailet knows what testing means
            "'encrypt failure=defer', true",
            "'encrypt direction=both', true",
            "dane, true", // the delivery mailet knows what is published
            "dane-only, true",
            "'may published=require', true",
            "may, false", // an exception
            "none, false", // requires nothing of TLS
            "'encrypt direction=in', false", // not for mail that leaves
        })
        void matchShouldFollowLevel(String rule, boolean matches) throws Exception {
            table("partner.example " + rule + "\n");

            assertThat(match(matcher(null), "a@partner.example")).hasSize(matches ? 1 : 0);
        }

        @Test
        void matchShouldReturnOnlyRecipientsWithRule() throws Exception {
            table("partner.example\nvip@mixed.example\n");

            assertThat(match(
                            matcher(null),
                            "a@partner.example",
                            "b@sales.partner.example",
                            "vip@mixed.example",
                            "other@mixed.example",
                            "d@notpartner.example"))
                    .extracting(MailAddress::asString)
                    .containsExactly("a@partner.example", "b@sales.partner.example", "vip@mixed.example");
        }

        @Test
        void matchShouldSpareExceptionFromRuleForEveryone() throws Exception {
            table("*\nopen.example may\n");

            assertThat(match(matcher(""), "a@closed.example", "b@open.example"))
                    .extracting(MailAddress::asString)
                    .containsExactly("a@closed.example");
        }

        @Test
        void initShouldOpenTableThatOthersShare() throws Exception {
            table("partner.example\n");
            matcher(null);
            var shared = tables.open(PolicyTables.DEFAULT_LOCATION);
            Files.delete(root.resolve("conf/tls-policy.conf"));

            assertThat(tables.open(PolicyTables.DEFAULT_LOCATION)).isSameAs(shared);
        }

        @Test
        void initShouldReadOtherTableWhenConditionNamesIt() throws Exception {
            Files.writeString(root.resolve("conf/other.conf"), "other.example\n");

            assertThat(match(matcher("file://conf/other.conf"), "a@other.example", "a@partner.example"))
                    .extracting(MailAddress::asString)
                    .containsExactly("a@other.example");
        }

        @Test
        void initShouldRefuseTableWithMistakes() throws Exception {
            table("partner.example bits=300\nother.example bits=x\n");

            assertThatThrownBy(() -> matcher(null))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContainingAll("tls-policy.conf:1: bits: ", "tls-policy.conf:2: bits: ");
        }

        @Test
        void initShouldRefuseAbsentTable() {
            assertThatThrownBy(() -> matcher(null))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("tls-policy.conf");
        }
    }

    @Nested
    class InlineList {
        @ParameterizedTest
        @CsvSource({
            "a@partner.example, true",
            "a@deep.sales.partner.example, true",
            "A@PARTNER.EXAMPLE, true",
            "boss@corp.example, true",
            "boss+tag@corp.example, true",
            "clerk@corp.example, false",
            "a@notpartner.example, false",
        })
        void matchShouldFollowList(String recipient, boolean matches) throws Exception {
            assertThat(match(matcher("partner.example, boss@corp.example"), recipient))
                    .hasSize(matches ? 1 : 0);
        }

        @Test
        void matchShouldReturnEveryoneWhenStar() throws Exception {
            assertThat(match(matcher("partner.example, boss@corp.example, *"), "x@anywhere.example"))
                    .hasSize(1);
        }

        @Test
        void initShouldNotNeedTable() throws Exception {
            assertThat(root.resolve("conf/tls-policy.conf")).doesNotExist();

            matcher("partner.example");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "partner.example, , other.example | RecipientRequiresTls",
                    "partner..example                 | partner..example",
                    "partner.example may              | may",
                })
        void initShouldRefuseMistake(String condition, String named) {
            assertThatThrownBy(() -> matcher(condition))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining(named)
                    .hasMessageContaining("allowed");
        }
    }

    private void table(String content) throws Exception {
        Files.writeString(root.resolve("conf/tls-policy.conf"), content);
    }

    private RecipientRequiresTls matcher(@Nullable String condition) throws Exception {
        RecipientRequiresTls matcher = new RecipientRequiresTls(tables);
        FakeMatcherConfig.Builder config = FakeMatcherConfig.builder().matcherName("RecipientRequiresTls");
        matcher.init(
                condition == null ? config.build() : config.condition(condition).build());
        return matcher;
    }

    private static Stream<MailAddress> match(RecipientRequiresTls matcher, String... recipients) throws Exception {
        FakeMail mail = FakeMail.builder().name("mail").recipients(recipients).build();
        return matcher.match(mail).stream();
    }
}
