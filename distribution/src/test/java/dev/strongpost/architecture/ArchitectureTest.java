// SPDX-License-Identifier: Apache-2.0
package dev.strongpost.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/adr/0016 that the module graph alone does not hold. */
@Tag("slow")
class ArchitectureTest {
    private static final JavaClasses SHIPPED = Modules.classesOf(Modules.shipped());
    private static final int MOST_CLASSES = 30;
    private static final int MEDIAN_CLASSES = 15;

    private static final ArchRule NO_CYCLES =
            slices().matching("dev.strongpost.(**)").should().beFreeOfCycles();

    private static final ArchRule NO_JAMES = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "belong to James or its mail API",
                    type -> isIn(type, "org.apache.james") && !isIn(type, "org.apache.james.mime4j")
                            || isIn(type, "org.apache.mailet")
                            || isIn(type, "javax.mail")));

    private static boolean isIn(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName)
                || type.getPackageName().startsWith(packageName + ".");
    }

    @Test
    void packagesShouldFormNoCycle() {
        NO_CYCLES.check(SHIPPED);
    }

    @Test
    void aCycleShouldBeFound() {
        JavaClasses cycle = new ClassFileImporter().importPackages("dev.strongpost.architecture.fixture");

        assertThat(NO_CYCLES.evaluate(cycle).hasViolation()).isTrue();
    }

    @Test
    void coreAndCommandLineShouldKnowNothingOfJames() {
        List<String> modules =
                Stream.concat(Modules.core().stream(), Stream.of("cli")).toList();

        NO_JAMES.check(Modules.classesOf(modules));
    }

    @Test
    void aClassThatKnowsJamesShouldBeFound() {
        // What belongs into an adapter is found when it is looked for where the core is.
        assertThat(NO_JAMES.evaluate(Modules.classesOf(List.of("matchers"))).hasViolation())
                .isTrue();
    }

    @Test
    void internalPackagesShouldBeUsedByTheirOwnModuleAlone() {
        assertThat(foreignUses(SHIPPED, describe("internal", type -> type.getPackageName()
                        .contains(".internal"))))
                .isEmpty();
    }

    @Test
    void aForeignUseShouldBeFound() {
        assertThat(foreignUses(SHIPPED, describe("a table", type -> type.getSimpleName()
                        .equals("PolicyTable"))))
                .isNotEmpty();
    }

    private static List<String> foreignUses(JavaClasses classes, DescribedPredicate<JavaClass> which) {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> which.test(dependency.getTargetClass()))
                .filter(dependency -> !Modules.moduleOf(dependency.getOriginClass())
                        .equals(Modules.moduleOf(dependency.getTargetClass())))
                .map(Dependency::getDescription)
                .toList();
    }

    @Test
    void packagesShouldBeSmall() {
        List<String> modules = new ArrayList<>(Modules.shipped());
        modules.add("test-kit");
        Map<String, Long> sizes = Modules.classesOf(modules).stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        List<Long> sorted = sizes.values().stream().sorted().toList();

        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
        assertThat(sorted.get(sorted.size() / 2)).isLessThanOrEqualTo(MEDIAN_CLASSES);
    }
}
