package io.greenlang.patroni.monitor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.greenlang.patroni.monitor.testing.Command;
import io.greenlang.patroni.monitor.testing.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** All that {@code kubectl apply -k} takes from this repository, built and checked without a cluster. */
@Timeout(120)
class KustomizeIT {
    private static final String SHARDED = "k8s/overlays/sharded";
    private static final String PLAIN = "k8s/overlays/plain-prometheus";

    @Test
    void nothingIsWrongWithAnythingThatCanBeApplied() {
        Map<String, Installation> installations = new LinkedHashMap<>();
        Kustomize.FOLDERS.forEach(folder -> installations.put(folder, Installation.of(folder)));

        assertThat(Suite.problems(installations))
                .containsOnlyKeys(Kustomize.FOLDERS)
                .allSatisfy((folder, problems) -> assertThat(problems).isEmpty());
    }

    @Test
    void hasAllOfItInTheNamespaceOfTheDatabase() {
        List<Manifest> all = Kustomize.build("k8s");

        assertThat(all)
                .extracting(Manifest::toString)
                .containsExactlyInAnyOrder(
                        "ServiceAccount/patroni-monitor",
                        "ConfigMap/patroni-monitor",
                        "ConfigMap/patroni-dashboard-fleet",
                        "ConfigMap/patroni-dashboard-member",
                        "ConfigMap/patroni-dashboard-monitor",
                        "ConfigMap/patroni-dashboard-overview",
                        "Deployment/patroni-monitor",
                        "Service/patroni-monitor",
                        "NetworkPolicy/patroni-monitor",
                        "ServiceMonitor/patroni-monitor",
                        "PrometheusRule/patroni-monitor",
                        "AlertmanagerConfig/patroni-monitor");
        assertThat(all)
                .extracting(manifest -> manifest.text("/metadata/namespace"))
                .containsOnly("greenlang-db");
    }

    @Test
    void hasEveryDashboardAsItIs() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        new Installation(Kustomize.build("k8s"))
                .all("ConfigMap")
                .filter(map -> map.text("/metadata/labels/grafana_dashboard").equals("1"))
                .forEach(map -> found.putAll(map.texts("/data")));

        try (Stream<Path> files = Files.list(Path.of("dashboards"))) {
            List<Path> dashboards =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(found).hasSameSizeAs(dashboards).isNotEmpty();
            for (Path file : dashboards) {
                assertThat(found).containsEntry(file.getFileName().toString(), Files.readString(file));
            }
        }
    }

    @Test
    void runsOneAtATimeUnlessTwoAreWanted() {
        assertThat(Installation.of("k8s").workload().text("/spec/strategy/type"))
                .isEqualTo("Recreate");
        assertThat(Installation.of("k8s").replicas()).isEqualTo(1);
        Installation two = Installation.of("k8s/overlays/two-replicas");
        assertThat(two.replicas()).isEqualTo(2);
        assertThat(two.workload().text("/spec/strategy/rollingUpdate/maxSurge")).isEqualTo("0");
    }

    /** The same words as the monitor's own command. */
    @Test
    void checkConfigTakesTheConfigurationOfEveryPod() throws Exception {
        for (String folder : List.of("k8s", SHARDED)) {
            Installation installation = Installation.of(folder);
            for (int ordinal = 0; ordinal < installation.replicas(); ordinal++) {
                Path file = Configuration.write(installation, ordinal, Target.newFolder("pod"));
                Command.Result result = Command.run(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        "target/patroni-monitor.jar",
                        "check-config",
                        "--config",
                        file.toString());
                assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
            }
        }
    }

    @Test
    void aPrometheusWithoutTheOperatorFindsThePodByItsAnnotations() throws IOException {
        Installation installation = Installation.of(PLAIN);
        assertThat(installation.manifests()).noneMatch(Manifest::isOfTheOperator);
        assertThat(installation.workload().texts("/spec/template/metadata/annotations"))
                .containsEntry("prometheus.io/scrape", "true")
                .containsEntry("prometheus.io/path", "/metrics")
                .containsEntry("prometheus.io/port", "9933");

        Manifest scrape =
                installation.find("ConfigMap", "patroni-monitor-scrape").orElseThrow();
        Manifest rules = installation.find("ConfigMap", "patroni-monitor-rules").orElseThrow();
        assertThat(List.of(scrape, rules))
                .extracting(map -> map.text("/metadata/namespace"))
                .containsOnly("monitoring");
        assertThat(rules.texts("/data").get("patroni-monitor.rules.yml"))
                .isEqualTo(Files.readString(Path.of("alerts/patroni-monitor.rules.yml")));
        assertPrometheusTakes(scrape.texts("/data").get("patroni-monitor.scrape.yml"));
    }

    /** All but the part that Debian's Prometheus is built without, Kubernetes' own discovery. */
    private static void assertPrometheusTakes(String scrapeConfig) throws IOException {
        ObjectMapper yaml = new YAMLMapper();
        JsonNode config = yaml.readTree(scrapeConfig);
        ObjectNode job = (ObjectNode) config.at("/scrape_configs/0");
        assertThat(job.remove("kubernetes_sd_configs"))
                .isEqualTo(yaml.readTree("[{role: pod, namespaces: {names: [greenlang-db]}}]"));
        assertThat(job.toString()).contains("prometheus_io_scrape", "prometheus_io_path", "prometheus_io_port");
        Path file = Target.newFolder("scrape").resolve("prometheus.yml");
        yaml.writeValue(file.toFile(), config);
        Command.Result result = Command.run("promtool", "check", "config", file.toString());
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    /** What is deployed is what was built. */
    @Test
    void namesTheVersionOfThisProject() throws Exception {
        String version = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getElementsByTagName("version")
                .item(0)
                .getTextContent();
        assertThat(Kustomize.FOLDERS)
                .extracting(folder -> Installation.of(folder).container().text("/image"))
                .containsOnly("greenlang/patroni-monitor:" + version);
    }
}
