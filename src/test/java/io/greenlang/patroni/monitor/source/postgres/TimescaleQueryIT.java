package io.greenlang.patroni.monitor.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.greenlang.patroni.monitor.model.TimescaleFacts.Database;
import io.greenlang.patroni.monitor.model.TimescaleFacts.Missing;
import io.greenlang.patroni.monitor.model.TimescaleJob;
import io.greenlang.patroni.monitor.testing.Target;
import io.greenlang.patroni.monitor.testing.TimescaleServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What our statements say of a real TimescaleDB, to a member of pg_monitor who may nothing else, and what SQL says. */
@Timeout(120)
class TimescaleQueryIT {
    private static final int SHIPPED = 3;

    private static TimescaleServer server;
    private static int refresh;
    private static int compression;
    private static int retention;

    @BeforeAll
    static void start() throws SQLException {
        server = TimescaleServer.start(Target.newFolder("timescaledb"));
        List<Integer> jobs = server.measurements();
        refresh = jobs.get(0);
        compression = jobs.get(1);
        retention = jobs.get(2);
        server.execute("CREATE ROLE watcher", "GRANT pg_monitor TO watcher");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void countsWhatSqlCounts() throws SQLException {
        Database database = read();

        assertThat(database.version())
                .isEqualTo(server.query("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'"));
        assertThat(database.hypertables()).isOne();
        assertThat(database.chunks())
                .isEqualTo(Long.parseLong(server.query("SELECT count(*) FROM timescaledb_information.chunks")))
                .isGreaterThan(Long.parseLong(server.query("SELECT count(*) FROM show_chunks('measurements')")));
        assertThat(database.compressedChunks())
                .isPositive()
                .isEqualTo(Long.parseLong(server.query(
                        "SELECT count(*) FROM show_chunks('measurements', older_than => interval '5 days')")));
    }

    @Test
    void measuresHowFarAContinuousAggregateIsBehind() throws SQLException {
        double lag = Double.parseDouble(server.query("SELECT extract(epoch FROM now() - (max(day) + interval '1 day'))"
                + " FROM _timescaledb_internal._materialized_hypertable_3"));

        assertThat(read().continuousAggregateLag()).isNotNull();
        assertThat(read().continuousAggregateLag().toMillis() / 1e3).isCloseTo(lag, within(10.0));
    }

    @Test
    void knowsNothingOfAJobThatNeverRan() throws SQLException {
        TimescaleJob job = job(SHIPPED);

        assertThat(job.hypertable()).isNull();
        assertThat(job.schedule().scheduled()).isTrue();
        assertThat(job.schedule().nextStart()).isNull();
        assertThat(job.schedule().late()).isNull();
        assertThat(job.runs()).isEqualTo(new TimescaleJob.Runs(null, null, 0, 0, 0));
        assertThat(job.isFailing()).isFalse();
        assertThat(job.isOverdue()).isFalse();
    }

    @Test
    void seesAJobThatNeverSucceeded() throws SQLException {
        server.ran(refresh, "'-infinity'", "now() + interval '1 hour'", 4, 4, 4);

        TimescaleJob job = job(refresh);

        assertThat(job.procedure()).endsWith(".policy_refresh_continuous_aggregate");
        assertThat(job.hypertable()).isEqualTo("public.daily");
        assertThat(job.schedule().interval()).isEqualTo(Duration.ofHours(1));
        assertThat(job.runs()).isEqualTo(new TimescaleJob.Runs("Failed", null, 4, 4, 4));
        assertThat(job.schedule().nextStart())
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(1, ChronoUnit.MINUTES));
        assertThat(job.isFailing()).isTrue();
        assertThat(job.isOverdue()).isFalse();
    }

    @Test
    void seesThatAJobDoesNotStart() throws SQLException {
        server.ran(compression, "now() - interval '2 days'", "now() - interval '13 hours'", 9, 2, 0);

        TimescaleJob job = job(compression);

        assertThat(job.runs().lastStatus()).isEqualTo("Success");
        assertThat(job.runs().lastSuccess())
                .isCloseTo(Instant.now().minus(Duration.ofDays(2)), within(1, ChronoUnit.MINUTES));
        assertThat(job.runs().failures()).isEqualTo(2);
        assertThat(job.isFailing()).isFalse();
        assertThat(job.isOverdue()).isTrue();
    }

    @Test
    void takesARunThatIsUnderWayForNoFailureAndACrashFromTheSecondOnForOne() throws SQLException {
        server.ran(retention, "now() - interval '1 day'", "'-infinity'", 9, 0, 0);
        server.execute(
                "UPDATE _timescaledb_internal.bgw_job_stat SET last_finish = '-infinity', consecutive_crashes = 1"
                        + " WHERE job_id = " + retention);

        TimescaleJob running = job(retention);
        assertThat(running.isFailing()).isFalse();
        assertThat(running.isOverdue()).isFalse();
        assertThat(running.runs().lastStatus()).isNull();

        server.execute(
                "UPDATE _timescaledb_internal.bgw_job_stat SET consecutive_crashes = 3 WHERE job_id = " + retention);
        assertThat(job(retention).runs().failuresInARow()).isEqualTo(2);
        assertThat(job(retention).isFailing()).isTrue();
    }

    @Test
    void leavesAJobThatIsSwitchedOffAlone() throws SQLException {
        int job = Integer.parseInt(server.query("SELECT add_job('pg_catalog.now', interval '5 minutes')"));
        server.ran(job, "'-infinity'", "now() - interval '9 days'", 3, 3, 3);
        assertThat(job(job).isFailing()).isTrue();

        server.execute("SELECT alter_job(" + job + ", scheduled => false)");

        assertThat(job(job).isFailing()).isFalse();
        assertThat(job(job).isOverdue()).isFalse();
        assertThat(job(job).schedule().nextStart()).isNull();

        server.execute("SELECT alter_job(" + job + ", max_retries => 3)");
        assertThat(job(job).isFailing()).as("TimescaleDB gave it up").isTrue();
        server.execute("SELECT delete_job(" + job + ")");
    }

    private static TimescaleJob job(int id) throws SQLException {
        List<TimescaleJob> jobs = read().knownJobs().orElseThrow();
        assertThat(jobs).extracting(TimescaleJob::id).contains(SHIPPED, refresh, compression, retention);
        return jobs.stream().filter(job -> job.id() == id).findFirst().orElseThrow();
    }

    private static Database read() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE watcher");
            statement.execute("SET search_path = pg_catalog");
            statement.execute("SET default_transaction_read_only = on");
            try {
                TimescaleQuery query = new TimescaleQuery(
                        connection, Deadline.after(Duration.ofSeconds(60), Clock.systemUTC()), "timescaledb");
                Optional<Database> database = query.read("greenlang");
                assertThat(query.missing()).extracting(Missing::failure).isEmpty();
                return database.orElseThrow();
            } finally {
                statement.execute("SET default_transaction_read_only = off");
                statement.execute("RESET ROLE");
                statement.execute("SET search_path = public");
            }
        }
    }
}
