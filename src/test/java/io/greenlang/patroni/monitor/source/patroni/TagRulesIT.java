package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.source.document.JsonFields;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Flavour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tags side by side with Patroni's own code, of each version that is installed: the same section of {@code patroni.yml}
 * goes through Patroni's classes, and what they would publish through this client.
 */
class TagRulesIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path PATRONIS_VERDICTS = Path.of("src/test/resources/tags/verdicts.py");

    /** Absent, and everything that a YAML file may give a tag. */
    private static final List<String> FLAGS = List.of(
            "",
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "0.0",
            "0.4",
            "''",
            "' '",
            "'0'",
            "'1'",
            "'yes'",
            "'no'",
            "'on'",
            "'true'",
            "'false'",
            "'False'",
            "[]",
            "[0]",
            "{}",
            "{'a': 1}");

    private static final List<String> PRIORITIES = List.of(
            "",
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "100",
            "0.0",
            "-0.0",
            "0.5",
            "0.51",
            "1.5",
            "-0.5",
            "-0.6",
            "1e-7",
            "1e5",
            "''",
            "'0'",
            "' 0 '",
            "'-0'",
            "'+0'",
            "'00'",
            "'08'",
            "'010'",
            "'-070'",
            "'0x0'",
            "'-0x1'",
            "'0X0'",
            "'1'",
            "'-1'",
            "'+ 1'",
            "'.4'",
            "'0.'",
            "'-.6'",
            "'0e5'",
            "'1e-3'",
            "'-1e3'",
            "'e5'",
            "'0 MB'",
            "'0MB'",
            "'none'",
            "'False'",
            "[]",
            "[0]",
            "{}",
            "99999999999999999999",
            "-99999999999999999999",
            "'99999999999999999999'");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void agreesWithPatroniAboutEverySpelling(Flavour flavour) throws Exception {
        PatroniVersion version = PatroniVersion.parse(
                Command.run(flavour.python(), "-c", "from patroni.version import __version__; print(__version__)")
                        .orThrow("asking for the version")
                        .strip());
        ArrayNode cases = cases();
        Path file = Files.writeString(folder.resolve("tags.json"), cases.toString());
        JsonNode verdicts = MAPPER.readTree(Command.run(flavour.python(), PATRONIS_VERDICTS.toString(), file.toString())
                .orThrow("Patroni's own code"));

        assertThat(verdicts).hasSameSizeAs(cases).hasSizeGreaterThan(2000);
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < cases.size(); i++) {
            JsonNode patroni = verdicts.get(i);
            Tags tags = new JsonFields(MAPPER.createObjectNode().set("tags", patroni.get("published"))).tags();
            ObjectNode ours = MAPPER.createObjectNode()
                    .put("nofailover", tags.failoverObstacle(version).isPresent())
                    .put("nofailover_to_others", tags.failoverObstacle(version).isPresent())
                    .put("nosync", tags.synchronousObstacle(version).isPresent())
                    .put("nostream", tags.forbidsStreaming(version))
                    .put("replicatefrom", tags.replicateFrom().orElse(null));
            softly.assertThat(ours)
                    .as("%s, Patroni %s", cases.get(i), version)
                    .isEqualTo(((ObjectNode) patroni).without("published"));
        }
        softly.assertAll();
    }

    private static ArrayNode cases() throws Exception {
        ArrayNode cases = MAPPER.createArrayNode();
        for (String flag : FLAGS) {
            cases.add(section("nostream", flag));
            for (String priority : PRIORITIES) {
                cases.add(section("nofailover", flag).setAll(section("failover_priority", priority)));
                cases.add(section("nosync", flag).setAll(section("sync_priority", priority)));
            }
        }
        for (String name : List.of("'n2'", "5", "true", "['n2']", "null")) {
            cases.add(section("replicatefrom", name));
        }
        return cases;
    }

    private static ObjectNode section(String tag, String value) throws Exception {
        ObjectNode section = MAPPER.createObjectNode();
        if (!value.isEmpty()) {
            section.set(tag, MAPPER.readTree(value.replace('\'', '"')));
        }
        return section;
    }
}
