// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.it;

import static dev.strongpost.it.OutboundScenario.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.strongpost.testkit.dns.DnsFault;
import dev.strongpost.testkit.smtp.SmtpReceiver;

/**
 * A machine whose resolv.conf has a search list, in whose domain every name exists, and a mail exchanger that DNS does
 * not answer for: mail waits for it, and goes to nobody of the search list.
 */
class SearchListIT {
    private static final String DOMAIN = "searched.partner.example";
    private static final String SEARCHED = "corp.example";
    private static final List<String> OWN_FILES = List.of("unshare", "--mount");
    private static final List<String> OWN_FILES_AS_USER = List.of("unshare", "--user", "--map-root-user", "--mount");

    @TempDir
    private Path folder;

    /** Returns the words that give a command this resolv.conf, and only that command. */
    private String[] withResolverConfiguration(Path file) throws Exception {
        String script = "mount --bind '" + file + "' /etc/resolv.conf && exec \"$@\"";
        for (List<String> namespace : List.of(OWN_FILES, OWN_FILES_AS_USER)) {
            List<String> words = new ArrayList<>(namespace);
            words.addAll(List.of("sh", "-c", script, "sh"));
            if (works(words)) {
                return words.toArray(String[]::new);
            }
        }
        return Assumptions.abort("this user cannot have a mount namespace (unshare, mount)");
    }

    private static boolean works(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(words);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mailShouldGoToNoNameOfTheSearchList() throws Exception {
        Path configuration = folder.resolve("resolv.conf");
        Files.createFile(configuration);
        String[] prefix = withResolverConfiguration(configuration);
        try (OutboundScenario scenario = OutboundScenario.with(SearchListIT.class, DOMAIN + " encrypt\n", james -> {
            write(configuration, "nameserver " + james.nameServer() + "\nsearch " + SEARCHED + "\n");
            return james.commandPrefix(prefix).file("dnsservice.xml", "<dnsservice/>\n");
        })) {
            scenario.dns().mx(DOMAIN, 10, "mx1." + DOMAIN).mx(DOMAIN + "." + SEARCHED, 10, "mx1." + DOMAIN);
            SmtpReceiver stranger = scenario.namedHost("mx1." + DOMAIN + "." + SEARCHED, OutboundScenario.withTls());
            SmtpReceiver host = scenario.namedHost("mx1." + DOMAIN, OutboundScenario.withTls());
            scenario.dns().zone().fail("mx1." + DOMAIN, DnsFault.SERVFAIL);

            scenario.james().mailClient().send(scenario.user("searcher"), "to the partner alone", "b@" + DOMAIN);
            scenario.james().awaitLogLine("mx1." + DOMAIN + ": SERVFAIL", PATIENCE);
            scenario.dns().zone().heal("mx1." + DOMAIN);

            host.awaitReceived(1, PATIENCE);
            assertThat(stranger.connections()).isZero();
            assertThat(scenario.dns().zone().queries()).isNotEmpty().noneMatch(query -> query.name()
                    .endsWith("." + SEARCHED));
        }
    }
}
