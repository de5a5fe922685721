package io.greenlang.patroni.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.PlayedCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What Patroni was seen to answer when it is odd, looked at from the first node's seed, with SQL off. */
class OddAnswersTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void aMemberWithoutStateCostsNoOther() throws IOException {
        JsonNode cluster = look("member-without-state");

        assertThat(cluster.path("leader").asText()).isEqualTo("n1");
        assertThat(cluster.path("has_leader").asBoolean()).isTrue();
        assertThat(cluster.path("unknown_because").isNull()).isTrue();
        assertThat(member(cluster, "n1").path("diagnosis").asText()).isEqualTo("ok");
        assertThat(member(cluster, "n2").path("diagnosis").asText()).isEqualTo("ok");
        assertThat(member(cluster, "n2").path("state").asText()).isEqualTo("running");
        assertThat(member(cluster, "n3").path("state").asText()).isEmpty();
        assertThat(text("member-without-state"))
                .contains("| n3     | 127.0.0.1:5432 | Replica | unknown ")
                .doesNotContain("no seed answered");
    }

    @Test
    void anApiUrlThatCannotBeUsedIsNamed() throws IOException {
        JsonNode cluster = look("lost-addresses");

        assertThat(member(cluster, "n3").at("/patroni/failure/detail").asText())
                .isEqualTo("n3 publishes an unusable api_url \"http://:8008\"");
        assertThat(member(cluster, "n3").path("diagnosis_text").asText())
                .isEqualTo("Patroni was not asked (n3 publishes an unusable api_url \"http://:8008\"),"
                        + " PostgreSQL was not asked");
        assertThat(text("lost-addresses")).contains("n3 publishes an unusable api_url \"http://:8008\"");
    }

    @Test
    void nobodySpeaksForAPostgresThatWasNotAsked() throws IOException {
        JsonNode n2 = member(look("rest-refused-sql-off"), "n2");

        assertThat(n2.path("diagnosis").asText()).isEqualTo("patroni_down");
        assertThat(n2.path("diagnosis_text").asText()).isEqualTo("Patroni is down, PostgreSQL was not asked");
        assertThat(text("rest-refused-sql-off")).doesNotContain("PostgreSQL answers");
    }

    @Test
    void namesMayBeAnyText() throws IOException {
        JsonNode cluster = look("odd-names");

        assertThat(cluster.path("leader").asText()).isEqualTo("pg 1 'a\"");
        for (String name : List.of("pg 1 'a\"", "Ω-ключ.db\\x", "n3\nnext")) {
            assertThat(member(cluster, name).path("diagnosis").asText()).isEqualTo("ok");
        }
        assertThat(text("odd-names")).doesNotContain("n3\nnext");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
            tags-nofailover-false-priority0 | -
            tags-nofailover-yes             | tagged nofailover: "yes"
            tags-odd-types                  | -
            """)
    void tagsMeanWhatPatroniMakesOfThem(String name, String exclusion) throws IOException {
        JsonNode candidate = look(name).path("failover_candidates").get(0);

        assertThat(candidate.path("member").asText()).isEqualTo("n2");
        assertThat(candidate.path("exclusion").asText(null)).isEqualTo(exclusion);
        assertThat(candidate.path("eligible").asBoolean()).isEqualTo(exclusion == null);
    }

    @Test
    void tagsKeepTheirTypes() throws IOException {
        assertThat(member(look("tags-odd-types"), "n2").at("/patroni/tags")).isEqualTo(MAPPER.readTree("""
                        {"clonefrom": {"a": 1}, "datacenter": "a b", "nofailover": [], "nostream": "on",
                         "replicatefrom": 5, "x\\"y": null}"""));
    }

    private static JsonNode look(String name) throws IOException {
        return MAPPER.readTree(printed(name, "--json")).path("clusters").get(0);
    }

    private static String text(String name) throws IOException {
        return printed(name);
    }

    private static JsonNode member(JsonNode cluster, String name) {
        return StreamSupport.stream(cluster.path("members").spliterator(), false)
                .filter(member -> member.path("member").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Commands that look at clusters turn the root logger, for the whole JVM. */
    private static String printed(String name, String... options) throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var usualLevel = log.getLevel();
        PrintStream usualOut = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (PlayedCase played = new PlayedCase(name)) {
            List<String> arguments =
                    new ArrayList<>(List.of("status", "--seed", played.seed(0).toString()));
            arguments.addAll(List.of(options));
            Main.commandLine().execute(arguments.toArray(String[]::new));
        } finally {
            System.setOut(usualOut);
            log.setLevel(usualLevel);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
