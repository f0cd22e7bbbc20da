package dev.strongpost.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteReplyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 5.7.0 encryption too weak 0 less than 112 | true  | 5.7.0",
                "550 5.1.1 <x@y.example> user unknown          | true  | 5.1.1",
                "550-5.1.1 first line                          | true  | 5.1.1",
                "550 user unknown                              | true  | 5.0.0",
                "550 - Requested action not taken              | true  | 5.0.0",
                "550                                           | true  | 5.0.0",
                "452 too many recipients                       | true  | 4.0.0",
                "421 4.3.2 closing                             | true  | 4.3.2",
                "550 2.0.0 a success cannot be                 | true  | 5.0.0",
                "250 2.0.0 accepted, says the liar             | true  | 5.0.0",
                "5503 no code                                  | false | 5.0.0",
                "5.7.0 without a code                          | false | 5.0.0",
                "693 no class                                  | false | 5.0.0",
                "199 no class                                  | false | 5.0.0",
                "580 no such second digit                      | false | 5.0.0",
                "55                                            | false | 5.0.0",
                "Connection timed out: 450 seconds             | false | 5.0.0",
            })
    void statusShouldFollowReply(String text, boolean fromServer, String status) {
        RemoteReply reply = RemoteReply.of(text);

        assertThat(reply.isFromServer()).isEqualTo(fromServer);
        assertThat(reply.status().asString()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"'550-5.1.1 one\r\n550 5.1.1 two'", "'550 5.1.1\r\nX: y'", "' 550 5.1.1 padded'"})
    void statusShouldComeFromFirstLine(String text) {
        assertThat(RemoteReply.of(text).status().asString()).isEqualTo("5.1.1");
    }
}
