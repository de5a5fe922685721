package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.ClusterSnapshot;
import io.greenlang.patroni.monitor.model.Diagnosis;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.MemberSummary;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import io.greenlang.patroni.monitor.model.ReplicationLag;
import io.greenlang.patroni.monitor.model.Tags;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One member as JSON. */
final class MemberJson {
    private MemberJson() {}

    static ObjectNode of(ClusterSnapshot picture, MemberObservation member) {
        ClockOffset wall = picture.wall();
        MemberSummary summary = MemberSummary.of(picture, member);
        Diagnosis diagnosis = picture.facts().diagnosis(member.name());
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
                        picture.clockSkew(member)
                                .map(skew -> JsonFacts.seconds(skew.ahead()))
                                .orElse(null));
        lag(node, picture.facts().lag().get(member.name()));
        patroni(node.putObject("patroni"), wall, member);
        postgres(node.putObject("postgres"), wall, member);
        sizes(node.putObject("sizes"), wall, member);
        DiskJson.describe(node.putObject("disk"), wall, picture.facts().disk(member.name()));
        BackupJson.describe(node.putObject("backups"), wall, member);
        TimescaleJson.describe(node.putObject("timescaledb"), wall, member);
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

    private static void postgres(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.postgres());
        member.postgres().value().ifPresent(facts -> facts(node, wall, facts));
    }

    private static void facts(ObjectNode node, ClockOffset wall, PostgresFacts facts) {
        node.put("version_num", facts.server().versionNum());
        node.put("system_identifier", facts.server().systemIdentifier());
        node.put("started_at", JsonFacts.text(wall, facts.server().postmasterStartTime()));
        node.put("monitor_privileges", facts.server().monitorPrivileges());
        node.put("in_recovery", facts.wal().inRecovery());
        node.put("connections", facts.connections().clientBackends());
        node.put("max_connections", facts.connections().maxConnections());
        ActivityJson.describe(node, facts);
    }

    private static void sizes(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.sizes());
        member.sizes().value().ifPresent(sizes -> sizes(node, wall, sizes));
    }

    private static void sizes(ObjectNode node, ClockOffset wall, PostgresSizes sizes) {
        ObjectNode databases = node.putObject("database_bytes");
        new TreeMap<>(sizes.databaseBytes()).forEach(databases::put);
        node.put("wal_bytes", sizes.walBytes());
        node.put("archive_ready_files", sizes.archiveReadyFiles());
        node.put("archive_oldest_ready", JsonFacts.text(wall, sizes.archiveOldestReady()));
        HousekeepingJson.describe(node, wall, sizes.housekeeping());
        ObjectNode missing = node.putObject("missing");
        new TreeMap<>(sizes.missing())
                .forEach((part, failure) ->
                        JsonFacts.failure(missing.putObject(part.name().toLowerCase(Locale.ROOT)), failure));
    }

    private static void tags(ObjectNode node, Tags tags) {
        new TreeMap<>(tags.values()).forEach((tag, value) -> node.set(tag, JsonFacts.json(value)));
    }
}
