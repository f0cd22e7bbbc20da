// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.strongpost.cli.Installed.Run;

/** The documents of the commands are those of the manual, no less and no more. */
class JsonOutputIT {
    private Installed strongpost;

    @BeforeEach
    void install() throws Exception {
        strongpost = Installed.kept();
        Path folder = strongpost.folder();
        Files.writeString(folder.resolve("secret"), "correct horse\n");
        Files.writeString(
                folder.resolve("old.conf"),
                "partner.example bits=128 note=x\nsub.partner.example bits=128\nend.example until=2026-01-01\n");
        Files.writeString(folder.resolve("new.conf"), "partner.example verify\nclient:192.0.2.0/24\n");
        Files.writeString(folder.resolve("bad.conf"), "partner.example bits=300\n");
        Files.writeString(folder.resolve("access"), "TLS_Rcpt:partner.example ENCR\nspam@x.example REJECT\n");
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("mailetcontainer.xml"),
                "<mailetcontainer><processors><processor state=\"root\">"
                        + "<mailet match=\"All\" class=\"RemoteDelivery\"/></processor></processors></mailetcontainer>");
        Files.writeString(conf.resolve("tls-policy.conf"), "partner.example\n");
        strongpost.run(("cert create --store keys.p12 --password-file secret --alias one --name mx.example"
                        + " --name 192.0.2.7 --days 10")
                .split(" "));
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("policy check", new String[] {"old.conf", "bad.conf"}),
                Arguments.of("policy lookup", new String[] {"old.conf a@partner.example"}),
                Arguments.of("policy explain", new String[] {"old.conf a@sub.partner.example"}),
                Arguments.of("policy diff", new String[] {"old.conf new.conf"}),
                Arguments.of("policy stats", new String[] {"old.conf"}),
                Arguments.of("policy import", new String[] {"--from sendmail access"}),
                Arguments.of("config check", new String[] {"conf"}),
                Arguments.of("cert list", new String[] {"--store keys.p12 --password-file secret"}),
                Arguments.of("cert show", new String[] {"--store keys.p12 --password-file secret"}),
                Arguments.of(
                        "cert check", new String[] {"--store keys.p12 --password-file secret --host other.example"}));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void documentShouldBeThatOfTheManual(String command, String... arguments) throws Exception {
        JsonManual manual = JsonManual.of(command);
        Set<String> shown = new TreeSet<>();
        for (String each : arguments) {
            Run run = strongpost.run((command + " --json " + each).split(" "));
            JsonNode document = new ObjectMapper().readTree(run.out());

            assertThat(manual.unknown(document)).as("%s %s", command, each).isEmpty();
            shown.addAll(manual.shown(document));
        }
        // What a store holds that is none of that is tested where such stores are made.
        Set<String> missing = new TreeSet<>(manual.paths());
        missing.removeAll(shown);
        missing.remove("others/[]");
        assertThat(missing).as(command).isEmpty();
    }
}
