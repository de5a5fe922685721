package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in a file twice, where one of the two would be lost in silence. */
class ConfigTwiceTest {
    private static final String ONCE =
            ". Allowed: each key once in a file, and after it what the environment says. Example: ";
    private static final String ONE_BLOCK =
            ". Allowed: one block for each cluster; two clusters of the same Patroni scope have different names. Example: ";
    private static final String ONE_OWNER = ". Allowed: each seed once, in the block of its own cluster."
            + " Example: seeds = [\"http://10.0.1.1:8008\", \"http://10.0.1.2:8008\"]";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            poll.interval = 1s%npoll.interval = 2s      | 3: poll.interval: is already set on line 2, and that value is lost | interval = ${?INTERVAL}
            poll { interval = 1s }%npoll.interval: 2s   | 3: poll.interval: is already set on line 2, and that value is lost | interval = ${?INTERVAL}
            poll { interval = 1s,%ninterval = 2s }      | 3: poll.interval: is already set on line 2, and that value is lost | interval = ${?INTERVAL}
            poll = { %n interval = 1s } { interval = 2s } | 3: poll.interval: is already set on line 3, and that value is lost | interval = ${?INTERVAL}
            "poll"."interval" = 1s%n# 3%npoll.interval=2s | 4: poll.interval: is already set on line 2, and that value is lost | interval = ${?INTERVAL}
            http.port = ${?NONE}%nhttp.port = 1         | 3: http.port: is already set on line 2, and that value is lost | port = ${?PORT}
            http.port = 1%nhttp.port = ${?NONE}%nhttp.port = 2 | 4: http.port: is already set on line 3, and that value is lost | port = ${?PORT}
            log { level = info }%nlog = null            | 3: log: is already set on line 2 (log.level), and that value is lost | log = ${?LOG}
            poll.slow-timeout = null%npoll.slow-timeout = 1s | 3: poll.slow-timeout: is already set on line 2, and that value is lost | slow-timeout = ${?SLOW_TIMEOUT}
            alertmanager.urls = ["http://a"]%nalertmanager.urls = [] | 3: alertmanager.urls: is already set on line 2, and that value is lost | urls = ${?URLS}
            alertmanager.urls += "http://a"%nalertmanager.urls = []  | 3: alertmanager.urls: is already set on line 2, and that value is lost | urls = ${?URLS}
            clusters.a.seeds = ["http://b"]%nclusters { a.seeds = ["http://c"] } | 3: clusters.a.seeds: is already set on line 2, and that value is lost | seeds = ${?SEEDS}
            """)
    void refusesAKeyWhoseFirstValueWouldBeLost(String lines, String problem, String example) {
        assertThat(problems(lines)).contains("monitor.conf:" + problem + ONCE + example);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.port = 1\nhttp.port = ${?NONE}",
                "http.port = 1\nhttp.port = ${?NONE}\nhttp.port = ${?NONE_EITHER}",
                "http.port = 1\nhttp { port = ${?NONE} }",
                "poll.interval = 7s\npoll { http-timeout = 1s }\npoll { sql-timeout = 1s }",
                "alertmanager.urls += \"http://a\"\nalertmanager.urls += \"http://b\"",
                "alertmanager.urls = [\"http://a\"]\nalertmanager.urls = ${patroni-monitor.alertmanager.urls} [\"http://b\"]",
                "clusters.a.expected-members = 3\nclusters.a { forget-after = 1d }",
                "clusters { b { dns = \"b:1\" } }\nclusters { c { dns = \"c:1\" } }\nclusters.d.dns = \"d:1\"",
                "clusters.b = ${patroni-monitor.cluster-defaults} { dns = \"b:1\" }",
                "log.level = info # log.level = debug\n// log.level = warn",
                "organisation.grafana = \"http://a\"\norganisation.runbooks = \"http://b\" // organisation.runbooks = 1",
            })
    void takesWhatLosesNothing(String lines) throws ConfigException {
        assertThat(load(lines).clusters()).isNotEmpty();
    }

    @Test
    void refusesASecondBlockOfACluster() {
        assertThat(problems("""
                        clusters {
                          orders { seeds = ["http://10.0.1.1:8008"], expected-members = 3 }
                          "orders" { seeds = ["http://10.0.2.1:8008"], expected-members = 2 }
                        }
                        clusters.orders { forget-after = 1d }"""))
                .containsExactly(
                        "monitor.conf:4: clusters.orders: already has a block on line 3" + ONE_BLOCK
                                + "orders-dev { scope = orders, seeds = [\"http://10.0.2.1:8008\"] }",
                        "monitor.conf:6: clusters.orders: already has a block on line 3" + ONE_BLOCK
                                + "orders-dev { scope = orders, seeds = [\"http://10.0.2.1:8008\"] }");
    }

    @Test
    void refusesASeedThatStandsTwiceInABlock() {
        assertThat(problems("clusters.b.seeds = [\"http://db_1\",\n\"HTTP://DB_1:80/\",\n\"https://db_1\"]"))
                .containsExactly(
                        "monitor.conf:3: clusters.b.seeds = HTTP://DB_1:80/: is the same seed as http://db_1 (monitor.conf:2)"
                                + ONE_OWNER);
    }

    @Test
    void refusesASeedOfTwoClustersWhateverTheirScopes() {
        assertThat(problems("""
                        clusters {
                          z { scope = orders, seeds = ["http://n1:8008", "http://n2:8008"] }
                          b { scope = shop, seeds = ["http://n3:8008", "http://N2:8008/patroni"] }
                          c.dns = "tasks.db:8008"
                          d.dns = "tasks.DB:8008"
                        }"""))
                .containsExactly(
                        "monitor.conf:4: clusters.b.seeds = http://N2:8008/patroni: is a seed of both clusters.z (monitor.conf:3: http://n2:8008) and clusters.b"
                                + ONE_OWNER,
                        "monitor.conf:6: clusters.d.dns = tasks.DB:8008: is a seed of both clusters.c (monitor.conf:5: tasks.db:8008) and clusters.d"
                                + ONE_OWNER);
    }

    @Test
    void refusesSeedsThatTwoClustersInherit() {
        assertThat(problems("cluster-defaults.seeds = [\"http://n1:8008\"]\nclusters { b {}, c {} }"))
                .containsExactly(
                        "monitor.conf:2: cluster-defaults.seeds = http://n1:8008: is a seed of both clusters.a (monitor.conf:2: http://n1:8008) and clusters.b"
                                + ONE_OWNER,
                        "monitor.conf:2: cluster-defaults.seeds = http://n1:8008: is a seed of both clusters.a (monitor.conf:2: http://n1:8008) and clusters.c"
                                + ONE_OWNER);
    }

    @Test
    void saysAllOfItAtOnceWithWhatElseIsWrong() {
        assertThat(problems("""
                        poll.interval = 5
                        poll.intervall = 5s
                        clusters.b { dns = "b:1" }
                        clusters.b { dns = "b:1" }
                        log.level = info
                        log.level = info
                        clusters.c.seeds = "http://x, http://x"
                        """))
                .extracting(problem -> problem.replaceFirst("^(monitor.conf:\\d+: [^:= ]+).*", "$1"))
                .containsExactly(
                        "monitor.conf:2: poll.interval",
                        "monitor.conf:3: poll.intervall",
                        "monitor.conf:5: clusters.b",
                        "monitor.conf:7: log.level",
                        "monitor.conf:8: clusters.c.seeds");
    }

    @Test
    void letsOneFileOverrideAnotherThatItIncludes(@TempDir Path dir) throws Exception {
        Files.writeString(
                dir.resolve("common.conf"), "patroni-monitor { log.level = info, clusters.a { dns = \"a:1\" } }");
        Path file = Files.writeString(dir.resolve("monitor.conf"), """
                include "common.conf"
                include required(file("%1$s/common.conf"))
                patroni-monitor { log.level = debug, clusters.a { dns = "b:1" } }
                """.formatted(dir));

        assertThat(Configs.LOADER.load(file).log().level()).isEqualTo("debug");
    }

    @Test
    void looksIntoEveryFileThatIsIncluded(@TempDir Path dir) throws Exception {
        Files.writeString(dir.resolve("defaults.conf"), "log.level = info\nlog.level = warn\ninclude \"more\"");
        Files.writeString(
                dir.resolve("more.conf"), "\n\nclusters.a { dns = \"a:1\" }\nclusters.a { expected-members = 2 }");
        Path file = Files.writeString(
                dir.resolve("monitor.conf"),
                "patroni-monitor {\n  include \"defaults.conf\" # and what it includes\n  include \"none\"\n  log.level = error\n}");

        assertThat(catchThrowableOfType(ConfigException.class, () -> Configs.LOADER.load(file))
                        .problems())
                .containsExactly(
                        dir + "/defaults.conf:2: log.level: is already set on line 1, and that value is lost" + ONCE
                                + "level = ${?LEVEL}",
                        dir + "/more.conf:4: clusters.a: already has a block on line 3" + ONE_BLOCK
                                + "a-dev { scope = a, seeds = [\"http://10.0.2.1:8008\"] }");
    }

    private static List<String> problems(String lines) {
        return catchThrowableOfType(ConfigException.class, () -> load(lines)).problems();
    }

    private static MonitorConfig load(String lines) throws ConfigException {
        return Configs.LOADER.load(
                "patroni-monitor {\n" + lines.replace("%n", "\n") + "\nclusters.a.dns = \"a:1\"\n}", "monitor.conf");
    }
}
