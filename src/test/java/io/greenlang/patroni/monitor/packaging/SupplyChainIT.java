package io.greenlang.patroni.monitor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What the jar carries, as the build's CycloneDX list has it. */
class SupplyChainIT {
    /** One of a library's licences has to be here. */
    private static final Set<String> LICENCES =
            Set.of("Apache-2.0", "BSD-2-Clause", "The (New) BSD License", "EPL-2.0", "MIT");

    private final List<JsonNode> libraries;

    SupplyChainIT() throws IOException {
        JsonNode list = new ObjectMapper().readTree(Path.of("target/bom.json").toFile());
        libraries = StreamSupport.stream(list.get("components").spliterator(), false)
                .toList();
    }

    @Test
    void saysOfEachLibraryWhatItIsAndHowToKnowIt() {
        assertThat(libraries).hasSizeGreaterThan(20).allSatisfy(library -> {
            assertThat(library.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(library.path("hashes")).isNotEmpty();
            assertThat(library.path("version").asText()).matches("\\d.*").doesNotContain("SNAPSHOT");
        });
    }

    @Test
    void mayBeUsedAndPassedOn() {
        assertThat(libraries)
                .allSatisfy(library ->
                        assertThat(licences(library)).as(name(library)).containsAnyElementsOf(LICENCES));
    }

    @Test
    void isListedForPeople() throws IOException {
        String rows = libraries.stream()
                .map(library -> "| `%s` | %s |".formatted(name(library), String.join(", ", licences(library))))
                .sorted()
                .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("docs/licences.md"))).endsWith("|---|---|\n" + rows + "\n");
    }

    private static String name(JsonNode library) {
        return library.get("group").asText() + ":" + library.get("name").asText();
    }

    private static List<String> licences(JsonNode library) {
        return StreamSupport.stream(library.path("licenses").spliterator(), false)
                .map(entry -> entry.path("license"))
                .map(licence -> licence.path("id").asText(licence.path("name").asText()))
                .toList();
    }
}
