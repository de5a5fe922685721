package io.greenlang.patroni.monitor.source.patroni;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.model.DynamicConfig;
import io.greenlang.patroni.monitor.source.document.ShownSettings;
import java.io.IOException;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownSettingsTest {
    @Test
    void showsWhatPeopleTune() throws IOException {
        assertThat(settings("""
                {"ttl": 30, "synchronous_mode": "quorum", "failsafe_mode": true,
                 "postgresql": {"use_pg_rewind": true,
                   "parameters": {"max_connections": 150, "work_mem": "64MB", "wal_level": "logical",
                                  "checkpoint_timeout": "15 min", "random_page_cost": "1.1"}}}"""))
                .containsEntry("ttl", "30")
                .containsEntry("synchronous_mode", "quorum")
                .containsEntry("failsafe_mode", "true")
                .containsEntry("postgresql.use_pg_rewind", "true")
                .containsEntry("postgresql.parameters.max_connections", "150")
                .containsEntry("postgresql.parameters.work_mem", "64MB")
                .containsEntry("postgresql.parameters.wal_level", "logical")
                .containsEntry("postgresql.parameters.checkpoint_timeout", "15 min")
                .containsEntry("postgresql.parameters.random_page_cost", "1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"postgresql\": {\"parameters\": {\"primary_conninfo\": \"hunter2\"}}}",
                "{\"postgresql\": {\"parameters\": {\"archive_command\": \"hunter2\"}}}",
                "{\"standby_cluster\": {\"restore_command\": \"hunter2\"}}",
                "{\"standby_cluster\": {\"host\": \"hunter2\"}}",
                "{\"postgresql\": {\"authentication\": {\"replication\": {\"password\": 12345}}}}",
                "{\"postgresql\": {\"parameters\": {\"my_extension.api\": \"hunter2\"}}}",
                "{\"postgresql\": {\"pg_hba\": [\"host all all 10.0.0.0/8 hunter2\"]}}",
                "{\"postgresql\": {\"parameters\": {\"search_path\": \"hunter2, public\"}}}",
                "{\"note\": \"hunter2\"}"
            })
    void hidesWhatMayBeASecret(String config) throws IOException {
        assertThat(settings(config).values()).hasSize(1).allMatch(DynamicConfig::isHidden);
    }

    @Test
    void aPauseIsNoSetting() throws IOException {
        assertThat(settings("{\"ttl\": 30, \"pause\": true}")).containsOnlyKeys("ttl");
    }

    @Test
    void takesNoMoreThanItCanHold() throws IOException {
        StringBuilder many = new StringBuilder("{\"a\": 1");
        for (int i = 0; i < 2_000; i++) {
            many.append(",\"k").append(i).append("\": ").append(i);
        }
        assertThat(settings(many.append('}').toString())).hasSize(500);
        assertThat(settings("{\"" + "x".repeat(200) + "\": 1}")).isEmpty();
    }

    private static SortedMap<String, String> settings(String json) throws IOException {
        return ShownSettings.of(new ObjectMapper().readTree(json));
    }
}
