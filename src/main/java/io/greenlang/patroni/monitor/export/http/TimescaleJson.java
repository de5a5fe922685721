package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import java.util.Locale;

/** TimescaleDB in one member's databases, as JSON. */
final class TimescaleJson {
    private TimescaleJson() {}

    static void describe(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.timescale());
        member.timescale().value().ifPresent(facts -> facts(node, wall, facts));
    }

    private static void facts(ObjectNode node, ClockOffset wall, TimescaleFacts facts) {
        ArrayNode databases = node.putArray("databases");
        facts.databases().forEach(database -> database(databases.addObject(), wall, database));
        node.put("databases_left_out", facts.leftOut());
        ArrayNode missing = node.putArray("missing");
        facts.missing().forEach(one -> {
            ObjectNode shown = missing.addObject()
                    .put("database", one.database())
                    .put("part", one.part().name().toLowerCase(Locale.ROOT));
            JsonFacts.failure(shown, one.failure());
        });
    }

    private static void database(ObjectNode node, ClockOffset wall, Database database) {
        node.put("name", database.name());
        node.put("version", database.version());
        node.put("hypertables", database.hypertables());
        node.put("chunks", database.chunks());
        node.put("compressed_chunks", database.compressedChunks());
        node.put("continuous_aggregate_max_lag_seconds", JsonFacts.seconds(database.continuousAggregateLag()));
        node.putNull("jobs");
        database.knownJobs().ifPresent(jobs -> {
            ArrayNode shown = node.putArray("jobs");
            jobs.forEach(job -> job(shown.addObject(), wall, job));
        });
    }

    private static void job(ObjectNode node, ClockOffset wall, TimescaleJob job) {
        node.put("id", job.id());
        node.put("procedure", job.procedure());
        node.put("hypertable", job.hypertable());
        node.put("scheduled", job.schedule().scheduled());
        node.put("next_start", JsonFacts.text(wall, job.schedule().nextStart()));
        node.put("last_status", job.runs().lastStatus());
        node.put("last_success", JsonFacts.text(wall, job.runs().lastSuccess()));
        node.put("total_runs", job.runs().total());
        node.put("total_failures", job.runs().failures());
        node.put("failures_in_a_row", job.runs().failuresInARow());
        node.put("failing", job.isFailing());
        node.put("overdue", job.isOverdue());
    }
}
