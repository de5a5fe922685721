package io.greenlang.patroni.monitor.source.postgres;

import io.greenlang.patroni.monitor.model.Housekeeping;
import io.greenlang.patroni.monitor.model.Housekeeping.Checkpoints;
import io.greenlang.patroni.monitor.model.Housekeeping.Checksums;
import io.greenlang.patroni.monitor.model.Housekeeping.FreezeAge;
import io.greenlang.patroni.monitor.model.Housekeeping.Setting;
import java.sql.SQLDataException;

/** One statement for {@link Housekeeping}, whose answer is one JSON document. */
final class HousekeepingQuery {
    private static final int CHECKPOINTER_SINCE = 17;

    /** Templates age, too. */
    private static final String FREEZE_AGE = """
            (SELECT json_build_object('database', datname, 'age', %1$s)
              FROM pg_database ORDER BY %1$s DESC, datname LIMIT 1)
            """;

    /** Before PostgreSQL 17 a restartpoint is counted as a checkpoint; here it is so in all versions. */
    private static final String CHECKPOINTER = """
            (SELECT json_build_object(
                'timed', num_timed + restartpoints_timed, 'requested', num_requested + restartpoints_req,
                'write_millis', write_time::bigint, 'sync_millis', sync_time::bigint, 'buffers', buffers_written)
              FROM pg_stat_checkpointer)
            """;

    private static final String BGWRITER = """
            (SELECT json_build_object(
                'timed', checkpoints_timed, 'requested', checkpoints_req,
                'write_millis', checkpoint_write_time::bigint, 'sync_millis', checkpoint_sync_time::bigint,
                'buffers', buffers_checkpoint)
              FROM pg_stat_bgwriter)
            """;

    private static final String CHECKSUMS = """
            CASE WHEN current_setting('data_checksums') = 'on' THEN
              (SELECT json_build_object(
                  'failures', coalesce(sum(checksum_failures), 0)::bigint,
                  'last_failure', (extract(epoch FROM max(checksum_last_failure)) * 1000000)::bigint)
                FROM pg_stat_database)
            END
            """;

    /** Neither defaults nor what this session or role has of its own. A text may hold a password: its hash does. */
    private static final String SETTINGS = """
            (SELECT coalesce(json_agg(json_build_object(
                'name', name,
                'value', CASE WHEN vartype = 'string' THEN hashtext(setting)::text ELSE setting END,
                'text', vartype = 'string',
                'pending_restart', pending_restart)), '[]')
              FROM pg_settings
              WHERE pending_restart
                 OR source IN ('configuration file', 'command line', 'environment variable', 'global'))
            """;

    private HousekeepingQuery() {}

    /** @param version PostgreSQL's major one */
    static String sql(int version) {
        return "SELECT json_build_object("
                + ("'transaction_ids', " + FREEZE_AGE.formatted("age(datfrozenxid)"))
                + (", 'multixacts', " + FREEZE_AGE.formatted("mxid_age(datminmxid)"))
                + (", 'checkpoints', " + (version >= CHECKPOINTER_SINCE ? CHECKPOINTER : BGWRITER))
                + (", 'checksums', " + CHECKSUMS)
                + (", 'settings', " + SETTINGS)
                + ")::text";
    }

    /** @throws SQLDataException when it isn't what the statement builds */
    static Housekeeping parse(String json) throws SQLDataException {
        return JsonObject.read(
                json,
                answer -> new Housekeeping(
                        freezeAge(answer.object("transaction_ids")),
                        freezeAge(answer.object("multixacts")),
                        checkpoints(answer.object("checkpoints")),
                        answer.isNull("checksums") ? null : checksums(answer.object("checksums")),
                        answer.list("settings", HousekeepingQuery::setting)));
    }

    private static FreezeAge freezeAge(JsonObject oldest) {
        return new FreezeAge(oldest.text("database"), oldest.number("age"));
    }

    private static Checkpoints checkpoints(JsonObject counters) {
        return new Checkpoints(
                counters.number("timed"),
                counters.number("requested"),
                counters.number("write_millis"),
                counters.number("sync_millis"),
                counters.number("buffers"));
    }

    private static Checksums checksums(JsonObject checksums) {
        return new Checksums(checksums.number("failures"), checksums.instantOrNull("last_failure"));
    }

    private static Setting setting(JsonObject setting) {
        return new Setting(
                setting.text("name"), setting.text("value"), setting.bool("text"), setting.bool("pending_restart"));
    }
}
