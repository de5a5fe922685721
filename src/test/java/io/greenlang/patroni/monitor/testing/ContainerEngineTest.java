package io.greenlang.patroni.monitor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerEngineTest {
    @ParameterizedTest
    @CsvSource({", true, true", ", false, false", "auto, true, true", "never, true, false", "always, true, true"})
    void isUsedWhereItAnswersUnlessAUserSaysOtherwise(String choice, boolean answers, boolean used) {
        assertThat(ContainerEngine.isUsed(choice, () -> answers)).isEqualTo(used);
    }

    @Test
    void isNotEvenLookedForWhenItMustNotBeUsed() {
        assertThat(ContainerEngine.isUsed("never", () -> {
                    throw new AssertionError("looked for");
                }))
                .isFalse();
    }

    @Test
    void isAnErrorWhenItMustBeUsedAndDoesNotAnswer() {
        assertThatThrownBy(() -> ContainerEngine.isUsed("always", () -> false))
                .hasMessageContainingAll("TEST_CONTAINERS=always", "no container engine answers", "DOCKER_HOST");
    }

    @Test
    void refusesAChoiceThatItDoesNotKnow() {
        assertThatThrownBy(() -> ContainerEngine.isUsed("no", () -> true))
                .hasMessage("TEST_CONTAINERS: unknown choice no. Allowed: auto, always, never. Example: never");
    }
}
