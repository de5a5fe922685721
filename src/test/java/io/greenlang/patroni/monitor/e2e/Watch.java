package io.greenlang.patroni.monitor.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.greenlang.patroni.monitor.testing.Await;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.MonitorProcess;
import io.greenlang.patroni.monitor.testing.RealCluster;
import io.greenlang.patroni.monitor.testing.Scrape;
import io.greenlang.patroni.monitor.testing.Scrape.Sample;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A daemon that watches one real cluster every two seconds, and what it says about it. */
final class Watch implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    /** For Patroni and PostgreSQL to get over something, the ttl included. */
    static final Duration RECOVERY = Duration.ofMinutes(2);

    private static final String POLL = "poll { interval = 2s, slow-interval = 10s }";

    private final RealCluster cluster;
    private final MonitorProcess monitor;

    private Watch(RealCluster cluster, MonitorProcess monitor) {
        this.cluster = cluster;
        this.monitor = monitor;
    }

    static Watch over(RealCluster cluster) {
        return over(cluster, "");
    }

    /** @param more settings of this cluster that win over the usual ones, such as {@code postgres.username = joe} */
    static Watch over(RealCluster cluster, String more) {
        return overBy(List.of(), cluster, more);
    }

    /** @param launcher what stands before the daemon's command */
    static Watch overBy(List<String> launcher, RealCluster cluster, String more) {
        MonitorProcess monitor = MonitorProcess.startBy(launcher, Target.newFolder("monitor"), settings(cluster, more));
        Watch watch = new Watch(cluster, monitor);
        try {
            monitor.awaitReady();
            return watch;
        } catch (RuntimeException | AssertionError e) {
            monitor.close();
            throw e;
        }
    }

    private static String settings(RealCluster cluster, String more) {
        return "%s%ncluster-defaults {%n%s}%nclusters { \"%s\" { %s } }"
                .formatted(POLL, cluster.monitorSettings(), cluster.scope(), more);
    }

    MonitorProcess monitor() {
        return monitor;
    }

    Scrape scrape() throws IOException {
        return monitor.metrics();
    }

    /** The first page from now on of a poll in which all answers came in time: for one that judges a single page. */
    Scrape inTime() {
        return Await.value(
                "all answers of a poll come in time",
                RECOVERY,
                () -> Optional.of(scrape()).filter(Scrape::isInTime));
    }

    /** Exactly one state is 1. */
    static String state(Scrape scrape) {
        List<String> states = scrape.all("patroni_cluster_state").stream()
                .filter(sample -> sample.value() == 1)
                .map(sample -> sample.label("state"))
                .toList();
        assertThat(states).as("patroni_cluster_state").hasSize(1);
        return states.get(0);
    }

    /** Pending and firing, as {@code PatroniPaused warning pending} or {@code PatroniMemberDown critical firing at patroni-0}. */
    static Set<String> alerts(Scrape scrape) {
        return scrape.all("patroni_monitor_alert").stream().map(Watch::words).collect(toCollection(TreeSet::new));
    }

    /** Throughout the period, of every poll in which all answers came in time; most polls must be such. */
    void holds(String what, Duration period, Await.Condition<Scrape> condition) {
        Await.holds(what, period, this::scrape, Scrape::isInTime, condition);
    }

    private static String words(Sample alert) {
        String member = alert.label("member");
        return String.join(" ", alert.label("alertname"), alert.label("severity"), alert.label("state"))
                + (member.isEmpty() ? "" : " at " + member);
    }

    /** Members of which the series is 1. */
    static Set<String> members(Scrape scrape, String name, String... labels) {
        return scrape.all(name, labels).stream()
                .filter(sample -> sample.value() == 1)
                .map(sample -> sample.label("member"))
                .collect(toCollection(TreeSet::new));
    }

    static boolean isQuietAndHealthy(Scrape scrape) {
        return state(scrape).equals("healthy") && alerts(scrape).isEmpty();
    }

    void awaitQuietAndHealthy(Duration limit) {
        Await.until("healthy, no alert; see " + monitor.configFile(), limit, () -> {
            Scrape scrape = scrape();
            if (!isQuietAndHealthy(scrape)) {
                throw new IllegalStateException(state(scrape) + " " + alerts(scrape));
            }
            return true;
        });
    }

    /** Waits for series with at least these labels and this value. */
    void awaitValue(Duration limit, double wanted, String name, String... labels) {
        Await.until(name + " is " + wanted, limit, () -> {
            double value = scrape().value(name, labels);
            if (value != wanted) {
                throw new IllegalStateException(name + List.of(labels) + " is " + value);
            }
            return true;
        });
    }

    /** Waits for an alert in the words of {@link #alerts}; a prefix is enough. */
    void awaitAlert(Duration limit, String words) {
        Await.until("alert " + words, limit, () -> {
            Set<String> alerts = alerts(scrape());
            if (alerts.stream().noneMatch(alert -> alert.startsWith(words))) {
                throw new IllegalStateException(state(scrape()) + " " + alerts);
            }
            return true;
        });
    }

    /** Replaces the settings of this cluster that come last, and reloads. */
    void reconfigure(String more) throws IOException {
        monitor.rewriteConfig(settings(cluster, more));
        assertThat(monitor.post("/-/reload").statusCode()).isEqualTo(200);
    }

    /** Has the daemon tell an Alertmanager on loopback itself. */
    void pushTo(int alertmanagerPort) throws IOException {
        monitor.rewriteConfig(settings(cluster, "")
                + "%nalertmanager { urls = [\"http://127.0.0.1:%d\"], resend-interval = 5s }"
                        .formatted(alertmanagerPort));
        assertThat(monitor.post("/-/reload").statusCode()).isEqualTo(200);
    }

    /** What the command says of the same configuration. */
    Command.Result command(String... command) {
        return MonitorProcess.command(withConfig(command));
    }

    /** The same once it exits with that status. */
    Command.Result command(Duration limit, int exitStatus, String... command) {
        return MonitorProcess.command(limit, exitStatus, withConfig(command));
    }

    /** The same, as a terminal shows it. */
    Command.Result onTerminal(String... command) {
        return MonitorProcess.onTerminal(withConfig(command));
    }

    /** What the command prints once it finds nothing wrong. */
    String wellBy(String name) {
        return command(RECOVERY, 0, name).out();
    }

    private String[] withConfig(String... command) {
        String[] arguments = Arrays.copyOf(command, command.length + 2);
        arguments[command.length] = "--config";
        arguments[command.length + 1] = monitor.configFile().toString();
        return arguments;
    }

    /** Stops the daemon as users do: it must obey, and its log must not hold the password. */
    @Override
    public void close() {
        try (monitor) {
            assertThat(monitor.isAlive()).as("the daemon lives").isTrue();
            assertThat(monitor.stop()).as("exit status on SIGTERM").isZero();
            assertThat(monitor.logText()).doesNotContain(cluster.monitorPassword());
        }
    }
}
