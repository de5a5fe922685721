package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.greenlang.patroni.monitor.model.Answer;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Failure;
import io.greenlang.patroni.monitor.model.TagValue;
import io.greenlang.patroni.monitor.rule.ClusterReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How single facts look in JSON; null stands for unknown. */
final class JsonFacts {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonFacts() {}

    /** Which cluster, how it is, and when it was looked at; or why nothing is known. */
    static void heading(ObjectNode node, ClusterReport report) {
        node.put("cluster", report.cluster());
        node.put("state", report.state().label());
        ClusterSnapshot snapshot = report.snapshotOrNull();
        node.put("polled_at", snapshot == null ? null : text(snapshot.wall(), snapshot.at()));
        node.put(
                "unknown_because",
                snapshot == null
                        ? "the first poll has not finished yet"
                        : snapshot.isBlind() ? "no member could be read" : null);
    }

    /**
     * Whether a source answered, when, and if not, why: {@code asked}, {@code received_at}, {@code failure}.
     *
     * @param wall by which times are told
     */
    static void answer(ObjectNode node, ClockOffset wall, Answer<?> answer) {
        node.put("asked", answer.isAnswered() || answer.reason().isPresent());
        node.put("received_at", text(wall, answer.receivedAt().orElse(null)));
        Failure failure = answer.reason().orElse(null);
        if (failure == null) {
            node.putNull("failure");
        } else {
            failure(node.putObject("failure"), failure);
        }
    }

    static void failure(ObjectNode node, Failure failure) {
        node.put("reason", failure.kind().label());
        node.put("detail", failure.detail());
    }

    /** Null when neither the DCS nor a node could be asked. */
    static @Nullable Boolean paused(ClusterSnapshot snapshot) {
        return snapshot.seen().tellsWhetherPaused()
                ? Boolean.valueOf(snapshot.seen().isPaused())
                : null;
    }

    /** @param wall by which the time is told */
    static @Nullable String text(ClockOffset wall, @Nullable Instant moment) {
        return moment == null ? null : wall.shows(moment).toString();
    }

    /** A tag with the type that it has in {@code patroni.yml}. */
    static JsonNode json(TagValue tag) {
        if (tag.kind() == TagValue.Kind.TEXT) {
            return TextNode.valueOf(tag.text());
        }
        try {
            return MAPPER.readTree(tag.text());
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(tag.text());
        }
    }

    static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(duration.getSeconds() + duration.getNano() / 1e9);
    }
}
