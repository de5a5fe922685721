package io.greenlang.patroni.monitor.kubernetes;

import static io.greenlang.patroni.monitor.kubernetes.Installation.selects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one resource says of another one is so. */
final class Wiring {
    private static final int PORT = 9933;
    private static final String METRICS = "metrics";
    /** All that KubernetesApi does. */
    private static final Set<String> READING = Set.of("list");

    private static final Set<String> PATRONIS = Set.of("pods", "endpoints", "configmaps");
    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/-/healthy",
            "livenessProbe", "/-/healthy",
            "readinessProbe", "/-/ready");

    private final Installation installation;
    private final List<String> problems = new ArrayList<>();

    private Wiring(Installation installation) {
        this.installation = installation;
    }

    static List<String> problems(Installation installation) {
        Wiring wiring = new Wiring(installation);
        wiring.checkPort();
        wiring.checkProbes();
        wiring.checkSelectors();
        wiring.checkService();
        wiring.checkServiceMonitor();
        wiring.checkServiceAccount();
        wiring.checkRights();
        wiring.checkVolumes();
        wiring.checkNetworkPolicy();
        return wiring.problems;
    }

    private void expect(boolean right, String problem) {
        if (!right) {
            problems.add(problem);
        }
    }

    private void checkPort() {
        expect(installation.port(METRICS).filter(port -> port == PORT).isPresent(), "no port metrics with 9933");
    }

    private void checkProbes() {
        PROBES.forEach((probe, path) -> {
            JsonNode get = installation.container().at("/" + probe + "/httpGet");
            expect(get.path("path").asText().equals(path), probe + " does not ask " + path);
            expect(isMetricsPort(get.path("port")), probe + " does not ask the port metrics");
        });
    }

    private boolean isMetricsPort(JsonNode port) {
        return port.asText().equals(METRICS) || port.asInt() == PORT;
    }

    private void checkSelectors() {
        Map<String, String> labels = installation.podLabels();
        expect(
                selects(installation.workload().texts("/spec/selector/matchLabels"), labels),
                installation.workload() + " does not select its own pods");
        for (String kind : List.of("PodDisruptionBudget", "NetworkPolicy")) {
            String selector =
                    kind.equals("NetworkPolicy") ? "/spec/podSelector/matchLabels" : "/spec/selector/matchLabels";
            installation
                    .all(kind)
                    .forEach(manifest ->
                            expect(selects(manifest.texts(selector), labels), manifest + " selects no pod"));
        }
    }

    private void checkService() {
        expect(installation.all("Service").findAny().isPresent(), "no Service");
        installation.all("Service").forEach(service -> {
            expect(selects(service.texts("/spec/selector"), installation.podLabels()), service + " selects no pod");
            expect(
                    service.each("/spec/ports").allMatch(port -> isMetricsPort(port.path("targetPort"))),
                    service + " leads to a port that the container has not");
        });
        String governing = installation.workload().text("/spec/serviceName");
        expect(
                governing.isEmpty()
                        || installation
                                .find("Service", governing)
                                .filter(service ->
                                        service.text("/spec/clusterIP").equals("None"))
                                .isPresent(),
                "no headless Service " + governing);
    }

    private void checkServiceMonitor() {
        installation.all("ServiceMonitor").forEach(monitor -> {
            List<Manifest> services = installation
                    .all("Service")
                    .filter(service ->
                            selects(monitor.texts("/spec/selector/matchLabels"), service.texts("/metadata/labels")))
                    .filter(service -> service.text("/metadata/namespace").equals(monitor.text("/metadata/namespace")))
                    .toList();
            expect(!services.isEmpty(), monitor + " selects no Service");
            monitor.each("/spec/endpoints").forEach(endpoint -> {
                String port = endpoint.path("port").asText();
                expect(
                        services.stream()
                                .allMatch(service -> service.each("/spec/ports")
                                        .anyMatch(
                                                one -> one.path("name").asText().equals(port))),
                        monitor + " scrapes a port that the Service has not: " + port);
                expect(endpoint.path("path").asText().equals("/metrics"), monitor + " does not scrape /metrics");
            });
        });
    }

    private void checkServiceAccount() {
        String name = installation.pod().text("/serviceAccountName");
        expect(installation.find("ServiceAccount", name).isPresent(), "no ServiceAccount " + name);
    }

    /** The pod's account has them, and they are for reading, without Secrets. */
    private void checkRights() {
        installation.all("RoleBinding").forEach(binding -> {
            String account = installation.pod().text("/serviceAccountName");
            String namespace = installation.workload().text("/metadata/namespace");
            expect(
                    binding.each("/subjects")
                            .anyMatch(subject -> subject.path("kind").asText().equals("ServiceAccount")
                                    && subject.path("name").asText().equals(account)
                                    && subject.path("namespace").asText().equals(namespace)),
                    binding + " is not for the pod's service account");
            expect(
                    installation
                            .find(binding.text("/roleRef/kind"), binding.text("/roleRef/name"))
                            .isPresent(),
                    binding + " gives a role that is not there");
        });
        installation.all("Role").flatMap(role -> role.each("/rules")).forEach(rule -> {
            expect(READING.containsAll(texts(rule.path("verbs"))), "may do more than list: " + rule.path("verbs"));
            expect(
                    PATRONIS.containsAll(texts(rule.path("resources"))),
                    "may read more than Patroni's objects: " + rule.path("resources"));
        });
    }

    private static Set<String> texts(JsonNode list) {
        return Manifest.each(list).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private void checkVolumes() {
        installation.container().each("/volumeMounts").forEach(mount -> {
            String name = mount.path("name").asText();
            expect(installation.volume(name).isPresent(), "no volume " + name);
            expect(mount.path("subPath").isMissingNode(), name + " is mounted by subPath and would never change");
        });
        installation.pod().each("/volumes").forEach(volume -> {
            String map = volume.at("/configMap/name").asText();
            expect(map.isEmpty() || installation.find("ConfigMap", map).isPresent(), "no ConfigMap " + map);
        });
    }

    private void checkNetworkPolicy() {
        expect(installation.all("NetworkPolicy").findAny().isPresent(), "no NetworkPolicy");
        installation.all("NetworkPolicy").forEach(policy -> {
            expect(ports(policy, "/spec/ingress").equals(Set.of(PORT)), policy + " lets others in than Prometheus");
            Set<Integer> out = new TreeSet<>(Set.of(53, 5432, 8008));
            if (!installation.variable("ALERTMANAGER_URLS", 0).isEmpty()) {
                out.add(9093);
            }
            if (installation.all("Role").findAny().isPresent()) {
                out.addAll(Set.of(443, 6443));
            }
            expect(ports(policy, "/spec/egress").equals(out), policy + " lets out to other ports than " + out);
        });
    }

    private static Set<Integer> ports(Manifest policy, String rules) {
        return policy.each(rules)
                .flatMap(rule -> Manifest.each(rule.path("ports")))
                .map(port -> port.path("port").asInt())
                .collect(Collectors.toSet());
    }
}
