// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StsRecordTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            v=STSv1; id=20160831085700Z;                     | 20160831085700Z
            v=STSv1; id=a                                    | a
            v=STSv1;id=a;                                    | a
            'v=STSv1 \t; \tid=a \t;'                         | a
            v=STSv1; id=a; more=a; ext=2                     | a
            v=STSv1; more.b-c_d=!~; id=a                     | a
            v=STSv1; id=12345678901234567890123456789012     | 12345678901234567890123456789012
            """)
    void recordShouldNameItsPolicy(String text, String id) {
        assertThat(StsRecord.among(List.of(text.replace("\\t", "\t")))
                        .orElseThrow()
                        .id())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=STSv0; id=a",
                "v=STSv10; id=a",
                "v=STSv2; id=a",
                "v=stsv1; id=a",
                " v=STSv1; id=a",
                "v=STSv1",
                "v=STSv1;",
                "v=STSv1; id=",
                "v=STSv1; id=123456789012345678901234567890123",
                "v=STSv1; id=a-b",
                "v=STSv1; id=a; id=b",
                "v=STSv1; id=a; more=",
                "v=STSv1; id=a; more",
                "v=STSv1; id=a; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1",
                "v=STSv1; id=a; m%=1",
                "v=STSv1; id=a; _m=1",
                "v=STSv1;; id=a",
                "v=STSv1; id=a;;",
                "id=a; v=STSv1",
                "v=STSv1; id=a b",
                "v=STSv1; id=a; more=b c",
                "v=STSv1; id=\u00e9",
                "v=STSv1; id=a; more=\u00e9",
                "v=spf1 -all"
            })
    void whatIsNoRecordShouldBeNone(String text) {
        assertThat(StsRecord.among(List.of(text))).isEmpty();
    }

    @Test
    void onlyOneRecordShouldCount() {
        assertThat(StsRecord.among(List.of("v=spf1 -all", "v=STSv1; id=a", "other")))
                .isPresent();
        assertThat(StsRecord.among(List.of("v=STSv1; id=a", "v=STSv1; id=b"))).isEmpty();
        assertThat(StsRecord.among(List.of("v=STSv1; id=a", "v=STSv10; id=b"))).isPresent();
        assertThat(StsRecord.among(List.of())).isEmpty();
    }
}
