package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.BackupInfo.Status;
import io.greenlang.patroni.monitor.model.Backups;
import io.greenlang.patroni.monitor.testing.BackupSamples;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the golden files don't show. */
class BackupJsonTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"not_set_up, null, 0", "unseen, null, 0", "broken, null, 1", "gone, true, 1"})
    void saysWhyNothingIsKnown(String state, String missing, int problems) {
        ObjectNode node = json(now -> switch (state) {
            case "not_set_up" -> new Backups.NotSetUp("because");
            case "unseen" -> new Backups.Unseen("because");
            default -> new Backups.Broken("because", state.equals("gone"));
        });

        assertThat(node.get("state").asText()).isEqualTo(state.equals("gone") ? "broken" : state);
        assertThat(node.get("unknown_because").asText()).isEqualTo("because");
        assertThat(node.get("missing").asText()).isEqualTo(String.valueOf(missing));
        assertThat(node.get("problems")).hasSize(problems);
        assertThat(node.has("newest")).isFalse();
    }

    @Test
    void writesNullForABackupThatIsNotThere() {
        ObjectNode node = json(now -> BackupSamples.at(now)
                .repository(1, Status.NO_VALID_BACKUPS, "no valid backups")
                .running()
                .build());

        assertThat(node.get("running").asBoolean()).isTrue();
        assertThat(node.get("newest").isNull()).isTrue();
        assertThat(node.get("newest_full").isNull()).isTrue();
        assertThat(node.get("missing").asBoolean()).isFalse();
    }

    private static ObjectNode json(Function<Instant, Backups> backups) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        BackupJson.describe(node, Snapshots.healthy().backups(backups).build());
        return node;
    }
}
