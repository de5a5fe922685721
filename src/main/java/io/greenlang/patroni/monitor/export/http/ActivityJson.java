package io.greenlang.patroni.monitor.export.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.PostgresFacts;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sessions and slots of a member as JSON. */
final class ActivityJson {
    private ActivityJson() {}

    /** {@code activity} is null without {@code pg_monitor}. */
    static void describe(ObjectNode node, PostgresFacts facts) {
        Activity activity = facts.activity();
        if (activity == null) {
            node.putNull("activity");
        } else {
            describe(node.putObject("activity"), activity);
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

    private static void describe(ObjectNode node, Activity activity) {
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
}
