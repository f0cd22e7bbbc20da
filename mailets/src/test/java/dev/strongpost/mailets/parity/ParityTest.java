// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.mailets.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.strongpost.mailets.parity.ParityCase.Expected;
import dev.strongpost.mailets.parity.ParityCase.Route;

@Tag("slow")
class ParityTest {
    private static final ExecutorService RIGS = Executors.newFixedThreadPool(Rig.values().length);

    @TempDir
    private Path directory;

    static List<ParityCase> cases() {
        return ParityCases.all();
    }

    @AfterAll
    static void stop() {
        RIGS.shutdown();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void bothMailetsShouldDoTheSameButWhereSaid(ParityCase situation) throws Exception {
        Map<Rig, Outcome> outcomes = runAll(situation);
        SoftAssertions softly = new SoftAssertions();
        for (Aspect aspect : situation.compared()) {
            List<String> stock = outcomes.get(Rig.STOCK).get(aspect);
            Expected expected = situation.expected().get(aspect);
            if (expected != null) {
                softly.assertThat(stock).as("%s %s", Rig.STOCK, aspect).isEqualTo(expected.stock());
            }
            List<String> ours = expected == null ? stock : expected.ours();
            outcomes.keySet().stream().filter(rig -> rig != Rig.STOCK).forEach(rig -> softly.assertThat(
                            outcomes.get(rig).get(aspect))
                    .as("%s %s", rig, aspect)
                    .isEqualTo(ours));
        }
        softly.assertAll();
    }

    private Map<Rig, Outcome> runAll(ParityCase situation) throws Exception {
        Map<Rig, Future<Outcome>> running = new EnumMap<>(Rig.class);
        for (Rig rig : Rig.values()) {
            if (rig != Rig.OURS_BY_MX || situation.route() == Route.ANY) {
                Path place = Files.createDirectory(directory.resolve(rig.name()));
                running.put(rig, RIGS.submit(() -> rig.run(situation, place)));
            }
        }
        Map<Rig, Outcome> outcomes = new EnumMap<>(Rig.class);
        for (Map.Entry<Rig, Future<Outcome>> run : running.entrySet()) {
            outcomes.put(run.getKey(), run.getValue().get());
        }
        return outcomes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void everyCaseShouldSayWhatComesOut(ParityCase situation) {
        assertThat(situation.expected()).isNotEmpty();
        assertThat(situation.expected().values())
                .allSatisfy(expected -> assertThat(expected.stock().equals(expected.ours()))
                        .isEqualTo(expected.difference().isEmpty()));
    }

    @Test
    void theManualShouldListTheDifferencesThatTheCasesShow() {
        Set<String> shown = ParityCases.all().stream()
                .flatMap(situation -> situation.expected().values().stream())
                .flatMap(expected -> expected.difference().stream())
                .map(Difference::id)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(shown).containsExactlyInAnyOrderElementsOf(allDifferences());
        assertThat(ManualTable.of("Intended differences"))
                .extracting(row -> row.get(0))
                .containsExactlyInAnyOrderElementsOf(shown);
    }

    private static List<String> allDifferences() {
        return Stream.of(Difference.values()).map(Difference::id).toList();
    }
}
