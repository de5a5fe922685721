package io.greenlang.patroni.monitor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A daemon that reads the DCS itself, and alerts on what it can't read there within seconds rather than minutes. */
final class DcsWatch implements AutoCloseable {
    static final Duration ALERT = Duration.ofSeconds(90);

    private static final String THRESHOLDS = "thresholds { source-unread.warning = 20s, dcs-unhealthy.for = 20s }";

    private final RealCluster cluster;
    private final Watch watch;

    private DcsWatch(RealCluster cluster, Watch watch) {
        this.cluster = cluster;
        this.watch = watch;
    }

    /** @param settings what stands in the block {@code dcs} */
    static DcsWatch over(RealCluster cluster, String settings) {
        DcsWatch dcs = new DcsWatch(cluster, Watch.over(cluster, block(settings)));
        dcs.watch.awaitQuietAndHealthy(Watch.RECOVERY);
        return dcs;
    }

    private static String block(String settings) {
        return "dcs { %s }%n%s".formatted(settings.strip(), THRESHOLDS);
    }

    Watch watch() {
        return watch;
    }

    void reconfigure(String settings) throws IOException {
        watch.reconfigure(block(settings));
    }

    /** Waits until the lock is read, and Patroni's own leader holds it. */
    void awaitLockOfThePrimary() {
        Await.until("the lock is the primary's", Watch.RECOVERY, () -> {
            assertThat(Watch.members(watch.scrape(), "patroni_dcs_leader_info")).containsExactly(cluster.primary());
            JsonNode direct = direct();
            assertThat(direct.path("lock_owner").asText()).isEqualTo(cluster.primary());
            assertThat(direct.path("dispute").isNull()).isTrue();
            return true;
        });
    }

    /** Waits for the alert that the keys can't be read, for this reason; it must be the only one. */
    void awaitKeysThatCanNotBeRead(String reason, String words) {
        Await.until("the keys can't be read: " + reason, ALERT, () -> {
            Scrape scrape = watch.scrape();
            assertThat(Watch.alerts(scrape)).containsExactly("PatroniMonitorSourceUnread warning firing");
            assertThat(scrape.all("patroni_monitor_source_unread_seconds", "source", "dcs_direct"))
                    .singleElement()
                    .satisfies(source -> assertThat(source.label("reason")).isEqualTo(reason));
            assertThat(watch.monitor()
                            .get("/api/v1/clusters/" + cluster.scope())
                            .body())
                    .contains(words);
            assertThat(scrape.all("patroni_dcs_up"))
                    .as("who refuses, answers")
                    .isNotEmpty()
                    .allMatch(endpoint -> endpoint.value() == 1);
            assertNobodyIsDropped(scrape);
            return true;
        });
    }

    /** By members' word alone: there is a leader, and each member's PostgreSQL answers. */
    void assertNobodyIsDropped(Scrape scrape) {
        assertThat(scrape.value("patroni_cluster_has_leader")).isEqualTo(1);
        assertThat(scrape.value("patroni_cluster_writable_members")).isEqualTo(1);
        assertThat(scrape.all("patroni_monitor_member_up", "source", "postgres"))
                .hasSize(cluster.names().size())
                .allMatch(member -> member.value() == 1);
    }

    JsonNode direct() throws IOException {
        return new ObjectMapper()
                .readTree(watch.monitor()
                        .get("/api/v1/clusters/" + cluster.scope())
                        .body())
                .path("dcs")
                .path("direct");
    }

    /** As {@code PatroniDcsUnhealthy warning}, firing or not; that of failovers of the test's own making is left out. */
    static Set<String> alerts(Scrape scrape) {
        Set<String> names = new TreeSet<>();
        for (String alert : Watch.alerts(scrape)) {
            String[] words = alert.split(" ", -1);
            if (!words[0].equals("PatroniFailovers")) {
                names.add(words[0] + " " + words[1]);
            }
        }
        return names;
    }

    /** Alerts of these names, of whatever severity, and no other. */
    static void assertNoneBut(Scrape scrape, String... names) {
        assertThat(alerts(scrape)).allMatch(alert -> List.of(names).contains(alert.split(" ", 2)[0]));
    }

    void awaitNoAlert() {
        Await.until("no alert but that of failovers", Watch.RECOVERY, () -> {
            Set<String> names = alerts(watch.scrape());
            if (!names.isEmpty()) {
                throw new IllegalStateException(names.toString());
            }
            return true;
        });
    }

    @Override
    public void close() {
        watch.close();
    }
}
