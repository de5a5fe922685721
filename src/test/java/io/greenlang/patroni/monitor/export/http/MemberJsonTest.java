package io.greenlang.patroni.monitor.export.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.DiskSource;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.FailureKind;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the golden files don't show. */
class MemberJsonTest {
    @Test
    void forecasts() {
        DiskUsage.Space space = new DiskUsage.Space(new Volume("data", 100, 90, 10), Duration.ofMinutes(3));
        ObjectNode node = json(new DiskUsage.Known(DiskSource.SIZE, Snapshots.NOON, List.of(space)));

        assertThat(node.get("source").asText()).isEqualTo("size");
        assertThat(node.get("volumes").get(0).get("full_in_seconds").asDouble()).isEqualTo(180);
        assertThat(node.get("unknown_because").isNull()).isTrue();
    }

    @Test
    void saysWhyNothingIsKnown() {
        ObjectNode node = json(new DiskUsage.Unknown(
                List.of(new DiskUsage.Silence("metrics-url", new Failure(FailureKind.DNS, "no such host"))), true));

        assertThat(node.get("source").isNull()).isTrue();
        assertThat(node.get("read_at").isNull()).isTrue();
        assertThat(node.get("volumes")).isEmpty();
        assertThat(node.get("unknown_because").asText()).isEqualTo("metrics-url: dns: no such host");
    }

    private static ObjectNode json(DiskUsage usage) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        MemberJson.disk(node, ClockOffset.NONE, usage);
        return node;
    }
}
