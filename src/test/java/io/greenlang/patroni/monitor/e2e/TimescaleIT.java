package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.PrometheusServer;
import io.greenlang.patroni.monitor.testing.StubNodes;
import io.greenlang.patroni.monitor.testing.StubNodes.Reply;
import io.greenlang.patroni.monitor.testing.Target;
import io.greenlang.patroni.monitor.testing.TimescaleServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The real daemon and a real Prometheus before a real TimescaleDB, which a stub of Patroni's REST API lists as the leader of
 * greenlang-cluster.
 */
@Timeout(180)
class TimescaleIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Path folder = Target.newFolder("timescaledb-monitor");
    private TimescaleServer timescale;
    private StubNodes stubs;
    private MonitorProcess monitor;
    private PrometheusServer prometheus;
    private List<Integer> jobs;

    @BeforeEach
    void start() throws Exception {
        timescale = TimescaleServer.start(folder);
        jobs = timescale.measurements();
        stubs = new StubNodes();
        StubNodes.Node node = stubs.open();
        String system = timescale.query("SELECT system_identifier FROM pg_control_system()");
        node.answer(path -> answer(path, node).replace("@SYSTEM", system));
        monitor = MonitorProcess.start(
                folder, """
                  poll { interval = 3s, http-timeout = 2500ms, sql-timeout = 2500ms, slow-interval = 3s }
                  poll { timescaledb-interval = 3s, timescaledb-max-databases = 1 }
                  clusters { greenlang-cluster {
                    seeds = ["%s"], expected-members = 1
                    postgres { username = "postgres", password-file = "%s", require-auth = "password,md5,scram-sha-256", sslmode = "disable" }
                    thresholds.timescale-job-failing.for = 0s
                  } }
                """.formatted(node.url(), Files.writeString(folder.resolve("password"), "postgres")));
        monitor.awaitReady();
        prometheus = PrometheusServer.scraping(folder, monitor.port());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {prometheus, monitor, stubs, timescale}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void answersTheRunbooksQueryAndAlertsWhenAJobFails() throws Exception {
        double chunks = Double.parseDouble(timescale.query("SELECT count(*) FROM timescaledb_information.chunks"));
        awaitValue("timescaledb_chunks_total{cluster=\"greenlang-cluster\"}", chunks);
        awaitValue(
                "timescaledb_compressed_chunks{cluster=\"greenlang-cluster\"}",
                Double.parseDouble(
                        timescale.query("SELECT count(*) FROM timescaledb_information.chunks WHERE is_compressed")));
        awaitValue(
                "timescaledb_jobs",
                Double.parseDouble(timescale.query("SELECT count(*) FROM timescaledb_information.jobs")));
        awaitValue("timescaledb_jobs_failing", 0);

        timescale.execute("INSERT INTO measurements VALUES (now() + interval '30 days', 1, 1)");
        awaitValue("timescaledb_chunks_total{cluster=\"greenlang-cluster\"}", chunks + 1);

        timescale.ran(jobs.get(1), "'-infinity'", "now() + interval '1 hour'", 12, 12, 12);
        awaitValue("timescaledb_job_failures_in_a_row", 12);
        awaitValue("timescaledb_job_failures", 12);
        awaitAlert("critical", "policy_compression on public.measurements, 12 in a row");

        timescale.ran(jobs.get(1), "now()", "now() - interval '2 days'", 13, 12, 0);
        awaitValue("timescaledb_jobs_overdue", 1);
        awaitAlert("warning", "policy_compression on public.measurements, due since ");

        timescale.ran(jobs.get(1), "now()", "now() + interval '12 hours'", 14, 12, 0);
        Await.until("it is over", SOON, () -> alerts().isEmpty());
        awaitValue("timescaledb_job_failures", 12);
    }

    private void awaitValue(String promql, double wanted) {
        Await.until(promql + " is " + wanted, SOON, () -> {
            JsonNode result = prometheus.query(promql);
            assertThat(result).hasSize(1);
            assertThat(result.get(0).path("value").path(1).asDouble()).isEqualTo(wanted);
            return true;
        });
    }

    private void awaitAlert(String severity, String words) {
        Await.until(severity + ": " + words, SOON, () -> {
            assertThat(alerts()).anySatisfy(alert -> {
                assertThat(alert.path("severity").asText()).isEqualTo(severity);
                assertThat(alert.path("description").asText()).contains(words);
            });
            return true;
        });
    }

    private List<JsonNode> alerts() throws Exception {
        List<JsonNode> found = new ArrayList<>();
        new ObjectMapper()
                .readTree(monitor.get("/api/v1/alerts").body())
                .path("alerts")
                .forEach(found::add);
        found.removeIf(alert -> !alert.path("alertname").asText().equals("PatroniTimescaleJobFailing"));
        return found;
    }

    private Reply answer(String path, StubNodes.Node node) {
        return switch (path) {
            case "/patroni" -> Reply.json("""
                    {"state": "running", "postmaster_start_time": "2026-07-20 03:12:55.019384+00:00", "role": "primary",
                     "server_version": 170005, "xlog": {"location": 67109216}, "timeline": 1,
                     "database_system_identifier": "@SYSTEM",
                     "patroni": {"version": "4.1.4", "scope": "greenlang-cluster", "name": "timescale-0"}}""");
            case "/cluster" -> Reply.json("""
                    {"members": [{"name": "timescale-0", "role": "leader", "state": "running", "api_url": "%s/patroni",
                      "host": "127.0.0.1", "port": %d, "timeline": 1}], "scope": "greenlang-cluster"}""".formatted(node.url(), timescale.port()));
            case "/history" -> Reply.json("[]");
            case "/config" -> Reply.json("{\"ttl\": 30, \"loop_wait\": 10, \"retry_timeout\": 10}");
            case "/liveness" -> Reply.raw("HTTP/1.0 200 OK\r\n\r\n");
            default -> Reply.raw("HTTP/1.0 503 Service Unavailable\r\n\r\n");
        };
    }
}
