package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.DiskUsage;
import io.greenlang.patroni.monitor.model.DiskUsage.Known;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresSizes.Volume;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.Tags;
import io.greenlang.patroni.monitor.model.TimescaleFacts;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One member as JSON. */
final class MemberJson {
    private MemberJson() {}

    static ObjectNode of(ClusterSnapshot snapshot, MemberObservation member) {
        ClockOffset wall = snapshot.wall();
        MemberSummary summary = MemberSummary.of(snapshot, member);
        Diagnosis diagnosis = snapshot.facts().diagnosis(member.name());
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("member", member.name())
                .put("host", member.host())
                .put("api_url", member.presence().address().apiUrl())
                .put("listed", member.presence().listed())
                .put("last_listed", JsonFacts.text(wall, member.presence().lastListed()))
                .put("role", summary.role())
                .put("state", summary.state())
                .put("timeline", summary.timeline())
                .put("diagnosis", diagnosis.label())
                .put("diagnosis_text", diagnosis.words(member))
                .put(
                        "clock_offset_seconds",
                        snapshot.clockSkew(member)
                                .map(skew -> JsonFacts.seconds(skew.ahead()))
                                .orElse(null));
        lag(node, snapshot.facts().lag().get(member.name()));
        patroni(node.putObject("patroni"), wall, member);
        PostgresJson.facts(node.putObject("postgres"), wall, member);
        PostgresJson.sizes(node.putObject("sizes"), wall, member);
        disk(node.putObject("disk"), wall, snapshot.facts().disk(member.name()));
        BackupJson.describe(node.putObject("backups"), wall, member);
        timescale(node.putObject("timescaledb"), wall, member);
        return node;
    }

    /** Null for a member that is no standby. */
    static void lag(ObjectNode node, @Nullable ReplicationLag lag) {
        if (lag == null) {
            node.putNull("lag");
            return;
        }
        ObjectNode shown = node.putObject("lag");
        ReplicationLag.Known known = lag.known().orElse(null);
        shown.put("seconds", known == null ? null : JsonFacts.seconds(known.time()));
        shown.put("bytes", known == null ? null : Long.valueOf(known.bytes()));
        shown.put("at_least", known == null ? null : Boolean.valueOf(known.atLeast()));
        shown.put("unknown_because", lag.<@Nullable String>fold(figures -> null, ReplicationLag.Unknown::reason));
    }

    private static void patroni(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.patroni());
        member.patroni().value().ifPresent(status -> {
            node.put("version", status.identity().version().text());
            node.put("role", status.role().label());
            node.put("pending_restart", status.has(PatroniStatus.Flag.PENDING_RESTART));
            ArrayNode reasons = node.putArray("pending_restart_reason");
            status.pendingRestart()
                    .forEach(setting -> reasons.addObject()
                            .put("setting", setting.name())
                            .put("old_value", setting.oldValue())
                            .put("new_value", setting.newValue()));
            node.put("watchdog_failed", status.has(PatroniStatus.Flag.WATCHDOG_FAILED) ? Boolean.TRUE : null);
            node.put("dcs_last_seen", JsonFacts.text(wall, status.dcsLastSeen()));
            tags(node.putObject("tags"), status.tags());
        });
    }

    static void disk(ObjectNode node, ClockOffset wall, DiskUsage usage) {
        Known known = usage.known().orElse(null);
        node.put("source", known == null ? null : known.source().label());
        node.put("read_at", known == null ? null : JsonFacts.text(wall, known.readAt()));
        ArrayNode volumes = node.putArray("volumes");
        if (known != null) {
            known.volumes().forEach(space -> volume(volumes.addObject(), space));
        }
        node.put("unknown_because", usage.<@Nullable String>fold(seen -> null, DiskUsage.Unknown::reason));
    }

    private static void volume(ObjectNode node, DiskUsage.Space space) {
        Volume volume = space.volume();
        node.put("volume", volume.volume())
                .put("size_bytes", volume.sizeBytes())
                .put("used_bytes", volume.usedBytes())
                .put("available_bytes", volume.availableBytes())
                .put("full_in_seconds", JsonFacts.seconds(space.fullIn()));
    }

    private static void timescale(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.timescale());
        member.timescale().value().ifPresent(facts -> timescale(node, wall, facts));
    }

    private static void timescale(ObjectNode node, ClockOffset wall, TimescaleFacts facts) {
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

    private static void tags(ObjectNode node, Tags tags) {
        new TreeMap<>(tags.values()).forEach((tag, value) -> node.set(tag, JsonFacts.json(value)));
    }
}
