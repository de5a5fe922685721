package io.greenlang.patroni.monitor.export.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.export.http.page.FirstSteps.Part;
import io.greenlang.patroni.monitor.export.http.page.FirstSteps.Step;
import io.greenlang.patroni.monitor.rule.Catalogue;
import io.greenlang.patroni.monitor.rule.Rule;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstStepsTest {
    @Test
    void readsTheStepsWithoutTheOneThatLeadsToTheMonitor() {
        assertThat(FirstSteps.steps("""
                # PatroniX

                ## Do this now

                1. See which member:

                   | VM | Kubernetes |
                   |---|---|
                   | `patroni-monitor status` | `kubectl exec` |

                2. It says `stopped`: look at [PatroniY](PatroniY.md), and do *not*
                   run `patronictl reinit a_b*` yet.
                3. **Call** the database team ([contacts](../procedures/contacts.md)).

                ## Meaning

                1. Not this.
                """))
                .containsExactly(
                        new Step(List.of(
                                new Part("It says ", false),
                                new Part("stopped", true),
                                new Part(": look at PatroniY, and do not run ", false),
                                new Part("patronictl reinit a_b*", true),
                                new Part(" yet.", false))),
                        new Step(List.of(new Part("Call the database team (contacts).", false))));
    }

    @Test
    void aPageWithoutTheSectionHasNone() {
        assertThat(FirstSteps.steps("# PatroniX\n\n## Meaning\n\n1. Not this.\n"))
                .isEmpty();
        assertThat(FirstSteps.of("PatroniOfNoPage")).isEmpty();
    }

    /** Only a step that asks the monitor leads to where the reader is: others lead past it. */
    @ParameterizedTest
    @ValueSource(strings = {"PatroniClusterBlind", "PatroniMonitorPollFailing"})
    void keepsAStepThatLooksPastTheMonitorWithItsCommands(String page) {
        List<Part> first = FirstSteps.of(page).get(0).parts();

        assertThat(first.get(0).text()).startsWith("Look past the monitor: ").endsWith("VM, on any member: ");
        assertThat(first)
                .filteredOn(Part::code)
                .hasSize(2)
                .allSatisfy(
                        command -> assertThat(command.text()).contains("patronictl -c /etc/patroni/patroni.yml list"));
        assertThat(first.get(2).text()).isEqualTo("; Kubernetes: ");
    }

    /** The files as the build put them into the jar. */
    @ParameterizedTest
    @MethodSource("pages")
    void everyPageHasStepsThatReadAsText(String page) {
        List<Step> steps = FirstSteps.of(page);

        assertThat(steps).hasSizeBetween(2, 6);
        assertThat(steps)
                .extracting(step -> step.parts().stream()
                        .filter(part -> !part.code())
                        .map(Part::text)
                        .collect(Collectors.joining()))
                .allSatisfy(text -> assertThat(text).doesNotContain("](", "`", "*", "|", "\n"));
    }

    static Stream<String> pages() {
        return Catalogue.rules().stream().map(Rule::page).distinct();
    }
}
