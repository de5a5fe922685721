package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.config.Configs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFilesTest {
    static List<Artefact> artefacts() {
        return Artefact.all();
    }

    @ParameterizedTest
    @MethodSource("artefacts")
    void isInTheRepositoryAsTheCatalogueMakesItNow(Artefact artefact) throws IOException {
        assertThat(Path.of(artefact.file())).as("missing: run make generate").exists();
        assertThat(Files.readString(Path.of(artefact.file())))
                .as(
                        "%s is stale: run make generate, or patroni-monitor generate %s --out %s",
                        artefact.file(), artefact, artefact.file())
                .isEqualTo(artefact.text(Configs.LOADER.defaults()));
    }

    @ParameterizedTest
    @MethodSource("artefacts")
    void isWrittenByMakeGenerate(Artefact artefact) throws IOException {
        assertThat(Files.readString(Path.of("Makefile")))
                .contains("generate %s --out %s\n".formatted(artefact, artefact.file()));
    }

    @Test
    void isFoundByItsLabelAlone() {
        assertThat(Artefact.find("metrics-doc").map(Artefact::file)).contains("docs/metrics.md");
        assertThat(Artefact.find("metrics")).isEmpty();
    }
}
