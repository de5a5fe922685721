package io.greenlang.patroni.monitor.source.patroni;

import com.fasterxml.jackson.databind.JsonNode;
import io.greenlang.patroni.monitor.model.NodeRole;
import io.greenlang.patroni.monitor.model.PatroniStatus;
import io.greenlang.patroni.monitor.model.PatroniStatus.Flag;
import io.greenlang.patroni.monitor.model.PatroniStatus.Identity;
import io.greenlang.patroni.monitor.model.PatroniStatus.PendingSetting;
import io.greenlang.patroni.monitor.model.PatroniStatus.Postgres;
import io.greenlang.patroni.monitor.model.PatroniVersion;
import io.greenlang.patroni.monitor.model.PostgresState;
import io.greenlang.patroni.monitor.net.UnusableAnswerException;
import io.greenlang.patroni.monitor.source.document.JsonFields;
import io.greenlang.patroni.monitor.source.document.PatroniTime;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the node JSON of {@code /patroni}, which every health check has as its body, too. Only the scope must be there, which
 * tells whose answer it is: what else is missing or odd is unknown, and costs nothing else.
 */
final class StatusParser {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,20}");
    private static final Map<String, Flag> FLAGS = Map.of(
            "pause", Flag.PAUSE,
            "pending_restart", Flag.PENDING_RESTART,
            "cluster_unlocked", Flag.CLUSTER_UNLOCKED,
            "failsafe_mode_is_active", Flag.FAILSAFE_ACTIVE,
            "sync_standby", Flag.SYNC_STANDBY,
            "quorum_standby", Flag.QUORUM_STANDBY,
            "watchdog_failed", Flag.WATCHDOG_FAILED);
    private static final Postgres NOTHING = new Postgres(null, null, null, null, null, null, null, null);

    private StatusParser() {}

    static PatroniStatus parse(JsonNode json) throws UnusableAnswerException {
        JsonFields node = new JsonFields(json);
        Identity identity = identity(node);
        String state = node.nonEmptyText("state");
        JsonFields wal = wal(node);
        return new PatroniStatus(
                identity,
                state == null ? PostgresState.UNKNOWN : new PostgresState(state),
                NodeRole.parse(node.text("role")),
                flags(node, wal),
                node.tags(),
                PatroniTime.ofEpochSeconds(node.get("dcs_last_seen")),
                postgres(node, wal),
                pendingRestart(node.object("pending_restart_reason")));
    }

    private static Identity identity(JsonFields node) throws UnusableAnswerException {
        JsonFields patroni = node.object("patroni");
        String version = patroni.text("version");
        return new Identity(
                patroni.requiredText("scope"),
                patroni.nonEmptyText("name"),
                version == null ? PatroniVersion.UNKNOWN : PatroniVersion.parse(version),
                systemIdentifier(node));
    }

    /** A string, because it exceeds 2^53; a whole number is taken with all its digits. */
    private static @Nullable String systemIdentifier(JsonFields node) {
        JsonNode identifier = node.get("database_system_identifier");
        boolean usable = identifier.isTextual() || identifier.isIntegralNumber();
        return usable && DIGITS.matcher(identifier.asText()).matches() ? identifier.asText() : null;
    }

    private static Set<Flag> flags(JsonFields node, JsonFields wal) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        FLAGS.forEach((field, flag) -> {
            if (node.isTrue(field)) {
                flags.add(flag);
            }
        });
        if (wal.isTrue("paused")) {
            flags.add(Flag.REPLAY_PAUSED);
        }
        return flags;
    }

    private static List<PendingSetting> pendingRestart(JsonFields reasons) {
        return reasons.node().properties().stream()
                .filter(reason -> reason.getKey().length() <= JsonFields.LONGEST_KEY)
                .limit(JsonFields.MOST_KEYS)
                .map(reason -> {
                    JsonFields change = new JsonFields(reason.getValue());
                    return new PendingSetting(reason.getKey(), change.text("old_value"), change.text("new_value"));
                })
                .sorted(Comparator.comparing(PendingSetting::name))
                .toList();
    }

    /** Null for the short shape. */
    private static @Nullable Postgres postgres(JsonFields node, JsonFields wal) {
        String replicationState = node.nonEmptyText("replication_state");
        Postgres postgres = new Postgres(
                node.positiveInt("server_version"),
                PatroniTime.ofText(node.get("postmaster_start_time")),
                node.positiveInt("timeline"),
                wal.byteLsn("location"),
                wal.byteLsn("received_location"),
                wal.byteLsn("replayed_location"),
                PatroniTime.ofText(wal.get("replayed_timestamp")),
                replicationState == null ? null : new PostgresState(replicationState));
        return postgres.equals(NOTHING) ? null : postgres;
    }

    /** Still {@code xlog} in Patroni 4.1, whose own reader takes {@code wal} already. */
    private static JsonFields wal(JsonFields node) {
        return node.get("xlog").isObject() ? node.object("xlog") : node.object("wal");
    }
}
