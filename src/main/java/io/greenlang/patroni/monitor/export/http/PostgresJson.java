package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.ClockOffset;
import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.MemberObservation;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import io.greenlang.patroni.monitor.model.PostgresSizes;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one member's PostgreSQL said, as JSON: at every poll, and at the slower pace of the sizes. */
final class PostgresJson {
    private PostgresJson() {}

    static void facts(ObjectNode node, ClockOffset wall, MemberObservation member) {
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
        activity(node, facts);
    }

    /** {@code activity} is null without {@code pg_monitor}. */
    private static void activity(ObjectNode node, PostgresFacts facts) {
        Activity activity = facts.activity();
        if (activity == null) {
            node.putNull("activity");
        } else {
            activity(node.putObject("activity"), activity);
        }
        ArrayNode slots = node.putArray("slots");
        facts.replication()
                .slots()
                .forEach(slot -> slots.addObject()
                        .put("slot", slot.name())
                        .put("type", slot.type())
                        .put("active", slot.active())
                        .put("wal_status", slot.walStatus())
                        .put("retained_bytes", slot.retainedBytes())
                        .put("safe_wal_size_bytes", slot.safeWalSizeBytes()));
    }

    private static void activity(ObjectNode node, Activity activity) {
        session(node, "longest_transaction", activity.longestTransaction());
        session(node, "longest_idle_in_transaction", activity.longestIdle());
        node.put("blocked_sessions", activity.blocked().sessions());
        session(node, "longest_blocked", activity.blocked().longest());
        ArrayNode blockers = node.putArray("blocked_by");
        activity.blocked().blockers().forEach(blockers::add);
        node.put("prepared_transactions", activity.prepared().transactions());
        node.put(
                "oldest_prepared_seconds", JsonFacts.seconds(activity.prepared().oldest()));
        ObjectNode ages = node.putObject("xmin_age");
        new TreeMap<>(activity.xminAges())
                .forEach((holder, age) -> ages.put(holder.name().toLowerCase(Locale.ROOT), age));
    }

    private static void session(ObjectNode node, String field, @Nullable Session session) {
        node.putNull(field);
        if (session != null) {
            node.putObject(field)
                    .put("pid", session.pid())
                    .put("user", session.user())
                    .put("database", session.database())
                    .put("application", session.application())
                    .put("seconds", JsonFacts.seconds(session.age()));
        }
    }

    static void sizes(ObjectNode node, ClockOffset wall, MemberObservation member) {
        JsonFacts.answer(node, wall, member.sizes());
        member.sizes().value().ifPresent(sizes -> sizes(node, wall, sizes));
    }

    private static void sizes(ObjectNode node, ClockOffset wall, PostgresSizes sizes) {
        ObjectNode databases = node.putObject("database_bytes");
        new TreeMap<>(sizes.databaseBytes()).forEach(databases::put);
        node.put("wal_bytes", sizes.walBytes());
        node.put("archive_ready_files", sizes.archiveReadyFiles());
        node.put("archive_oldest_ready", JsonFacts.text(wall, sizes.archiveOldestReady()));
        housekeeping(node, wall, sizes.housekeeping());
        ObjectNode missing = node.putObject("missing");
        new TreeMap<>(sizes.missing())
                .forEach((part, failure) ->
                        JsonFacts.failure(missing.putObject(part.name().toLowerCase(Locale.ROOT)), failure));
    }

    /** Null when it could not be read. */
    private static void housekeeping(ObjectNode node, ClockOffset wall, @Nullable Housekeeping facts) {
        if (facts == null) {
            node.putNull("housekeeping");
            return;
        }
        ObjectNode shown = node.putObject("housekeeping");
        freezeAge(shown.putObject("transaction_ids"), facts.transactionIds());
        freezeAge(shown.putObject("multixacts"), facts.multixacts());
        Checksums checksums = facts.checksums();
        shown.put("checksum_failures", checksums == null ? null : Long.valueOf(checksums.failures()));
        shown.put("last_checksum_failure", checksums == null ? null : JsonFacts.text(wall, checksums.lastFailure()));
    }

    private static void freezeAge(ObjectNode node, FreezeAge oldest) {
        node.put("database", oldest.database());
        node.put("age", oldest.age());
        node.put("used_percent", oldest.percent());
    }
}
