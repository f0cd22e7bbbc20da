// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Every link in the documents of the project leads to a file or a heading that is there. */
class DocumentLinksTest {
    private static final Path ROOT = Checkout.file("pom.xml").getParent();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}_\\- ]");

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.of("target", ".git")
                            .noneMatch(name -> ROOT.relativize(file).startsWith(name)
                                    || file.toString().contains("/" + name + "/")))
                    .toList();
        }
    }

    private static String prose(Path document) throws IOException {
        return CODE.matcher(Files.readString(document)).replaceAll("");
    }

    /** As the forges make them: lower case, without punctuation, blanks as hyphens. */
    private static Set<String> anchors(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").replace("`", "").toLowerCase(Locale.ROOT))
                .map(title -> NO_WORD.matcher(title).replaceAll("").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** Where readers find it: that of the zip is at the root of the zip, which has the folders that the project has. */
    private static Path place(Path document) {
        return document.endsWith("distribution/src/assembly/README.md") ? ROOT.resolve("README.md") : document;
    }

    private static List<String> broken(Path document) throws IOException {
        List<String> broken = new ArrayList<>();
        List<String> links = LINK.matcher(prose(document))
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.contains("://") && !link.startsWith("mailto:"))
                .toList();
        for (String link : links) {
            int hash = link.indexOf('#');
            String path = hash < 0 ? link : link.substring(0, hash);
            Path target = path.isEmpty()
                    ? document
                    : place(document).resolveSibling(path).normalize();
            boolean good = Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
            if (!good) {
                broken.add(ROOT.relativize(document) + ": " + link);
            }
        }
        return broken;
    }

    @Test
    void everyLinkShouldLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            broken.addAll(broken(document));
        }

        assertThat(documents()).hasSizeGreaterThan(20);
        assertThat(broken).isEmpty();
    }
}
