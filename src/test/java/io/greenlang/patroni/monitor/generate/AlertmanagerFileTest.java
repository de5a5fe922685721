package io.greenlang.patroni.monitor.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.greenlang.patroni.monitor.config.Configs;
import io.greenlang.patroni.monitor.rule.Causality;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class AlertmanagerFileTest {
    private final List<JsonNode> rules;

    AlertmanagerFileTest() throws IOException {
        JsonNode file = new YAMLMapper()
                .readTree(AlertmanagerFile.text(Configs.LOADER.defaults().organisation()));
        rules = StreamSupport.stream(file.get("inhibit_rules").spliterator(), false)
                .toList();
    }

    @Test
    void silencesAWarningByTheCriticalOfTheSameNameAndSubject() {
        assertThat(rules.get(0)).hasToString("""
                {"source_matchers":["alertname=~\\"Patroni.+\\"","severity=\\"critical\\""],\
                "target_matchers":["alertname=~\\"Patroni.+\\"","severity=\\"warning\\""],\
                "equal":["alertname","cluster","member"]}""");
    }

    @Test
    void hasEveryInhibitionOfTheCatalogue() {
        assertThat(rules).hasSize(1 + Causality.inhibitions().size());
        assertThat(rules).extracting(Object::toString).contains("""
                {"source_matchers":["alertname=\\"PatroniMemberDown\\"","severity=\\"critical\\""],\
                "target_matchers":["alertname=~\\"PatroniNoFailoverCandidate\\""],\
                "equal":["cluster"]}""", """
                {"source_matchers":["alertname=\\"PatroniMemberDown\\""],\
                "target_matchers":["alertname=~\\"PatroniMembersMissing\\""],\
                "equal":["cluster"]}""");
    }

    /** A label that neither has counts as equal: an alert about no cluster would silence all that are about none. */
    @Test
    void silencesWithinOneClusterOnly() {
        assertThat(rules)
                .allSatisfy(rule -> assertThat(rule.get("equal"))
                        .extracting(JsonNode::asText)
                        .contains("cluster"));
    }

    @Test
    void startsWithHowItWasMade() {
        assertThat(AlertmanagerFile.text(Configs.LOADER.defaults().organisation()))
                .startsWith("# Made by `patroni-monitor generate alertmanager`: ");
    }
}
