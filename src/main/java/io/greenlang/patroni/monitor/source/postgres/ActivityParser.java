package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Blocked;
import io.greenlang.patroni.monitor.model.Activity.Prepared;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.Activity.XminHolder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The answer of {@link ActivitySql} as facts. */
final class ActivityParser {
    private ActivityParser() {}

    static Activity read(JsonObject activity) {
        JsonObject blocked = activity.object("blocked");
        JsonObject prepared = activity.object("prepared");
        return new Activity(
                session(activity, "longest_transaction"),
                session(activity, "longest_idle"),
                new Blocked(blocked.integer("sessions"), session(blocked, "longest"), blocked.integers("blockers")),
                new Prepared(prepared.integer("transactions"), prepared.durationOrNull("oldest")),
                xminAges(activity.object("xmin_ages")));
    }

    /** The age is null for a session that ended between two looks at it; a clock that was set back makes it negative. */
    private static @Nullable Session session(JsonObject owner, String field) {
        if (owner.isNull(field)) {
            return null;
        }
        JsonObject session = owner.object(field);
        Duration age = Objects.requireNonNullElse(session.durationOrNull("age"), Duration.ZERO);
        return new Session(
                session.integer("pid"),
                session.textOrNull("user"),
                session.textOrNull("database"),
                session.text("application"),
                age.isNegative() ? Duration.ZERO : age);
    }

    private static Map<XminHolder, Long> xminAges(JsonObject ages) {
        Map<XminHolder, Long> known = new EnumMap<>(XminHolder.class);
        for (XminHolder holder : XminHolder.values()) {
            Long age = ages.numberOrNull(holder.name().toLowerCase(Locale.ROOT));
            if (age != null) {
                known.put(holder, age);
            }
        }
        return known;
    }
}
