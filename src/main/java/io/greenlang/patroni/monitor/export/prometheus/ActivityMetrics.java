package io.greenlang.patroni.monitor.export.prometheus;

import static io.greenlang.patroni.monitor.export.prometheus.Metric.gauge;
import static io.greenlang.patroni.monitor.export.prometheus.Reading.seconds;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.POSTGRES;
import static io.greenlang.patroni.monitor.export.prometheus.Subject.entries;

import io.greenlang.patroni.monitor.model.Activity;
import io.greenlang.patroni.monitor.model.Activity.Session;
import io.greenlang.patroni.monitor.model.Activity.XminHolder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a node's sessions hold up. */
final class ActivityMetrics {
    private static final Subject<Activity> ACTIVITY = POSTGRES.within(facts -> Stream.ofNullable(facts.activity()));
    /** A standby can't prepare transactions, and its xmin shows at its primary. */
    private static final Subject<Activity> OF_PRIMARY =
            POSTGRES.within(facts -> facts.isWritable() ? Stream.ofNullable(facts.activity()) : Stream.empty());

    private static final Subject<Map.Entry<XminHolder, Long>> XMIN_AGE = OF_PRIMARY.each(
            "holder",
            activity -> entries(activity.xminAges()),
            age -> age.getKey().name().toLowerCase(Locale.ROOT));

    private ActivityMetrics() {}

    static List<Metric> all() {
        return List.of(
                gauge(
                        "pg_stat_activity_max_tx_duration",
                        "Age of the oldest open transaction of a client, in seconds; absent when none is open.",
                        ACTIVITY,
                        activity -> age(activity.longestTransaction())),
                gauge(
                        "pg_stat_activity_max_idle_in_transaction_duration",
                        "The longest time that a client has been idle in its transaction, in seconds; absent when none is.",
                        ACTIVITY,
                        activity -> age(activity.longestIdle())),
                gauge(
                        "pg_stat_activity_blocked_sessions",
                        "Number of client backends that wait for a lock.",
                        ACTIVITY,
                        activity -> activity.blocked().sessions()),
                gauge(
                        "pg_stat_activity_max_blocked_duration",
                        "The longest time that a client has been waiting for a lock, in seconds; absent when none waits.",
                        ACTIVITY,
                        activity -> age(activity.blocked().longest())),
                gauge(
                        "pg_prepared_xacts",
                        "Primary only: number of transactions prepared for two-phase commit.",
                        OF_PRIMARY,
                        activity -> activity.prepared().transactions()),
                gauge(
                        "pg_prepared_xacts_max_age_seconds",
                        "Primary only: age of the oldest prepared transaction, in seconds; absent when there is none.",
                        OF_PRIMARY,
                        activity -> seconds(activity.prepared().oldest())),
                gauge(
                        "pg_xmin_age",
                        "Primary only: number of transactions since the oldest one whose row versions this holder keeps.",
                        XMIN_AGE,
                        Map.Entry::getValue));
    }

    private static @Nullable Number age(@Nullable Session session) {
        return session == null ? null : seconds(session.age());
    }
}
