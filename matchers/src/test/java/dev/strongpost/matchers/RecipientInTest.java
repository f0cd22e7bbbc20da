// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.mail.MessagingException;

import org.apache.james.core.MailAddress;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientInTest {
    private static final String LIST =
            """
            # partners
            partner.example
              .branches.example   # sub-domains only

            =only.example
            boss@corp.example
            "john smith"@quoted.example
            abuse@
            """;

    @TempDir
    Path root;

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectory(root.resolve("conf"));
    }

    @Nested
    class InlineList {
        @Test
        void matchShouldReturnRecipientsInList() throws Exception {
            assertThat(match(
                            matcher("partner.example, boss@corp.example"),
                            "a@partner.example",
                            "b@x.partner.example",
                            "boss@corp.example",
                            "clerk@corp.example"))
                    .extracting(MailAddress::asString)
                    .containsExactly("a@partner.example", "b@x.partner.example", "boss@corp.example");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "   ",
                    "partner.example,,x.example",
                    "partner..example",
                    "partner.example encrypt",
                    "from:partner.example"
                })
        void initShouldRefuseMistake(String condition) {
            assertThatThrownBy(() -> matcher(condition))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContainingAll("RecipientIn", "allowed");
        }
    }

    @Nested
    class ListFile {
        @ParameterizedTest
        @CsvSource({
            "a@partner.example, true",
            "a@x.partner.example, true",
            "a@notpartner.example, false",
            "a@x.branches.example, true",
            "a@branches.example, false",
            "a@only.example, true",
            "a@x.only.example, false",
            "boss@corp.example, true",
            "clerk@corp.example, false",
            "abuse@anywhere.example, true",
        })
        void matchShouldFollowFile(String recipient, boolean matches) throws Exception {
            write(LIST);

            assertThat(match(matcher("file://conf/list.txt"), recipient)).hasSize(matches ? 1 : 0);
        }

        @Test
        void matchShouldKeepListThatWasReadAtInit() throws Exception {
            write("partner.example\n");
            RecipientIn matcher = matcher("file://conf/list.txt");

            write("other.example\n");

            assertThat(match(matcher, "a@partner.example", "a@other.example"))
                    .extracting(MailAddress::asString)
                    .containsExactly("a@partner.example");
        }

        @Test
        void initShouldListEveryLineWithMoreThanOneEntry() throws Exception {
            write("partner.example may\nfine.example # why\n\nother.example, third.example\n");

            assertThatThrownBy(() -> matcher("file://conf/list.txt"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessage(
                            "list.txt:1: line: given may: allowed one entry, and nothing behind it but a # comment\n"
                                    + "list.txt:4: line: given third.example: allowed one entry, and nothing behind it but a #"
                                    + " comment");
        }

        @Test
        void initShouldRefuseBadEntry() throws Exception {
            write("fine.example\npartner..example\n");

            assertThatThrownBy(() -> matcher("file://conf/list.txt"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("list.txt:2: ");
        }

        @Test
        void initShouldRefuseWhoIsNoRecipient() throws Exception {
            write("fine.example\nfrom:partner.example\nclient:192.0.2.0/24\n");

            assertThatThrownBy(() -> matcher("file://conf/list.txt"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessage(
                            "list.txt:2: who: given from:partner.example: allowed recipients: from:, to:, client: and"
                                    + " cert: are for inbound mail\n"
                                    + "list.txt:3: who: given client:192.0.2.0/24: allowed recipients: from:, to:, client: and"
                                    + " cert: are for inbound mail");
        }

        @Test
        void initShouldRefuseAbsentFile() {
            assertThatThrownBy(() -> matcher("file://conf/list.txt"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("list.txt");
        }

        @Test
        void initShouldRefuseFolder() throws Exception {
            Files.createDirectory(root.resolve("conf/list.txt"));

            assertThatThrownBy(() -> matcher("file://conf/list.txt"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("directory");
        }

        @Test
        void initShouldRefuseLatin1() throws Exception {
            Files.write(root.resolve("conf/list.txt"), "b\u00fccher.example\n".getBytes(StandardCharsets.ISO_8859_1));

            assertThatThrownBy(() -> matcher("file://conf/list.txt"))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("UTF-8");
        }

        private void write(String list) throws Exception {
            Files.writeString(root.resolve("conf/list.txt"), list);
        }
    }

    private RecipientIn matcher(String condition) throws Exception {
        RecipientIn matcher = new RecipientIn(new ConfFolder(root));
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("RecipientIn")
                .condition(condition)
                .build());
        return matcher;
    }

    private static Stream<MailAddress> match(RecipientIn matcher, String... recipients) throws Exception {
        FakeMail mail = FakeMail.builder().name("mail").recipients(recipients).build();
        return matcher.match(mail).stream();
    }
}
