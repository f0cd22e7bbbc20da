// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.strongpost.cli.Installed.Run;
import dev.strongpost.cli.terminal.ExitCode;

/** The commands {@code policy} and the frame of all commands. What each says is in {@link ManualIT}. */
class PolicyCommandsIT {
    private Path folder;
    private Installed strongpost;

    @BeforeEach
    void install() throws IOException {
        strongpost = Installed.kept();
        folder = strongpost.folder();
        write("good.conf", "partner.example\nb\u00fccher.example note=\"gr\u00fc\u00dfe\"\n");
        write("other.conf", "partner.example bits=256\n");
        write("bad.conf", "partner.example\npartner.example bits=300\n");
        write("access", "TLS_Rcpt:partner.example PERM+ENCR:112\n");
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content);
    }

    private Run policy(String arguments) {
        return strongpost.run(("policy " + arguments).split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check good.conf --json",
                "lookup good.conf a@partner.example --json",
                "explain good.conf a@partner.example --json",
                "diff good.conf good.conf --json",
                "stats good.conf --json",
                "import --from sendmail access --json"
            })
    void answerForProgramsShouldBeOneDocumentInAscii(String command) throws IOException {
        Run run = policy(command);

        assertThat(run).returns(ExitCode.YES, Run::status).returns("", Run::err);
        assertThat(run.out()).matches("\\p{ASCII}*");
        assertThat(new ObjectMapper().readTree(run.out()).isContainerNode()).isTrue();
    }

    @Test
    void documentOfARefusedTableShouldListItsMistakes() throws IOException {
        Run run = policy("check bad.conf --json");
        JsonNode answer = new ObjectMapper().readTree(run.out());

        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(answer.at("/good").asBoolean(true)).isFalse();
        assertThat(answer.at("/errors/0/line").asInt()).isEqualTo(2);
        assertThat(answer.at("/errors/0/key").asText()).isEqualTo("bits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check absent.conf",
                "check .",
                "lookup absent.conf a@b.example",
                "lookup bad.conf a@b.example",
                "diff good.conf absent.conf",
                "stats bad.conf",
                "import --from exim absent"
            })
    void whatCannotBeFoundOutShouldBeOneSentence(String command) {
        Run run = policy(command);

        assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("strongpost: ").hasLineCount(1).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "chekc good.conf",
                "check",
                "check --jsno good.conf",
                "lookup good.conf",
                "lookup good.conf @",
                "import access"
            })
    void wrongUseShouldSayWhereTheHelpIs(String command) {
        Run run = policy(command);

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("strongpost: ").doesNotContain("Exception", "\tat ");
    }

    @Test
    void strictShouldTurnWarningsIntoNo() throws IOException {
        write("warned.conf", "partner.example\nsub.partner.example\n");

        assertThat(policy("check warned.conf").status()).isEqualTo(ExitCode.YES);
        assertThat(policy("check --strict warned.conf").status()).isEqualTo(ExitCode.NO);
        assertThat(policy("check --strict good.conf").status()).isEqualTo(ExitCode.YES);
    }

    @Test
    void rulesForMailThatComesInShouldBeCheckedAndCounted() throws IOException {
        write("inbound.conf", "client:192.0.2.0/24 verify\nfrom:other.example\npartner.example direction=both\n");

        assertThat(policy("check inbound.conf").all()).isEqualTo("good: 3 rules, 0 warnings\n");
        assertThat(policy("stats inbound.conf").out())
                .containsPattern("kind inbound client +1")
                .containsPattern("kind domain +1");
    }

    @Test
    void diffShouldTakeAddressesFromAFile() throws IOException {
        write("addresses", "# ours\na@partner.example\n\nb@elsewhere.example\n");

        Run run = policy("diff good.conf other.conf --addresses addresses");

        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(run.out()).startsWith("a@partner.example stricter\n").endsWith("1 different\n");
    }

    @Test
    void importShouldNotTakeThePlaceOfAFile() {
        Run run = policy("import --from sendmail --out good.conf access");

        assertThat(run.status()).isEqualTo(ExitCode.NO);
        assertThat(run.err()).isEqualTo("strongpost: good.conf is there already\n");
    }

    @Test
    void tableOfManyRulesShouldBeChecked() throws IOException {
        write(
                "many.conf",
                IntStream.range(0, 200_000)
                        .mapToObj(i -> "d" + i + ".example\n")
                        .collect(Collectors.joining()));

        assertThat(policy("check many.conf").out()).isEqualTo("good: 200000 rules, 0 warnings\n");
    }

    @Test
    void launcherShouldWorkThroughLinksFromAnywhere() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("some bin"));
        Path direct = Files.createSymbolicLink(bin.resolve("direct"), strongpost.launcher());
        Path relative = Files.createSymbolicLink(bin.resolve("relative"), bin.relativize(strongpost.launcher()));
        Path chained = Files.createSymbolicLink(bin.resolve("chained"), Path.of("relative"));

        for (Path link : List.of(direct, relative, chained)) {
            assertThat(strongpost.command(List.of(link.toString(), "--version")).out())
                    .isEqualTo("strongpost " + System.getProperty("strongpost.version") + "\n");
        }
    }

    @Test
    void jarShouldRunByItself() {
        Run run = strongpost.command(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                strongpost.jar().toString(),
                "policy",
                "check",
                "good.conf"));

        assertThat(run).isEqualTo(new Run(ExitCode.YES, "good: 2 rules, 0 warnings\n", ""));
    }

    @Test
    void answerThatCouldNotBeWrittenShouldBeNone() {
        Run run = strongpost.command(
                List.of("sh", "-c", "'" + strongpost.launcher() + "' policy check good.conf >/dev/full"));

        assertThat(run.status()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(run.err()).isEqualTo("strongpost: the answer could not be written to standard output\n");
    }

    @Test
    void answerShouldBeUtf8InEveryLocale() {
        Run run =
                strongpost.with("LC_ALL", "POSIX").launch("policy", "explain", "good.conf", "a@xn--bcher-kva.example");

        assertThat(run.out()).contains("gr\u00fc\u00dfe");
    }

    @Test
    void completionShouldBeAScriptThatBashTakes() throws IOException {
        write("completion", strongpost.run("generate-completion").out());

        assertThat(strongpost.command(List.of("bash", "-c", ". ./completion && complete -p strongpost")))
                .satisfies(run -> assertThat(run.out()).contains("strongpost"))
                .returns(0, Run::status);
    }

    @Test
    void completionShouldBeAScriptThatZshTakes() throws IOException {
        assumeThat(strongpost.command(List.of("sh", "-c", "command -v zsh")).status())
                .as("zsh is installed")
                .isZero();
        write("completion", strongpost.run("generate-completion").out());

        assertThat(strongpost
                        .command(List.of("zsh", "-f", "-c", ". ./completion && complete -p strongpost"))
                        .out())
                .contains("strongpost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "cert --help", "policy --help", "cert create --help", "policy diff --help"})
    void helpShouldBeThere(String arguments) {
        Run run = strongpost.run(arguments.split(" "));

        assertThat(run).returns(ExitCode.YES, Run::status).returns("", Run::err);
        assertThat(run.out()).startsWith("Usage: strongpost").contains("-h, --help");
    }
}
