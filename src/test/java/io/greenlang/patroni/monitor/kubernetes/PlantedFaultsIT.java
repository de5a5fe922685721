package io.greenlang.patroni.monitor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of fault that the checks are there for is found, one at a time. */
@Timeout(120)
class PlantedFaultsIT {
    private static final String CONTAINER = "/spec/template/spec/containers/0";
    private static final String NONE = "none in ";
    private static final String MATCHER = "/spec/route/routes/3/matchers/0";

    private final Map<String, Installation> faults = new LinkedHashMap<>();
    private String folder = "k8s";

    @Test
    void isFound() {
        for (String right : List.of("k8s", "k8s/overlays/sharded", "k8s/overlays/push", "k8s/overlays/read-dcs")) {
            faults.put(NONE + right, Installation.of(right));
        }
        plantWhatNoSchemaAllows();
        plantWhatDoesNotFitTogether();
        plantWhatIsNotSafe();

        Map<String, List<String>> found = Suite.problems(faults);

        assertThat(found).containsOnlyKeys(faults.keySet());
        found.forEach((fault, problems) ->
                assertThat(problems.isEmpty()).as(fault + ": " + problems).isEqualTo(fault.startsWith(NONE)));
    }

    private void plantWhatNoSchemaAllows() {
        plant("unknown field, core", "Deployment", CONTAINER + "/redinessProbe", "{}");
        plant("missing, core", "Deployment", CONTAINER + "/name", null);
        plant("missing selector, core", "Deployment", "/spec/selector", null);
        plant("wrong type, core", "Deployment", "/spec/replicas", "many");
        plant("wrong type of a quantity, core", "Deployment", CONTAINER + "/resources/limits/memory", "[1]");
        plant("bad pattern, core", "Deployment", CONTAINER + "/resources/limits/memory", "192 MB");
        plant("wrong value, core", "Deployment", "/spec/template/spec/restartPolicy", "Sometimes");
        plant("unknown field, operator", "ServiceMonitor", "/spec/endpoints/0/scrapeTimout", "10s");
        plant("unknown field of a receiver", "AlertmanagerConfig", "/spec/receivers/0/slackConfigs/0/chanel", "a");
        plant("unknown field of a route below", "AlertmanagerConfig", "/spec/route/routes/3/groupWhait", "10s");
        plant("missing, operator", "ServiceMonitor", "/spec/selector", null);
        plant("missing in a rule", "PrometheusRule", "/spec/groups/0/rules/0/expr", null);
        plant("missing in a matcher", "AlertmanagerConfig", MATCHER + "/name", null);
        plant("wrong type, operator", "ServiceMonitor", "/spec/endpoints", "{port: metrics}");
        plant("bad pattern, operator", "ServiceMonitor", "/spec/endpoints/0/interval", "15 seconds");
        plant("bad pattern of a rule", "PrometheusRule", "/spec/groups/0/rules/0/for", "one minute");
        plant("bad pattern of a route below", "AlertmanagerConfig", "/spec/route/routes/0/groupWait", "soon");
        plant("wrong value, operator", "AlertmanagerConfig", MATCHER + "/matchType", "==");
        plant("unknown kind", "Deployment", "/kind", "Deploiment");
    }

    private void plantWhatDoesNotFitTogether() {
        plant("wrong port", "Deployment", CONTAINER + "/ports/0/containerPort", "9934");
        plant("wrong port name", "Deployment", CONTAINER + "/ports/0/name", "http");
        plant("wrong port of the Service", "Service", "/spec/ports/0/targetPort", "http");
        plant("wrong probe path", "Deployment", CONTAINER + "/readinessProbe/httpGet/path", "/-/healthy");
        plant("wrong probe port", "Deployment", CONTAINER + "/livenessProbe/httpGet/port", "8080");
        plant("a Service that selects nothing", "Service", "/spec/selector", "{app: patroni-monitor}");
        plant("a ServiceMonitor that selects nothing", "ServiceMonitor", "/spec/selector/matchLabels", "{app: x}");
        plant("a port that is not scraped", "ServiceMonitor", "/spec/endpoints/0/port", "web");
        plant("a NetworkPolicy for nobody", "NetworkPolicy", "/spec/podSelector", "{matchLabels: {app: x}}");
        plant("PostgreSQL closed off", "NetworkPolicy", "/spec/egress/0/ports", "[{port: 8008, protocol: TCP}]");
        plant("a key that is not mounted", "ConfigMap", "/data", "{monitor.conf: ''}");
        plant("a secret that is not mounted", "Deployment", "/spec/template/spec/volumes/1/secret/items", "[]");
        plant(
                "a configuration that is refused",
                "ConfigMap",
                "/data/patroni-monitor.conf",
                "patroni-monitor { clustres {} }");
        plant("a limit of its own", "PrometheusRule", "/spec/groups/0/rules/0/for", "2m");
        plant("another pager", "AlertmanagerConfig", "/spec/route/routes/3/receiver", "slack-greenlang-database");
        plant("other people's alerts", "AlertmanagerConfig", "/spec/route/matchers", null);
        folder = "k8s/overlays/sharded";
        plant("more pods than shards", "StatefulSet", "/spec/replicas", "4");
        plant("pods without a number", "StatefulSet", CONTAINER + "/env", "[]");
        plant("no governing Service", "StatefulSet", "/spec/serviceName", "shards");
        folder = "k8s/overlays/push";
        plant("Alertmanager closed off", "NetworkPolicy", "/spec/egress/2", "{ports: [{port: 9094}]}");
    }

    private void plantWhatIsNotSafe() {
        folder = "k8s";
        plant("root", "Deployment", "/spec/template/spec/securityContext/runAsUser", "0");
        plant("a writable root", "Deployment", CONTAINER + "/securityContext/readOnlyRootFilesystem", "false");
        plant(
                "capabilities",
                "Deployment",
                CONTAINER + "/securityContext/capabilities",
                "{drop: [ALL], add: [NET_RAW]}");
        plant("a token", "Deployment", "/spec/template/spec/automountServiceAccountToken", "true");
        plant("no limit", "Deployment", CONTAINER + "/resources/limits", null);
        folder = "k8s/overlays/read-dcs";
        plant("rights to write", "Role", "/rules/0/verbs", "[list, patch]");
        plant("rights that are not used", "Role", "/rules/0/verbs", "[get, list]");
        plant("rights to Secrets", "Role", "/rules/0/resources", "[pods, secrets]");
        plant("somebody else's rights", "RoleBinding", "/subjects/0/name", "default");
        plant("a role that is not there", "RoleBinding", "/roleRef/name", "monitor");
        plant("the API server closed off", "NetworkPolicy", "/spec/egress/2", "{ports: [{port: 9094}]}");
        plant("no token of the API server", "Deployment", "/spec/template/spec/volumes/0/projected/sources", "[]");
    }

    /** @param yaml null for nothing at all */
    private void plant(String fault, String kind, String pointer, String yaml) {
        Installation right = Installation.of(folder);
        Manifest manifest = right.all(kind)
                .filter(one -> one.name().equals("patroni-monitor"))
                .findFirst()
                .orElseThrow();
        JsonNode value = yaml == null ? null : AlertRouting.read(yaml);
        assertThat(manifest.at(pointer)).as(fault).isNotEqualTo(value);
        faults.put(fault, right.with(manifest, manifest.with(pointer, value)));
    }
}
