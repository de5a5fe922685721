package io.greenlang.patroni.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {
    private static final String CLUSTER = "clusters.a.dns = \"a:1\"";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            poll.interval = 5 | poll.interval = 5: needs a unit, e.g. 5s; allowed: a duration of at least 1s
            poll.interval = "1e3" | poll.interval = 1e3: needs a unit, e.g. 5s; allowed: a duration of at least 1s
            poll.interval = 5 sec | poll.interval = 5 sec: is not a duration; allowed: a duration of at least 1s
            poll.interval = [] | poll.interval = […]: is a list; allowed: a duration of at least 1s
            poll.interval = null | poll.interval = null: is null; allowed: a duration of at least 1s
            poll.interval = "" | poll.interval = "": is not a duration; allowed: a duration of at least 1s
            poll.interval = 999ms | poll.interval = 999ms: is too short; allowed: a duration of at least 1s
            poll.http-timeout = 0s | poll.http-timeout = 0s: is too short; allowed: a duration of at least 1ms
            poll.sql-timeout = -1s | poll.sql-timeout = -1s: is too short; allowed: a duration of at least 1ms
            poll.connection-lifetime = 29s | poll.connection-lifetime = 29s: is too short; allowed: a duration of at least 30s
            poll.slow-interval = 4s | poll.slow-interval = 4s: is less than interval = 5s; allowed: at least as much
            poll.timescaledb-interval = 59s | poll.timescaledb-interval = 59s: is less than slow-interval = 60s; allowed: at least as much
            poll.interval = 2m | poll.interval = 2m: is more than slow-interval = 60s; allowed: at most as much; give slow-interval, too
            http.port = 65536 | http.port = 65536: is out of range; allowed: a whole number from 0 to 65535
            http.port = -1 | http.port = -1: is out of range; allowed: a whole number from 0 to 65535
            http.port = 80.5 | http.port = 80.5: is not a whole number; allowed: a whole number from 0 to 65535
            http.port = http | http.port = http: is not a number; allowed: a whole number from 0 to 65535
            http.port { a = 1 } | http.port = {…}: is a block; allowed: a whole number from 0 to 65535
            http.host = " " | http.host =  : is empty; allowed: text
            http = 9933 | http: is not a block; allowed: { … }
            http.basic-auth.username = me | http.basic-auth.username = me: is given without password-file; allowed: both or neither
            clusters.a.patroni.tls.ca-file = "/" | clusters.a.patroni.tls.ca-file = /: is a directory; allowed: a file that exists and can be read
            alertmanager.urls { a = 1 } | alertmanager.urls = {…}: is a block; allowed: a list of http://host:port/path or https://host:port/path, without a password
            alertmanager.resend-interval = 500ms | alertmanager.resend-interval = 500ms: is too short; allowed: a duration of at least 1s
            alertmanager.timeout = 5 | alertmanager.timeout = 5: needs a unit, e.g. 5s; allowed: a duration of at least 1ms
            alertmanager.basic-auth.username = me | alertmanager.basic-auth.username = me: is given without password-file; allowed: both or neither
            alertmanager.tls.cert-file = "/etc/hosts" | alertmanager.tls.cert-file = /etc/hosts: is given without key-file; allowed: both or neither
            organisation.grafana = "grafana.example" | organisation.grafana = grafana.example: is neither http nor https; allowed: http://host:port/path or https://host:port/path, without a password
            shards.count = 0 | shards.count = 0: is out of range; allowed: a whole number from 1 to 1000
            shards.count = 3 | shards: has a count of 3 and no valid ordinal; allowed: each daemon with its own
            shards.ordinal = 1 | shards: has the ordinal 1 and a count of 1; allowed: 0 to 0
            shards.ordinal = pod | shards.ordinal = pod: does not end in a number; allowed: a number from 0, or a name that ends in -0, -1, …
            clusters.a.member-addresses.patroni = "http://a:1" | clusters.a.member-addresses.patroni = http://a:1: has no {name}; allowed: http://host:port or https://host:port with {name} for the member's name
            clusters.a.member-addresses.patroni = "{name}:1" | clusters.a.member-addresses.patroni = {name}:1: is neither http nor https; allowed: http://host:port or https://host:port with {name} for the member's name
            clusters.a.member-addresses.postgres = "{name}.svc" | clusters.a.member-addresses.postgres = {name}.svc: has no valid port; allowed: host:port with {name} for the member's name, and a port from 1 to 65535
            clusters.a.disk.metrics-url = "{name}:9100" | clusters.a.disk.metrics-url = {name}:9100: is neither http nor https; allowed: http://host:port/path or https://host:port/path, with {name} for the member's name or {host} for its host, without a password
            clusters.a.disk.metrics-url = "http://me@{name}/" | clusters.a.disk.metrics-url = http://***@{name}/: has a user name in it; allowed: http://host:port/path or https://host:port/path, with {name} for the member's name or {host} for its host, without a password
            clusters.a.disk.metrics-url = "http://{name}/#a" | clusters.a.disk.metrics-url = http://{name}/#a: has a fragment; allowed: http://host:port/path or https://host:port/path, with {name} for the member's name or {host} for its host, without a password
            clusters.a.disk.metrics-url = "http://{name}:9100/metrics" | clusters.a.disk: has the metrics-url of a node-exporter and no mountpoint; allowed: both
            clusters.a.disk { metrics-url = "http://a/metrics", mountpoint = "/" } | clusters.a.disk: has one metrics-url for all members; allowed: {name} or {host} in it, or format = kubelet
            clusters.a.disk.mountpoint = "/" | clusters.a.disk: has a mountpoint and no metrics-url; allowed: both or neither
            clusters.a.disk.wal-mountpoint = "wal" | clusters.a.disk.wal-mountpoint = wal: does not begin with /; allowed: a path from /
            clusters.a.disk.format = cadvisor | clusters.a.disk.format = cadvisor: is unknown; allowed: node-exporter, kubelet
            clusters.a.disk.claim = pgdata | clusters.a.disk.claim = pgdata: has no {name}; allowed: text with {name} for the member's name
            clusters.a.disk.bearer-token-file = s3cret | clusters.a.disk.bearer-token-file = ***: there is no such file; allowed: a file that exists and can be read
            clusters.a.disk.volume-size = 0 | clusters.a.disk.volume-size = 0: is too small; allowed: a size above 0 such as 500GiB, or a number of bytes
            clusters.a.disk.volume-size = big | clusters.a.disk.volume-size = big: is not a size; allowed: a size above 0 such as 500GiB, or a number of bytes
            clusters.a.disk.metric-url = "http://a" | clusters.a.disk.metric-url: unknown key; did you mean metrics-url?
            log.level = loud | log.level = loud: is unknown; allowed: trace, debug, info, warn, error
            state.keep = 3h | state.keep = 3h: is too short; allowed: a duration of at least 1d
            state.directory = pom.xml | state.directory = pom.xml: is no directory; allowed: a directory, or a path where one can be made
            log.format = xml | log.format = xml: is unknown; allowed: text, json
            clusters.a.expected-members = 1001 | clusters.a.expected-members = 1001: is out of range; allowed: a whole number from 0 to 1000
            clusters.a.dns-scheme = ftp | clusters.a.dns-scheme = ftp: is unknown; allowed: http, https
            clusters.a.dns = patroni | clusters.a.dns = patroni: has no valid port; allowed: host:port, with a port from 1 to 65535
            clusters.a.dns = "a:0" | clusters.a.dns = a:0: has no valid port; allowed: host:port, with a port from 1 to 65535
            clusters.a.dns = "a:1/x" | clusters.a.dns = a:1/x: is more than a host and a port; allowed: host:port, with a port from 1 to 65535
            clusters.a.dns = "a b:1" | clusters.a.dns = a b:1: is not an address; allowed: host:port, with a port from 1 to 65535
            clusters.a.forget-members = { x = 1 } | clusters.a.forget-members = {…}: is a block; allowed: a list of text
            clusters.a.forget-after = 1 | clusters.a.forget-after = 1: needs a unit, e.g. 5s; allowed: a duration of at least 1s
            clusters.a.postgres.enabled = maybe | clusters.a.postgres.enabled = maybe: is neither on nor off; allowed: on or off, true or false
            clusters.a.postgres.sslmode = on | clusters.a.postgres.sslmode = on: is unknown; allowed: disable, allow, prefer, require, verify-ca, verify-full
            clusters.a.postgres.username = "" | clusters.a.postgres.username = "": is empty; allowed: text
            clusters.a.postgres.ssl-root-cert = "/no/ca" | clusters.a.postgres.ssl-root-cert = /no/ca: there is no such file; allowed: a file that exists and can be read
            clusters.b = 5 | clusters.b: is not a block; allowed: { … }
            clusters.b {} | clusters.b: has neither seeds nor dns nor dcs; allowed: at least one of them
            clusters.b.seeds = [] | clusters.b: has neither seeds nor dns nor dcs; allowed: at least one of them
            clusters."".dns = "b:1" | clusters."": has no name; allowed: the Patroni scope, or another name and scope = "…"
            """)
    void namesKeyValueAndWhatIsAllowed(String line, String problem) {
        assertThat(problems(line)).containsExactly("monitor.conf:2: " + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ftp://a:1            | ftp://a:1: is neither http nor https
            node1:8008           | node1:8008: is neither http nor https
            //node1:8008         | //node1:8008: is neither http nor https
            http://a:8008/foo    | http://a:8008/foo: has a path
            http://a:8008?x=1    | http://a:8008?x=1: has more than a path behind the host
            http://a:8008/#x     | http://a:8008/#x: has more than a path behind the host
            http://me@a:8008     | http://***@a:8008: has a user name in it
            http://a_b-:8008     | http://a_b-:8008: has no valid host name
            http://a..b:8008     | http://a..b:8008: has no valid host name
            http://a b_c:8008    | http://a b_c:8008: is not an address
            http://me@a_b:8008   | http://***@a_b:8008: has a user name in it
            http://a_b:65536     | http://a_b:65536: has no valid port
            http://a_b:http      | http://a_b:http: has no valid port
            http://[::g]:8008    | http://[::g]:8008: is not an address
            http://:8008         | http://:8008: has no valid host name
            http://a:65536       | http://a:65536: has no valid port
            http://a b           | http://a b: is not an address
            """)
    void refusesWhatIsNoBaseAddress(String seed, String problem) {
        assertThat(problems("clusters.a.seeds = [\"http://fine:1\",\n\"" + seed + "\"]"))
                .containsExactly("monitor.conf:3: clusters.a.seeds = " + problem
                        + "; allowed: http://host:port or https://host:port, without a path or a password");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            am1:9093             | am1:9093: is neither http nor https
            http://am1:9093/?x=1 | http://am1:9093/?x=1: has more than a path behind the host
            http://me:pw@am1     | http://***@am1: has a user name in it
            http:/am1            | http:/am1: has no valid host name
            http://am1:0/am      | http://am1:0/am: has no valid port
            """)
    void refusesWhatIsNoAlertmanager(String url, String problem) {
        assertThat(problems("alertmanager.urls = [\"http://fine/am\",\n\"" + url + "\"]"))
                .containsExactly("monitor.conf:3: alertmanager.urls = " + problem
                        + "; allowed: http://host:port/path or https://host:port/path, without a password");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            disk-usage.warning = 101 | disk-usage.warning = 101: is out of range; allowed: a percentage from 0 to 100, or off
            disk-usage.warning = 80% | disk-usage.warning = 80%: is not a number; allowed: a percentage from 0 to 100, or off
            disk-usage.warning = NaN | disk-usage.warning = NaN: is not a number; allowed: a percentage from 0 to 100, or off
            certificate-expiring.warning = 2d | certificate-expiring.warning = 2d: is less than critical = 3d; allowed: at least as much
            certificate-expiring.critical = 15d | certificate-expiring.critical = 15d: is more than warning = 14d; allowed: at most as much; give warning, too
            disk-usage.warning = 86 | disk-usage.warning = 86: is more than critical = 85; allowed: at most as much; give critical, too
            disk-usage.critical = 69 | disk-usage.critical = 69: is less than warning = 70; allowed: at least as much
            disk-usage.for = 0 | disk-usage.for = 0: needs a unit, e.g. 5s; allowed: a duration of at least 0s
            replication-lag-seconds.warning = 30s | replication-lag-seconds.warning = 30s: is not a number; allowed: a number of seconds from 0, or off
            replication-lag-seconds.warning = -1 | replication-lag-seconds.warning = -1: is out of range; allowed: a number of seconds from 0, or off
            replication-lag-seconds.critical = 1e999 | replication-lag-seconds.critical = 1e999: is out of range; allowed: a number of seconds from 0, or off
            replication-lag-bytes.warning = lots | replication-lag-bytes.warning = lots: is not a size; allowed: a size such as 50MiB, or a number of bytes, or off
            replication-lag-bytes.critical = 1MiB | replication-lag-bytes.critical = 1MiB: is less than warning = 50MiB; allowed: at least as much
            failovers.warning = 1.5 | failovers.warning = 1.5: is not a whole number; allowed: a whole number from 0 to 1000000, or off
            member-down.warning = 3 | member-down.warning = 3: is neither on nor off; allowed: on, or off
            paused.warning = 30 | paused.warning = 30: needs a unit, e.g. 5s; allowed: a duration of at least 0s, or off
            paused.critical = 1m | paused.critical = 1m: is less than warning = 30m; allowed: at least as much
            wal-archive-failures.window = 0s | wal-archive-failures.window = 0s: is too short; allowed: a duration of at least 1s
            maintenance.window = 4 | maintenance.window = 4: needs a unit, e.g. 5s; allowed: a duration of at least 0s
            paused.for = 1m | paused.for: unknown key; allowed: critical, warning
            split-brain.warning = on | split-brain.warning: unknown key; allowed: critical, for
            replication-lag.warning = 1 | replication-lag: unknown key; did you mean replication-lag-bytes?
            """)
    void refusesWhatIsNoLimit(String line, String problem) {
        assertThat(problems("thresholds." + line)).containsExactly("monitor.conf:2: thresholds." + problem);
        assertThat(problems("clusters.a.thresholds." + line))
                .containsExactly("monitor.conf:2: clusters.a.thresholds." + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            htpp.port = 1 | htpp: unknown key; did you mean http?
            http.ports = 1 | http.ports: unknown key; did you mean port?
            poll.httpTimeout = 1s | poll.httpTimeout: unknown key; did you mean http-timeout?
            cluster-defaults.patroni.tls.ca_file = x | cluster-defaults.patroni.tls.ca_file: unknown key; did you mean ca-file?
            clusters.a.expected_members = 3 | clusters.a.expected_members: unknown key; did you mean expected-members?
            clusters.a.pol.interval = 5s | clusters.a.pol: unknown key; did you mean poll?
            clusters.a.postgres.user = x | clusters.a.postgres.user: unknown key; did you mean username?
            clusters.a.thresholds.disk-usage.warn = 1 | clusters.a.thresholds.disk-usage.warn: unknown key; did you mean warning?
            alertmanager.url = x | alertmanager.url: unknown key; did you mean urls?
            alertmanagers.urls = [] | alertmanagers: unknown key; did you mean alertmanager?
            clusters.a.sslmode = x | clusters.a.sslmode: unknown key; did you mean client-endpoints.sslmode or postgres.sslmode?
            interval = 3s | interval: unknown key; did you mean discover-defaults.interval or poll.interval?
            clusters.a.postgres.password = hunter2 | clusters.a.postgres.password = ***: stands in the file itself; allowed: password-file, or the environment: password = ${?PGPASSWORD}
            links.grafana = x | links: unknown key; did you mean organisation?
            log.colour = red | log.colour: unknown key; allowed: format, level
            """)
    void knowsEveryKeyAndGuessesWhatWasMeant(String line, String problem) {
        assertThat(problems(line)).containsExactly("monitor.conf:2: " + problem);
    }

    @Test
    void refusesWhatStandsBesideTheRoot() {
        assertThat(problemsOf("patroni-moniter { poll.interval = 5 }\npatroni-monitor." + CLUSTER))
                .containsExactly("monitor.conf:1: patroni-moniter: unknown key; did you mean patroni-monitor?");
    }

    @Test
    void refusesARootThatIsNoBlock() {
        assertThat(problemsOf("patroni-monitor = 5"))
                .containsExactly(
                        "monitor.conf: clusters: names no cluster; allowed: at least one, or a discover block",
                        "monitor.conf:1: patroni-monitor: is not a block; allowed: { … }");
    }

    @Test
    void judgesTheDefaultsEvenWithoutACluster() {
        assertThat(problemsOf("patroni-monitor.poll.interval = 5"))
                .containsExactly(
                        "monitor.conf: clusters: names no cluster; allowed: at least one, or a discover block",
                        "monitor.conf:1: poll.interval = 5: needs a unit, e.g. 5s; allowed: a duration of at least 1s");
    }

    @Test
    void saysEverythingAtOnceInTheOrderOfTheFile() {
        assertThat(problemsOf("""
                        patroni-monitor {
                          clusters {
                            a { seeds = "http://a:1", expected-members = three }
                            b { dns = "b:1", postgres.pasword = x }
                          }
                          poll.interval = 5
                          http { port = 70000, prot = 1 }
                        }
                        """))
                .containsExactly(
                        "monitor.conf:3: clusters.a.expected-members = three: is not a number; allowed: a whole number from 0 to 1000",
                        "monitor.conf:4: clusters.b.postgres.pasword: unknown key; did you mean password?",
                        "monitor.conf:6: poll.interval = 5: needs a unit, e.g. 5s; allowed: a duration of at least 1s",
                        "monitor.conf:7: http.port = 70000: is out of range; allowed: a whole number from 0 to 65535",
                        "monitor.conf:7: http.prot: unknown key; did you mean port?");
    }

    @Test
    void namesTheEnvironmentAsThePlaceOfItsValues() {
        assertThat(problems("http.port = ${?PATH}"))
                .singleElement()
                .asString()
                .startsWith("environment: http.port = ")
                .endsWith(": is not a number; allowed: a whole number from 0 to 65535");
    }

    @Test
    void namesTheCommandLineAsThePlaceOfItsValues() {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class,
                () -> Configs.LOADER.quickLook("main", List.of(URI.create("ftp://a")), "me", Path.of("/no/file")));

        assertThat(refused.problems())
                .containsExactly(
                        "command line: clusters.main.postgres.password-file = /no/file: there is no such file; allowed: a file that exists and can be read",
                        "command line: clusters.main.seeds = ftp://a: is neither http nor https; allowed: http://host:port or https://host:port, without a path or a password");
    }

    @Test
    void namesTheFileThatIsMissingOrUnreadable(@TempDir Path dir) {
        Path missing = dir.resolve("none.conf");

        assertThat(problemsOf(missing)).containsExactly(missing + ": there is no such file; allowed: a HOCON file");
        assertThat(problemsOf(dir)).containsExactly(dir + ": can't be read; allowed: a readable HOCON file");
    }

    @Test
    void namesTheLineThatCannotBeParsed(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("broken.conf"), "patroni-monitor {\n  clusters { a = ] }\n}\n");

        assertThat(problemsOf(file))
                .containsExactly(file + ":2: is not valid HOCON: Expecting a value but got wrong token…"
                        + "; look at quotes, braces and commas, on the line before too");
    }

    @Test
    void namesTheLineOfAnIncludedFile(@TempDir Path dir) throws Exception {
        Path included = Files.writeString(dir.resolve("common.conf"), "\npatroni-monitor.http.port = x");
        Path file =
                Files.writeString(dir.resolve("monitor.conf"), "include \"common.conf\"\npatroni-monitor." + CLUSTER);

        assertThat(problemsOf(file))
                .containsExactly(
                        included + ":2: http.port = x: is not a number; allowed: a whole number from 0 to 65535");
    }

    @Test
    void namesTheSubstitutionThatHasNoValue() {
        assertThat(problems("http.port = ${NOT_SET_ANYWHERE}"))
                .containsExactly("monitor.conf:2: Could not resolve substitution to a value: ${NOT_SET_ANYWHERE}"
                        + "; allowed: ${?…} for what may be missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a {", "a = [", "a."})
    void refusesEndlessNesting(String opening) {
        assertThat(problemsOf(opening.repeat(20_000) + "a = 1"))
                .singleElement()
                .asString()
                .startsWith("monitor.conf");
    }

    private static List<String> problems(String line) {
        return problemsOf(
                "patroni-monitor {\n" + line + "\n" + (line.contains("clusters.a.dns =") ? "" : CLUSTER) + "\n}");
    }

    private static List<String> problemsOf(String hocon) {
        return catchThrowableOfType(ConfigException.class, () -> Configs.LOADER.load(hocon, "monitor.conf"))
                .problems();
    }

    private static List<String> problemsOf(Path file) {
        return catchThrowableOfType(ConfigException.class, () -> Configs.LOADER.load(file))
                .problems();
    }
}
